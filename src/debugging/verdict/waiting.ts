import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameWords, isReal, ownFrame, threadWords} from './frame-words.ts';
import type {Observations} from './observations.ts';
import type {Verdict} from './verdict.ts';
import {isForLock, waitWords} from './wait-words.ts';

/** So many threads are told; the report shows the rest. */
const MAX_TOLD = 6;

/** The verdict on a process of which no thread runs. */
export function judgeWaiting(traceback: Traceback, {timeoutSeconds}: Observations): Verdict {
  const {threads} = traceback;
  const main = threads.find(({isMain}) => isMain) ?? threads[0];
  const count = threads.length + traceback.threadsCut;
  const limit = timeoutSeconds === undefined ? '' : `, not done after ${timeoutSeconds} s`;
  const told = threads.slice(0, MAX_TOLD);
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
      ...told.map(thread => `${placed(thread)} ${thread.waits ? waitWords(thread.waits) : 'does nothing'}`),
      ...(holders.length === 0
        ? []
        : holders.map(thread => `${threadWords(thread)} waits while it holds the GIL`)),
    ],
    hints: isStuck
      ? [
          'every thread waits for a lock, so that none is left to release one: a deadlock, unless a time limit or a signal ends a wait',
        ]
      : [],
  };
}

function placed(thread: TracebackThread): string {
  const at = ownFrame(thread);
  const frame = at === null ? undefined : thread.frames[at];
  const words = threadWords(thread);
  return frame && isReal(frame) ? `${words} (${frameWords(frame)})` : words;
}
