import type {CFrame, Frame, TracebackThread, Variable} from '../traceback/model.ts';
import {isReal, ownFrame} from './frame-words.ts';
import {isWithoutAddress, type Signal} from './signal-words.ts';

/** Functions that free an object or walk all of them: Objects/, Python/gc.c (before 3.13 Modules/gcmodule.c). */
const FREES =
  /^(?:_Py_Dealloc|_?Py_X?DECREF\w*|\w+_dealloc|\w+_free|_?PyObject_GC_UnTrack|_PyObject_GC_UNTRACK|_PyGCHead_\w+|gc_list_\w+|gc_collect\w*|visit_\w+|update_refs|subtract_refs|deduce_unreachable|move_unreachable|untrack_tuples|free_object|clear_freelist\w*)(?:\.\w+)*$/;

/** What the allocators of C and of Python find when something wrote into what they keep between the blocks. */
const HEAP =
  /double free|free\(\)|malloc\(\)|realloc\(\)|corrupted|munmap_chunk|invalid (?:size|pointer|next size)/;

/** How damage of this form mostly comes about; nothing where it has no such form. */
export function memoryHints(
  thread: TracebackThread,
  signal: Signal,
  abortMessage: string | null,
): readonly string[] {
  if (abortMessage !== null && HEAP.test(abortMessage)) {
    return ['the heap is damaged: a block freed twice, or written beyond its end, here or earlier'];
  }
  if (signal.name === 'SIGABRT') return [];
  const own = ownFrame(thread) ?? thread.frames.length;
  const above = thread.frames.slice(0, own);
  if (above.some(frame => isInterpreters(frame) && FREES.test(frame.function ?? ''))) {
    return [
      'the interpreter was freeing or collecting objects: likely one whose reference count is too low (a Py_DECREF too many, or a borrowed reference kept)',
    ];
  }
  const gone = goneObject(thread.frames[own]);
  if (gone !== null && above.some(isInterpreters)) {
    return [`${gone} is no object of Python any more: likely freed too early (a Py_DECREF too many)`];
  }
  if (isWithoutAddress(signal)) {
    return ['such an access mostly goes through a pointer that was overwritten, or read from freed memory'];
  }
  return [];
}

function isInterpreters(frame: Frame): frame is CFrame {
  // Py_DECREF and the like stand in headers, so that they lie in the user's binary too.
  return frame.kind === 'c' && (frame.origin === 'interpreter' || /^_?Py_/.test(frame.function ?? ''));
}

/** The name of a local of Python's, or of an argument of C's, whose object cannot be read. */
function goneObject(frame: Frame | undefined): string | null {
  if (!frame || !isReal(frame)) return null;
  // Locals of C may not have a value yet: they tell nothing.
  const values: readonly Variable[] = frame.kind === 'python' ? frame.locals : frame.arguments;
  return (
    values.find(one => one.python?.type === '?' || (frame.kind === 'python' && one.type === '?'))?.name ??
    null
  );
}
