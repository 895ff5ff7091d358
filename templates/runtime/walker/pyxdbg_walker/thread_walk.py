"""One thread of the document: its frames, C's and Python's, and what it waits for."""

from .chains import Chains
from .merge import merged
from .native_frame import NativeFrame
from .python_locks import python_lock
from .signal_frames import below_signal
from .thread_names import ThreadNames
from .waits import wait_of


class ThreadWalk:
    """Walks the threads of a process one by one; `seen_signal` is the signal as our handler saw it, or None."""

    def __init__(self, native, memory, threads, limits, interpreter, seen_signal):
        self._threads = threads
        self._native = native
        self._memory = memory
        self._limits = limits
        self._interpreter = interpreter
        self._seen_signal = seen_signal
        self._names = ThreadNames(memory, interpreter.layout, interpreter.objects)
        self._states = interpreter.matched

    def described(self, thread):
        """The thread as the document has it."""
        problems = []
        state = self._states.get(thread.id)
        is_stopped = self._is_stopped(thread)
        found = self._native_frames(thread, is_stopped)
        stack_pointer = found[0].stack_pointer() if found else None
        groups, is_whole = self._groups(state, is_stopped, stack_pointer, problems)
        waits = None if is_stopped else self._waits(thread, state, found, stack_pointer)
        order, is_exact = merged(found, groups)
        shown = self._shown(order)
        # A debugger's frames take some 50 KB a thread.
        thread.unwound = None
        return {
            "id": thread.id,
            "name": thread.name,
            "pythonName": self._names.name_of(state),
            "isMain": thread.id == self._native.main_thread(),
            "isStopped": is_stopped,
            "gil": _gil_word(state, waits, self._interpreter.layout),
            "waits": waits,
            "stackPointer": None if stack_pointer is None else hex(stack_pointer),
            "frames": shown,
            "isMergedExactly": is_exact and is_whole,
            "problems": problems + thread.problems,
        }

    def _is_stopped(self, thread):
        if self._seen_signal and "thread" in self._seen_signal:
            return thread.id == self._seen_signal["thread"]
        return thread.is_stopped and self._native.signal() is not None

    def _native_frames(self, thread, is_stopped):
        # Kept with the thread: a second walk, without values, need not unwind it again.
        thread.unwound = thread.unwound or thread.frames(self._limits)
        if not is_stopped:
            return thread.unwound
        return below_signal(thread.unwound, self._seen_signal, self._native.signal(), self._memory)

    def _groups(self, state, is_stopped, stack_pointer, problems):
        """(Python's frames in groups, is whole)"""
        if state is None or self._interpreter.frames is None:
            return [], True
        groups, is_whole = Chains(self._memory, self._interpreter.layout).groups(state.address, problems)
        if is_stopped and self._native.is_windows and stack_pointer is not None:
            # A dump that a handler in the process has written: the handler's own calls are newer than the exception.
            groups = [group for group in groups if group.anchor is None or group.anchor >= stack_pointer]
        return groups, is_whole

    def _waits(self, thread, state, found, stack_pointer):
        functions = [frame.function or "" for frame in found[:12]]
        ids = {one.id for one in self._threads}
        waits = wait_of(self._memory, thread.system_call, thread.first_argument, self._lock_range(state), ids, functions)
        layout, objects = self._interpreter.layout, self._interpreter.objects
        if state and objects and waits == {"for": "system-call", "name": "futex"}:
            waits = python_lock(self._memory, layout, objects, stack_pointer, thread.first_argument, self._states) or waits
        return waits

    def _lock_range(self, state):
        """The addresses of the lock that a thread may wait for: its futexes lie in there."""
        layout, states = self._interpreter.layout, self._interpreter.states
        lock = state.lock if state else states[0].lock if states else 0
        return range(lock, lock + layout["gil.size"]) if lock and "gil.size" in layout else range(0)

    def _shown(self, order):
        """The newest and the oldest frames; those between are counted."""
        limits = self._limits
        cut = len(order) - limits.newest_frames - limits.oldest_frames
        kept = order if cut <= 0 else order[: limits.newest_frames] + order[-limits.oldest_frames :]
        python = self._interpreter.frames
        shown = [frame.described(limits) if isinstance(frame, NativeFrame) else python.described(frame) for frame in kept]
        if cut > 0:
            shown.insert(limits.newest_frames, {"kind": "cut", "frames": cut})
        return shown


def _gil_word(state, waits, layout):
    if state is None or layout.is_free_threaded or state.has_gil is None:
        return None
    if state.has_gil:
        return "holds"
    return "waits" if waits and waits["for"] == "gil" else "released"
