import type {CFrame, Frame, PythonFrame, TracebackThread} from '../traceback/model.ts';

/** A frame of C's or Python's, not a mark that some were left out. */
export type RealFrame = CFrame | PythonFrame;

export function isReal(frame: Frame): frame is RealFrame {
  return frame.kind !== 'cut';
}

/** `crashy.c:12`, `app.py:31`, `crashy.so+0x11eb`, or the bare address. */
export function frameSpot(frame: RealFrame): string {
  if (frame.file !== null) return `${baseName(frame.file)}${frame.line === null ? '' : `:${frame.line}`}`;
  if (frame.kind === 'c' && isNowhere(frame)) return frame.address;
  if (frame.kind === 'c' && frame.module !== null && frame.offset !== null)
    return `${baseName(frame.module)}+${frame.offset}`;
  if (frame.kind === 'c' && frame.module !== null) return baseName(frame.module);
  return frame.kind === 'c' ? frame.address : '?';
}

/** The function's name as it is shown; `??` as debuggers write an unknown one. */
export function frameName(frame: RealFrame): string {
  return frame.function ?? '??';
}

/** `sum_weights, crashy.c:12`. */
export function frameWords(frame: RealFrame): string {
  return frame.function === null ? frameSpot(frame) : `${frame.function}, ${frameSpot(frame)}`;
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

/** Headers whose inline functions are compiled into the user's binary, and are not what he wrote. */
const LIBRARY_HEADERS =
  /^\/usr\/(?:local\/)?include\/|\/include\/(?:python\d|c\+\+\/|pybind11\/|nanobind\/|numpy\/)|\/lib\/gcc\//i;

/** Code of the user's own: Python, or C of a module of his, but for what headers of libraries put into it. */
export function isOwn(frame: Frame): frame is RealFrame {
  if (frame.kind === 'python') return true;
  return (
    frame.kind === 'c' &&
    frame.origin === 'user' &&
    !isNowhere(frame) &&
    !LIBRARY_HEADERS.test(frame.file ?? '')
  );
}

/** The newest frame of the user's own. */
export function ownFrame({frames}: TracebackThread): number | null {
  const own = frames.findIndex(isOwn);
  if (own >= 0) return own;
  const users = frames.findIndex(frame => frame.kind === 'c' && frame.origin === 'user');
  return users < 0 ? null : users;
}

/** The page at address 0, which no code stands in: a call through a null pointer led there. */
const FIRST_CODE = 0x1000n;

/** No code is there: an address that was called although it is none. */
export function isNowhere({function: name, address}: CFrame): boolean {
  return name === null && BigInt(address) < FIRST_CODE;
}
