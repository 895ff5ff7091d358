import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameWords, isReal, ownFrame, threadWords} from './frame-words.ts';
import type {Verdict} from './verdict.ts';
import {waitedFor} from './wait-words.ts';

/** The verdict on threads that wait for each other in a circle, or for one that is no more; null without such. */
export function judgeDeadlock(traceback: Traceback): Verdict | null {
  const circle = circleIn(traceback);
  if (circle) {
    return {
      kind: 'deadlock',
      ...aboutThread(circle[0]),
      headline:
        circle.length === 1 ? 'Deadlock of a thread with itself' : `Deadlock of ${circle.length} threads`,
      place: null,
      reasons: circle.map((thread, at) => stepWords(thread, circle[(at + 1) % circle.length] ?? thread)),
      hints: [],
    };
  }
  const orphan =
    traceback.threadsCut === 0 ? traceback.threads.find(one => ownerIsGone(one, traceback)) : undefined;
  if (!orphan?.waits) return null;
  return {
    kind: 'deadlock',
    ...aboutThread(orphan),
    headline: 'Deadlock: a lock whose owner is gone',
    place: null,
    reasons: [
      `${described(orphan)} waits for ${waitedFor(orphan.waits)}, and the process has no such thread`,
    ],
    hints: ['the owner ended without unlocking it, or stayed in the parent when the process was forked'],
  };
}

/** The threads of a circle in their order, the holder of the GIL first where it is one of them; null without. */
function circleIn({threads}: Traceback): readonly TracebackThread[] | null {
  const byId = new Map(threads.map(thread => [thread.id, thread]));
  const holder = threads.find(({gil}) => gil === 'holds');
  const next = ({waits}: TracebackThread): TracebackThread | undefined => {
    if (waits?.for === 'gil') return holder;
    const owner = ownerOf(waits);
    return owner === null ? undefined : byId.get(owner);
  };
  // Threads of which it is known that no circle is reached from them: each is looked at once.
  const done = new Set<TracebackThread>();
  for (const start of threads) {
    const path = new Set<TracebackThread>();
    let at: TracebackThread | undefined = start;
    while (at && !path.has(at) && !done.has(at)) {
      path.add(at);
      at = next(at);
    }
    if (at && path.has(at)) {
      const steps = [...path];
      return startingAt(steps.slice(steps.indexOf(at)), holder);
    }
    for (const one of path) done.add(one);
  }
  return null;
}

function startingAt(
  circle: readonly TracebackThread[],
  holder: TracebackThread | undefined,
): readonly TracebackThread[] {
  const first = Math.max(0, holder ? circle.indexOf(holder) : 0);
  return [...circle.slice(first), ...circle.slice(0, first)];
}

function ownerOf(waits: TracebackThread['waits']): number | null {
  return waits?.for === 'mutex' || waits?.for === 'python-lock' ? waits.owner : null;
}

function ownerIsGone({waits}: TracebackThread, {threads}: Traceback): boolean {
  const owner = ownerOf(waits);
  return owner !== null && owner !== 0 && !threads.some(({id}) => id === owner);
}

function aboutThread(thread: TracebackThread | undefined): Pick<Verdict, 'thread' | 'frame'> {
  return {thread: thread?.id ?? null, frame: thread ? ownFrame(thread) : null};
}

/** `thread worker-0 (deadlock, crashy.c:44) holds the GIL and waits for a mutex that thread worker-1 holds`. */
function stepWords(thread: TracebackThread, next: TracebackThread): string {
  const holds = thread.gil === 'holds' ? 'holds the GIL and ' : '';
  const what =
    thread.waits?.for === 'gil'
      ? 'the GIL'
      : thread.waits?.for === 'python-lock'
        ? `the ${thread.waits.type}`
        : 'a mutex';
  const whose = next === thread ? 'it holds itself' : `${threadWords(next)} holds`;
  return `${described(thread)} ${holds}waits for ${what} that ${whose}`;
}

/** The thread, and where it stands. */
function described(thread: TracebackThread): string {
  const at = ownFrame(thread);
  const frame = at === null ? undefined : thread.frames[at];
  return frame && isReal(frame) ? `${threadWords(thread)} (${frameWords(frame)})` : threadWords(thread);
}
