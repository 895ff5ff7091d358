"""The document that the walker writes; src/debugging/traceback/model.ts holds its form."""

from functools import partial

from .chains import Chains
from .interpreter import find_interpreter
from .limits import Exhausted
from .memory import Memory, Unreadable
from .merge import merged
from .native_frame import NativeFrame
from .python_locks import python_lock
from .signal_frames import below_signal
from .thread_names import ThreadNames
from .waits import wait_of


def document(native, limits, folders, ask, seen_signal=None):
    """The traceback of the process that `native` (gdb's side or lldb's) looks at; `ask` is a prober."""
    memory = Memory(native.read, limits)
    problems = []
    threads = native.threads()
    python = find_interpreter(native, memory, threads, limits, folders, ask, problems)
    layout = python.layout
    native.objects = python.objects
    names = ThreadNames(memory, layout, python.objects)
    walked = []
    # The thread that stopped comes first: the others may use up the time.
    for thread in sorted(threads, key=lambda one: not one.is_stopped)[: limits.threads]:
        walk = partial(_thread, thread, python, threads, names.name_of, native, memory, limits, seen_signal)
        try:
            walked.append(walk())
        except Exhausted as error:
            if not walked:
                limits.without_values()
                walked.extend(_if_in_time(walk))
            what = "" if limits.has_values else "; variables are left out"
            problems.append("%s; %d threads are left out%s" % (error, len(threads) - len(walked), what))
            break
    return {
        "schemaVersion": 1,
        "debugger": {"name": native.name, "version": native.version},
        "process": {"id": native.process_id(), "executable": native.executable()},
        "python": layout
        and {"version": layout.text_version, "isFreeThreaded": layout.is_free_threaded, "layout": layout.source},
        "signal": _signal(seen_signal or native.signal()),
        "abortMessage": _abort_message(native, memory),
        "threads": walked,
        "threadsCut": len(threads) - len(walked),
        "modules": _modules(walked, native),
        "problems": problems,
    }


def _if_in_time(walk):
    try:
        return [walk()]
    except Exhausted:
        return []


def _modules(threads, native):
    """The user's modules: one has debug information where one of its frames has a source."""
    has_info = {}
    for thread in threads:
        for frame in thread["frames"]:
            if frame["kind"] == "c" and frame["origin"] == "user" and frame["module"]:
                has_info[frame["module"]] = has_info.get(frame["module"], False) or frame["file"] is not None
    return [{"path": path, "hasDebugInfo": known, "buildId": native.build_id(path)} for path, known in has_info.items()]


def _signal(seen):
    return seen and {
        "number": seen["number"],
        "name": seen.get("name") or "signal %d" % seen["number"],
        "code": seen.get("code"),
        "address": seen.get("address"),
        "access": seen.get("access"),
    }


def _abort_message(native, memory):
    """What glibc notes before it aborts, for assert() and its own checks: `__abort_msg`, struct abort_msg_s."""
    try:
        address = native.symbol("__abort_msg")
        message = memory.pointer(address) if address else 0
        return memory.text(message + 4, 500).strip() or None if message else None
    except (Unreadable, Exhausted):
        return None


def _thread(thread, python, threads, names_of, native, memory, limits, seen_signal):
    problems = []
    layout, states, matched, objects, frames = python.layout, python.states, python.matched, python.objects, python.frames
    state = matched.get(thread.id)
    is_stopped = thread.id == seen_signal["thread"] if seen_signal and "thread" in seen_signal else thread.is_stopped and native.signal() is not None
    found = thread.unwound = thread.unwound or thread.frames(limits)
    if is_stopped:
        found = below_signal(found, seen_signal, native.signal(), memory)
    stack_pointer = found[0].stack_pointer() if found else None
    groups, is_whole = Chains(memory, layout).groups(state.address, problems) if state and frames else ([], True)
    if is_stopped and native.is_windows and stack_pointer is not None:
        # A dump that a handler in the process has written: the handler's own calls are newer than the exception.
        groups = [group for group in groups if group.anchor is None or group.anchor >= stack_pointer]
    functions = [frame.function or "" for frame in found[:12]]
    waits = None if is_stopped else wait_of(memory, thread.system_call, thread.first_argument, _lock_range(layout, state, states), {one.id for one in threads}, functions)
    if state and objects and waits == {"for": "system-call", "name": "futex"}:
        waits = python_lock(memory, layout, objects, stack_pointer, thread.first_argument, matched) or waits
    order, is_exact = merged(found, groups)
    return {
        "id": thread.id,
        "name": thread.name,
        "pythonName": names_of(state),
        "isMain": thread.id == native.main_thread(),
        "isStopped": is_stopped,
        "gil": _gil_word(state, waits, layout),
        "waits": waits,
        "stackPointer": None if stack_pointer is None else hex(stack_pointer),
        "frames": _described(order, frames, limits),
        "isMergedExactly": is_exact and is_whole,
        "problems": problems + thread.problems,
    }


def _lock_range(layout, state, states):
    """The addresses of the lock that a thread may wait for: its futexes lie in there."""
    lock = state.lock if state else states[0].lock if states else 0
    return range(lock, lock + layout["gil.size"]) if lock and "gil.size" in layout else range(0)


def _gil_word(state, waits, layout):
    if state is None or layout.is_free_threaded or state.has_gil is None:
        return None
    if state.has_gil:
        return "holds"
    return "waits" if waits and waits["for"] == "gil" else "released"


def _described(order, frames, limits):
    """The newest and the oldest frames; those between are counted."""
    cut = len(order) - limits.newest_frames - limits.oldest_frames
    kept = order if cut <= 0 else order[: limits.newest_frames] + order[-limits.oldest_frames :]
    shown = [frame.described(limits) if isinstance(frame, NativeFrame) else frames.described(frame) for frame in kept]
    if cut > 0:
        shown.insert(limits.newest_frames, {"kind": "cut", "frames": cut})
    return shown
