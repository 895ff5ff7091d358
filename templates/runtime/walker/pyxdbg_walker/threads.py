"""The threads that the interpreter knows, and who holds its lock."""

from .memory import Unreadable


class ThreadState:
    def __init__(self, address, interpreter, system_id, pthread, lock, has_gil):
        self.address = address
        self.interpreter = interpreter
        # The address of the lock that it needs to run, 0 where there is none.
        self.lock = lock
        # The system's number, from 3.11 on, on Windows always; else None.
        self.system_id = system_id
        # pthread_self(), which is the thread's thread pointer with glibc.
        self.pthread = pthread
        # True, False, or None where it is not known or there is no lock.
        self.has_gil = has_gil


def thread_states(memory, layout, limits, problems):
    """All threads of all interpreters of the process."""
    found, seen = [], set()
    try:
        interpreter = memory.pointer(layout.runtime + layout["runtime.interpreters_head"])
        while interpreter and interpreter not in seen:
            seen.add(interpreter)
            lock = lock_of(memory, layout, interpreter)
            holder = _holder(memory, layout, lock)
            state = memory.pointer(interpreter + layout["interp.threads_head"])
            while state and state not in seen and len(found) < 10 * limits.threads:
                seen.add(state)
                found.append(
                    ThreadState(
                        state,
                        interpreter,
                        _system_id(memory, layout, state),
                        _thread_id(memory, layout, state),
                        lock,
                        None if holder is None else state == holder,
                    )
                )
                state = memory.pointer(state + layout["tstate.next"])
            interpreter = memory.pointer(interpreter + layout["interp.next"])
    except Unreadable as error:
        problems.append("the list of Python's threads ends at %s, which cannot be read" % error)
    return found


def _system_id(memory, layout, state):
    """The system's number of a state's thread; None where only pthread_self() is noted."""
    if layout.is_windows:
        # GetCurrentThreadId() in every version (Python/thread_nt.h).
        return _thread_id(memory, layout, state)
    return memory.pointer(state + layout["tstate.native_thread_id"]) if "tstate.native_thread_id" in layout else None


def _thread_id(memory, layout, state):
    """PyThread_get_thread_ident(): an `unsigned long`, which has 32 bits on Windows."""
    address = state + layout["tstate.thread_id"]
    return memory.uint32(address) if layout.is_windows else memory.pointer(address)


def lock_of(memory, layout, interpreter):
    """The address of the interpreter's global lock; 0 where there is none, or it is not known."""
    if layout.is_free_threaded or "gil.holder" not in layout:
        return 0
    if "runtime.gil" in layout:
        return layout.runtime + layout["runtime.gil"]
    return memory.pointer(interpreter + layout["interp.gil"])


def _holder(memory, layout, lock):
    """The thread state that holds the lock, 0 where none does, None where it is not known."""
    if not lock:
        return None
    try:
        return memory.pointer(lock + layout["gil.holder"]) if memory.int32(lock + layout["gil.locked"]) > 0 else 0
    except Unreadable:
        return None


def match(threads, states, process_id):
    """The state of each of the system's threads that is one of Python's, by the system's number."""
    found = _matching(threads, states, lambda thread, state: state.system_id == thread.id)
    # Before 3.11 there are no numbers, and those of a container are others than ours.
    found = found or _matching(threads, states, lambda thread, state: state.pthread == thread.thread_pointer)
    if found or any(thread.thread_pointer is not None for thread in threads):
        return found
    return _by_stack(threads, states, process_id)


def _matching(threads, states, is_same):
    return {thread.id: state for thread in threads for state in states if is_same(thread, state)}


def _by_stack(threads, states, process_id):
    """Where thread pointers are not told (lldb before 17): glibc puts a thread's control block on top of its stack, so
    that the nearest above a stack pointer is that thread's. The main thread's stands elsewhere: it gets what is left.
    """
    found, left = {}, list(states)
    others = [thread for thread in threads if thread.id != process_id and thread.stack_pointer]
    for thread in others:
        above = [state for state in states if 0 < state.pthread - thread.stack_pointer < 1 << 30]
        nearest = min(above, key=lambda state: state.pthread) if above else None
        if nearest in left:
            left.remove(nearest)
            found[thread.id] = nearest
    if len(left) == 1:
        for thread in threads:
            if thread.id == process_id:
                found[thread.id] = left[0]
    return found
