import type {Frame, TracebackThread} from '../traceback/model.ts';
import {frameName, isReal} from './frame-words.ts';
import type {Signal} from './signal-words.ts';

/** So many frames stand on no ordinary stack of C. */
const MANY_FRAMES = 1000;
/** The share of the newest frames that the functions of a recursion make up. */
const MOST = 0.9;
const LOOKED_AT = 100;
/** Below this nothing is a recursion that is worth to be told. */
const FEW_FRAMES = 20;
/** Memory of a stack is there above its pointer and a little below: what fails so near to it ran out of it. */
const NEAR_BYTES = 0x10000n;

/** A stack that is used up; the functions that call each other without end, where it is they that did it. */
export interface StackOverflow {
  readonly functions: readonly string[];
  /** Frames in all. */
  readonly depth: number;
}

/** Whether the crash is a stack that was used up. */
export function stackOverflow(thread: TracebackThread, signal: Signal): StackOverflow | null {
  const isTold = signal.name === 'EXCEPTION_STACK_OVERFLOW';
  if (signal.name !== 'SIGSEGV' && signal.name !== 'SIGBUS' && !isTold) return null;
  const depth = depthOf(thread.frames);
  const functions = depth < FEW_FRAMES ? [] : recursing(thread.frames);
  if (isTold) return {functions, depth};
  const isAtEnd = isNearStack(thread, signal);
  if (isAtEnd === null ? depth >= MANY_FRAMES && functions.length > 0 : isAtEnd) return {functions, depth};
  return null;
}

/** `descend called itself: 2055 frames`. */
export function overflowWords({functions, depth}: StackOverflow): readonly string[] {
  if (functions.length === 0) return ['the stack of this thread is used up: large variables in its frames'];
  const whom = functions.length > 1 ? 'each other' : 'itself';
  return [`${functions.join(' and ')} called ${whom} without end: ${depth} frames`];
}

function isNearStack({stackPointer}: TracebackThread, {address, code}: Signal): boolean | null {
  if (stackPointer === null || address === null || code === 'SI_KERNEL') return null;
  const distance = BigInt(address) - BigInt(stackPointer);
  return distance < NEAR_BYTES && -distance < NEAR_BYTES;
}

/** The functions that most of the newest frames are of. */
function recursing(frames: readonly Frame[]): readonly string[] {
  const newest = frames.slice(0, LOOKED_AT).filter(isReal);
  const counts = new Map<string, number>();
  for (const frame of newest) counts.set(frameName(frame), (counts.get(frameName(frame)) ?? 0) + 1);
  const often = [...counts].filter(([, count]) => count > 1 && count >= newest.length / 10);
  const share = often.reduce((sum, [, count]) => sum + count, 0) / Math.max(1, newest.length);
  return share >= MOST ? often.map(([name]) => name) : [];
}

/** Frames in all, those that were left out too. */
function depthOf(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + (frame.kind === 'cut' ? frame.frames : 1), 0);
}
