import type {CodePlace} from '../../binary/dwarf/locate-code.ts';
import type {CFrame, Frame, Traceback, TracebackThread} from './model.ts';

/** An address of code that a frame is at: its distance from where its module is loaded. */
export interface CodePoint {
  readonly module: string;
  readonly offset: bigint;
}

/** What a point of code belongs to, the innermost inlined function first; empty where nothing is known. */
export type PlaceLookup = (point: CodePoint) => readonly CodePlace[];

/** The points of code that {@link nameFrames} asks for, each as often as there are frames at it. */
export function pointsToName({threads}: Traceback): readonly CodePoint[] {
  return threads.flatMap(thread => pointsOf(thread).filter(point => point !== null));
}

/**
 * Gives the frames of the interpreter and the system that have no line what debug information tells of them, as the
 * debugger would have: functions inlined there come before (newer than) the frame that they were inlined into. What the
 * debugger has found is kept where the lookup knows nothing better.
 */
export function nameFrames(traceback: Traceback, lookup: PlaceLookup): Traceback {
  return {
    ...traceback,
    threads: traceback.threads.map(thread => {
      const points = pointsOf(thread);
      return {
        ...thread,
        frames: thread.frames.flatMap((frame, index) => {
          const point = points[index] ?? null;
          return point !== null && frame.kind === 'c' ? namedFrames(frame, lookup(point)) : [frame];
        }),
      };
    }),
  };
}

function namedFrames(frame: CFrame, places: readonly CodePlace[]): readonly Frame[] {
  if (places.length === 0) return [frame];
  return places.map((place, index) => {
    const isPhysical = index === places.length - 1;
    return {
      ...frame,
      function: place.function ?? (isPhysical ? frame.function : null),
      file: place.file,
      line: place.line,
      isInlined: place.isInlined,
      // What the debugger has read belongs to the function itself.
      ...(!isPhysical && {arguments: [], locals: []}),
    };
  });
}

/** For each frame where it is, or was when it called; null for one that is not to be named. */
function pointsOf({frames}: TracebackThread): readonly (CodePoint | null)[] {
  // The newest frame, and the one that a signal interrupted, are at an instruction that is yet to run; all others
  // hold the address behind a call, which may be the next line's already, or another function's.
  let isInterrupted = true;
  return frames.map(frame => {
    if (frame.kind === 'cut') isInterrupted = false;
    if (frame.kind !== 'c') return null;
    const at = pointOf(frame, isInterrupted);
    // Those that were inlined have the address of the frame that they were inlined into.
    if (!frame.isInlined) isInterrupted = frame.isSignal;
    return at;
  });
}

function pointOf(
  {module, offset, file, origin, isSignal, isInlined}: CFrame,
  isInterrupted: boolean,
): CodePoint | null {
  if (module === null || offset === null || file !== null || origin === 'user' || isSignal || isInlined) {
    return null;
  }
  const distance = BigInt(offset);
  if (isInterrupted) return {module, offset: distance};
  return distance > 0n ? {module, offset: distance - 1n} : null;
}
