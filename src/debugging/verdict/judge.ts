import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {judgeCrash} from './crash.ts';
import {deadlockIn, deadlockSentences} from './deadlock.ts';
import {inFrame, isReal, ownFrame, threadWords} from './frame-words.ts';
import type {Observations} from './observations.ts';
import type {Verdict} from './verdict.ts';

/** A line of a source file, without its end; null where there is none. Lines count from 1. */
export type SourceLine = (file: string, line: number) => string | null;

/** A thread that used at least this share of the time between two looks runs. */
const RUNS = 0.5;

/** What a traceback shows: the one sentence that a reader wants first. */
export function judgeTraceback(
  traceback: Traceback,
  observations: Observations = {},
  sourceLine: SourceLine = () => null,
): Verdict {
  if (traceback.signal) return judgeCrash(traceback, traceback.signal, observations, sourceLine);
  const circle = deadlockIn(traceback);
  if (circle) {
    const first = circle[0]?.thread ?? null;
    return {
      kind: 'deadlock',
      thread: first?.id ?? null,
      frame: first && ownFrame(first),
      headline: `Deadlock of ${circle.length === 1 ? 'a thread with itself' : `${circle.length} threads`}`,
      place: null,
      reasons: [...deadlockSentences(circle)],
    };
  }
  return judgeRunning(traceback, observations);
}

function judgeRunning(traceback: Traceback, observations: Observations): Verdict {
  const {threads} = traceback;
  const runs = ({id, waits}: TracebackThread): boolean => {
    if (waits === null) return true;
    // One that is seen in a system call may have been there for a moment only.
    const seen = observations.threadTimes?.find(one => one.id === id);
    return seen !== undefined && seen.usedMs >= RUNS * seen.sampleMs;
  };
  const holder = threads.find(thread => thread.gil === 'holds' && runs(thread));
  const busy = holder ?? threads.find(runs);
  if (!busy) {
    return {
      kind: 'waiting',
      thread: null,
      frame: null,
      headline: threads.length === 1 ? 'The only thread waits' : `All ${threads.length} threads wait`,
      place: null,
      reasons: [],
    };
  }
  const at = ownFrame(busy);
  const frame = at === null ? undefined : busy.frames[at];
  const waiting = threads.filter(({gil}) => gil === 'waits').length;
  const isStuck = waiting > 0 || observations.timeoutSeconds !== undefined;
  return {
    kind: isStuck ? 'looping' : 'running',
    thread: busy.id,
    frame: at,
    headline: isStuck ? 'Still running' : 'Running',
    place: [
      ...(frame && isReal(frame) ? [inFrame(frame)] : []),
      threadWords(busy),
      ...(busy.gil === 'holds' ? ['holds GIL'] : []),
    ].join(', '),
    reasons: waiting === 0 ? [] : [`${waiting} thread${waiting === 1 ? ' waits' : 's wait'} for the GIL`],
  };
}
