import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameWords, isReal, ownFrame, threadWords} from './frame-words.ts';
import type {Observations} from './observations.ts';
import type {Verdict} from './verdict.ts';
import {withoutGil} from './without-gil.ts';

/** A thread that used at least this share of the time between two looks runs. */
const RUNS = 0.5;

/** The verdict on a process of which a thread runs; null where none does. */
export function judgeRunning(traceback: Traceback, observations: Observations): Verdict | null {
  const {threads} = traceback;
  const running = threads.filter(thread => runs(thread, observations));
  // Of several that run, the one that keeps the others from it, or else that worked most.
  const busy = running.find(({gil}) => gil === 'holds') ?? mostUsed(running, observations);
  if (!busy) return null;
  const at = ownFrame(busy);
  const frame = at === null ? undefined : busy.frames[at];
  const waiting = threads.filter(({gil}) => gil === 'waits').length;
  const isInC = frame?.kind === 'c' && busy.gil === 'holds' && usesProcessor(busy, observations);
  const isLooping = waiting > 0 || observations.timeoutSeconds !== undefined || isInC;
  const where = frame && isReal(frame) ? (frame.function ?? frameWords(frame)) : null;
  return {
    kind: isLooping ? 'looping' : 'running',
    thread: busy.id,
    frame: at,
    headline: `${isLooping ? 'Looping' : 'Running'}${where === null ? '' : ` in ${where}`}${
      observations.timeoutSeconds === undefined ? '' : `, not done after ${observations.timeoutSeconds} s`
    }`,
    place: [
      ...(frame && isReal(frame) ? [`in ${frameWords(frame)}`] : []),
      threadWords(busy),
      ...(busy.gil === 'holds' ? ['holds GIL'] : []),
    ].join(', '),
    reasons: [
      ...(busy.waits === null ? withoutGil(traceback, busy) : []),
      ...loadWords(busy, observations),
      ...(waiting === 0 ? [] : [`${waiting} thread${waiting === 1 ? ' waits' : 's wait'} for the GIL`]),
      ...(running.length > 1 ? [`${running.length} threads run`] : []),
    ],
    hints: [],
  };
}

function timeOf(
  {id}: TracebackThread,
  {threadTimes}: Observations,
): {usedMs: number; sampleMs: number} | undefined {
  return threadTimes?.find(one => one.id === id && one.sampleMs > 0);
}

/** Whether a thread runs: one that stands in no wait does, however little of the processor it got. */
function runs(thread: TracebackThread, observations: Observations): boolean {
  // One that is seen in a system call may have been there for a moment only.
  return thread.waits === null || usesProcessor(thread, observations);
}

function usesProcessor(thread: TracebackThread, observations: Observations): boolean {
  const seen = timeOf(thread, observations);
  return seen !== undefined && seen.usedMs >= RUNS * seen.sampleMs;
}

function mostUsed(
  running: readonly TracebackThread[],
  observations: Observations,
): TracebackThread | undefined {
  const used = (thread: TracebackThread): number => timeOf(thread, observations)?.usedMs ?? 0;
  return [...running].sort((a, b) => used(b) - used(a))[0];
}

function loadWords(thread: TracebackThread, observations: Observations): readonly string[] {
  const seen = timeOf(thread, observations);
  if (!seen) return [];
  const share = Math.min(100, Math.round((100 * seen.usedMs) / seen.sampleMs));
  return [`${threadWords(thread)} used ${share} % of a processor`];
}
