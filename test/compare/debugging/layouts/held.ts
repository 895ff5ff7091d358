import type {ExecutionContext} from 'ava';
import * as v from 'valibot';
import type {Traceback} from '../../../../src/debugging/traceback/model.ts';
import {temporaryFolder} from '../../../builders/tools.ts';
import type {Waiting} from '../walker/waiting.ts';

const Stacks = v.record(v.string(), v.array(v.tuple([v.string(), v.string(), v.number()])));

/** Whether the frames of all threads are those that Python itself lists. */
export function holdFrames(
  t: ExecutionContext,
  traceback: Traceback,
  {answers}: Waiting,
  layout: NonNullable<Traceback['python']>['layout'],
): void {
  t.deepEqual(traceback.problems, []);
  t.is(traceback.python?.layout, layout);
  const stacks = v.parse(Stacks, JSON.parse(answers));
  t.is(traceback.threads.length, Object.keys(stacks).length);
  for (const {pythonName, frames, isMergedExactly} of traceback.threads) {
    const own = frames.flatMap(one => (one.kind === 'python' ? [[one.function, one.file, one.line]] : []));
    t.deepEqual(own, stacks[pythonName ?? ''], pythonName ?? 'a thread without a name');
    t.true(isMergedExactly);
  }
}

/** Whether only the frames of C are there, and one sentence says why. */
export function holdSentence(t: ExecutionContext, traceback: Traceback, sentence: RegExp): void {
  t.is(traceback.python, null);
  t.is(traceback.problems.length, 1);
  t.regex(traceback.problems[0] ?? '', sentence);
  t.true(traceback.threads.every(({frames}) => frames.some(({kind}) => kind === 'c')));
  t.false(traceback.threads.some(({frames}) => frames.some(({kind}) => kind === 'python')));
}

/** The cache of one test, so that each makes its own tables. */
export const ownCache = (): Readonly<Record<string, string>> => ({XDG_CACHE_HOME: temporaryFolder()});
