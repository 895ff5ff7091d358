import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameWords, isReal, ownFrame, threadWords} from './frame-words.ts';
import type {Observations} from './observations.ts';
import type {Verdict} from './verdict.ts';
import {isForLock, waitWords} from './wait-words.ts';

/** So many sentences are told; the report shows the rest. */
const MAX_TOLD = 6;

/** The verdict on a process of which no thread runs. */
export function judgeWaiting(traceback: Traceback, {timeoutSeconds}: Observations): Verdict {
  const {threads} = traceback;
  const main = threads.find(({isMain}) => isMain) ?? threads[0];
  const count = threads.length + traceback.threadsCut;
  const limit = timeoutSeconds === undefined ? '' : `, not done after ${timeoutSeconds} s`;
  const holders = threads.filter(({gil}) => gil === 'holds');
  const isStuck =
    traceback.threadsCut === 0 && threads.length > 0 && threads.every(({waits}) => waits && isForLock(waits));
  return {
    kind: 'waiting',
    thread: main?.id ?? null,
    frame: main ? ownFrame(main) : null,
    headline: `${count === 1 ? 'The only thread waits' : `All ${count} threads wait`}${limit}`,
    place: null,
    reasons: [
      ...waitsOf(threads).slice(0, MAX_TOLD),
      ...holders.map(thread => `${threadWords(thread)} waits while it holds the GIL`),
    ],
    hints: isStuck
      ? [
          'every thread waits for a lock, so that none is left to release one: a deadlock, unless a time limit or a signal ends a wait',
        ]
      : [],
  };
}

/** What each thread waits for, where it stands; those that do the same in one sentence. */
function waitsOf(threads: readonly TracebackThread[]): readonly string[] {
  const groups = new Map<string, {place: string; wait: string; members: TracebackThread[]}>();
  for (const thread of threads) {
    const at = ownFrame(thread);
    const frame = at === null ? undefined : thread.frames[at];
    const place = frame && isReal(frame) ? ` (${frameWords(frame)})` : '';
    // A thread in no wait did no work either.
    const wait = thread.waits ? waitWords(thread.waits) : 'waits';
    const group = groups.get(`${place}${wait}`);
    if (group) group.members.push(thread);
    else groups.set(`${place}${wait}`, {place, wait, members: [thread]});
  }
  return [...groups.values()].map(({place, wait, members: [first, ...others]}) =>
    first && others.length === 0
      ? `${threadWords(first)}${place} ${wait}`
      : `${others.length + 1} threads${place} ${wait.replace(/^waits/, 'wait')}`,
  );
}
