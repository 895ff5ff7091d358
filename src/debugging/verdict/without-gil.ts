import type {Traceback, TracebackThread} from '../traceback/model.ts';
import {frameName, isOwn, threadWords} from './frame-words.ts';

/** Functions that may be called without the GIL, or that take it: Doc/c-api/init.rst. */
const NEEDS_NONE =
  /^(?:PyGILState_|PyEval_(?:RestoreThread|AcquireThread|SaveThread|ReleaseThread|InitThreads)|_?PyThread|take_gil|drop_gil|PyMem_Raw|_PyMem_Raw|Py_AddPendingCall|Py_(?:Is|Get)|Py_Initialize|Py_Finalize|Py_RunMain|Py_BytesMain|Py_Main)/;

/**
 * That a thread's C code called the interpreter without its lock; nothing where it holds it, or that is not known.
 * Modules of the interpreter's own may let go of the lock: only what the user's C calls of the API is told.
 */
export function withoutGil(traceback: Traceback, thread: TracebackThread): readonly string[] {
  const {frames, gil} = thread;
  const other = traceback.threads.find(one => one.gil === 'holds');
  const isProved = gil === 'released' || (gil === null && other !== undefined);
  const own = frames.findIndex(isOwn);
  const [caller, called] = [frames[own], frames[own - 1]];
  if (!isProved || caller?.kind !== 'c' || called?.kind !== 'c' || called.origin !== 'interpreter') return [];
  const name = frameName(called);
  if (!/^_?Py/.test(name) || NEEDS_NONE.test(name)) return [];
  const holder = other === undefined ? 'no thread holds it' : `${threadWords(other)} holds it`;
  return [`${name} was called without holding the GIL (${holder})`];
}
