import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameName, isOwn, threadWords} from './frame-words.ts';

/** Functions that may be called without the GIL, or that take it: Doc/c-api/init.rst. */
const NEEDS_NONE =
  /^(?:PyGILState_|PyEval_(?:RestoreThread|AcquireThread|SaveThread|ReleaseThread|InitThreads)|_?PyThread|take_gil|drop_gil|PyMem_Raw|_PyMem_Raw|Py_AddPendingCall|Py_(?:Is|Get)|Py_Initialize|Py_Finalize|Py_RunMain|Py_BytesMain|Py_Main)/;

/** That the crashed thread called the interpreter without its lock; nothing where it holds it, or that is not known. */
export function withoutGil(traceback: Traceback, thread: TracebackThread): readonly string[] {
  const {frames, gil} = thread;
  const other = traceback.threads.find(one => one.gil === 'holds');
  const isProved = gil === 'released' || (gil === null && other !== undefined);
  const newest = frames.find(frame => frame.kind !== 'c' || !frame.isSignal);
  if (!isProved || newest?.kind !== 'c' || newest.origin !== 'interpreter') return [];
  const own = frames.findIndex(isOwn);
  const called = own > 0 ? frames[own - 1] : newest;
  const caller = own < 0 ? undefined : frames[own];
  if (called?.kind !== 'c' || NEEDS_NONE.test(frameName(called))) return [];
  const holder = other === undefined ? 'no thread holds it' : `${threadWords(other)} holds it`;
  // Python's own code runs under the lock: what it calls is not at fault.
  const what =
    caller?.kind === 'python' || own < 0 ? 'the interpreter runs' : `${frameName(called)} was called`;
  return [`${what} without holding the GIL (${holder})`];
}
