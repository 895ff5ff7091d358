import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {threadWords} from './frame-words.ts';

/** One step of a circle: a thread, and what it waits for that the next one holds. */
export interface DeadlockStep {
  readonly thread: TracebackThread;
  readonly waitsFor: 'GIL' | 'mutex' | 'lock';
}

/** Threads that wait for each other in a circle, the holder of the GIL first where it is one of them; null without. */
export function deadlockIn({threads}: Traceback): readonly DeadlockStep[] | null {
  const byId = new Map(threads.map(thread => [thread.id, thread]));
  const holder = threads.find(({gil}) => gil === 'holds');
  const next = (thread: TracebackThread): TracebackThread | undefined => {
    switch (thread.waits?.for) {
      case 'gil':
        return holder;
      case 'mutex':
      case 'python-lock':
        return thread.waits.owner === null ? undefined : byId.get(thread.waits.owner);
      default:
        return undefined;
    }
  };
  for (const start of threads) {
    const path = [start];
    let at = next(start);
    while (at && !path.includes(at)) {
      path.push(at);
      at = next(at);
    }
    // A thread that waits for a mutex of its own is a circle of one.
    if (at) return steps(path.slice(path.indexOf(at)), holder);
  }
  return null;
}

function steps(
  circle: readonly TracebackThread[],
  holder: TracebackThread | undefined,
): readonly DeadlockStep[] {
  const first = Math.max(0, holder ? circle.indexOf(holder) : 0);
  return [...circle.slice(first), ...circle.slice(0, first)].map(thread => ({
    thread,
    waitsFor: thread.waits?.for === 'gil' ? 'GIL' : thread.waits?.for === 'mutex' ? 'mutex' : 'lock',
  }));
}

/** One sentence a step: `main thread holds the GIL and waits for a mutex that thread worker-1 holds`. */
export function deadlockSentences(circle: readonly DeadlockStep[]): readonly string[] {
  return circle.map(({thread, waitsFor}, at) => {
    const next = circle[(at + 1) % circle.length]?.thread ?? thread;
    const holds = thread.gil === 'holds' ? 'holds the GIL and ' : '';
    const other = next === thread ? 'it holds itself' : `${threadWords(next)} holds`;
    const what = waitsFor === 'GIL' ? 'the GIL' : `a ${waitsFor}`;
    return `${threadWords(thread)} ${holds}waits for ${what} that ${other}`;
  });
}
