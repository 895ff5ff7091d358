import type {Traceback} from '../traceback/model.ts';
import {judgeCrash} from './crash.ts';
import {judgeDeadlock} from './deadlock.ts';
import type {Observations} from './observations.ts';
import {judgeRunning} from './running.ts';
import type {Verdict} from './verdict.ts';
import {judgeWaiting} from './waiting.ts';

/** A line of a source file, without its end; null where there is none. Lines count from 1. */
export type SourceLine = (file: string, line: number) => string | null;

/** What a traceback shows: the one sentence that a reader wants first. */
export function judgeTraceback(
  traceback: Traceback,
  observations: Observations = {},
  sourceLine: SourceLine = () => null,
): Verdict {
  if (traceback.signal) return judgeCrash(traceback, traceback.signal, observations, sourceLine);
  return (
    judgeDeadlock(traceback) ?? judgeRunning(traceback, observations) ?? judgeWaiting(traceback, observations)
  );
}
