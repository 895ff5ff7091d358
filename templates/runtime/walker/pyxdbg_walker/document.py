"""The document that the walker writes; src/debugging/traceback/model.ts holds its form."""

from .interpreter import find_interpreter
from .limits import Exhausted
from .memory import Memory, Unreadable
from .thread_walk import ThreadWalk

SIGABRT = 6


def document(native, limits, folders, ask, seen_signal=None):
    """The traceback of the process that `native` (gdb's side or lldb's) looks at; `ask` is a prober."""
    memory = Memory(native.read, limits)
    problems = []
    threads = native.threads()
    interpreter = find_interpreter(native, memory, threads, limits, folders, ask, problems)
    layout = interpreter.layout
    native.objects = interpreter.objects
    walk = ThreadWalk(native, memory, threads, limits, interpreter, seen_signal)
    walked = []
    # The thread that stopped comes first: the others may use up the time.
    for thread in sorted(threads, key=lambda one: not one.is_stopped)[: limits.threads]:
        try:
            walked.append(walk.described(thread))
        except Exhausted as error:
            if not walked:
                limits.without_values()
                walked.extend(_if_in_time(walk, thread))
            what = "" if limits.has_values else "; variables are left out"
            problems.append("%s; %d threads are left out%s" % (error, len(threads) - len(walked), what))
            break
    signal = seen_signal or native.signal()
    return {
        "schemaVersion": 1,
        "debugger": {"name": native.name, "version": native.version},
        "process": {"id": native.process_id(), "executable": native.executable()},
        "python": layout
        and {"version": layout.text_version, "isFreeThreaded": layout.is_free_threaded, "layout": layout.source},
        "signal": _signal(signal),
        "abortMessage": _abort_message(native, memory) if signal and signal["number"] == SIGABRT else None,
        "threads": walked,
        "threadsCut": len(threads) - len(walked),
        "modules": _modules(walked, native),
        "problems": problems,
    }


def _if_in_time(walk, thread):
    try:
        return [walk.described(thread)]
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
