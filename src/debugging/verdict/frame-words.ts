import type {CFrame, Frame, PythonFrame, TracebackThread} from '../traceback/model.ts';

/** A frame of C's or Python's, not a mark that some were left out. */
export type RealFrame = CFrame | PythonFrame;

export function isReal(frame: Frame): frame is RealFrame {
  return frame.kind !== 'cut';
}

/** `crashy.c:12`, `app.py:31`, `crashy.so+0x11eb`, or the bare address. */
export function frameSpot(frame: RealFrame): string {
  if (frame.file !== null) return `${baseName(frame.file)}${frame.line === null ? '' : `:${frame.line}`}`;
  if (frame.kind === 'c' && frame.module !== null && frame.offset !== null)
    return `${baseName(frame.module)}+${frame.offset}`;
  if (frame.kind === 'c' && frame.module !== null) return baseName(frame.module);
  return frame.kind === 'c' ? frame.address : '?';
}

/** The function's name as it is shown; `??` as debuggers write an unknown one. */
export function frameName(frame: RealFrame): string {
  return frame.function ?? '??';
}

/** `in sum_weights, crashy.c:12`. */
export function inFrame(frame: RealFrame): string {
  return frame.function === null ? `in ${frameSpot(frame)}` : `in ${frame.function}, ${frameSpot(frame)}`;
}

/** `main thread`, `thread worker-0`, `thread 6002`. */
export function threadWords(thread: TracebackThread): string {
  if (thread.isMain) return 'main thread';
  return `thread ${thread.pythonName ?? thread.id}`;
}

/** The last part of a path of either system. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** The newest frame that is the user's own: Python, or C of a module of his. */
export function ownFrame(thread: TracebackThread): number | null {
  const at = thread.frames.findIndex(
    frame => frame.kind === 'python' || (frame.kind === 'c' && frame.origin === 'user'),
  );
  return at < 0 ? null : at;
}
