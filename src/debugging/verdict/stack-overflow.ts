import type {Frame, TracebackThread} from '../traceback/model.ts';
import {frameName, isReal} from './frame-words.ts';

/** So many frames stand on no ordinary stack of C. */
const MANY_FRAMES = 1000;
/** The share of the newest frames that the functions of a recursion make up. */
const MOST = 0.9;
const LOOKED_AT = 100;

/** The functions that call each other without end, or null where the stack does not look so. */
export function recursionIn({frames}: TracebackThread): readonly string[] | null {
  if (depthOf(frames) < MANY_FRAMES) return null;
  const newest = frames.slice(0, LOOKED_AT).filter(isReal);
  const counts = new Map<string, number>();
  for (const frame of newest) counts.set(frameName(frame), (counts.get(frameName(frame)) ?? 0) + 1);
  const often = [...counts].filter(([, count]) => count >= newest.length / 10);
  const share = often.reduce((sum, [, count]) => sum + count, 0) / Math.max(1, newest.length);
  return share >= MOST ? often.map(([name]) => name) : null;
}

/** Frames in all, those that were left out too. */
export function depthOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + (frame.kind === 'cut' ? frame.frames : 1), 0);
}
