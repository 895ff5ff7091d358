"""What a thread waits for, from the system call that it stands in: no debug information of libc is needed."""

import re

from .memory import Unreadable

# Linux, arch/x86/entry/syscalls/syscall_64.tbl; the calls that wait.
SYSTEM_CALLS = {
    0: "read", 1: "write", 7: "poll", 23: "select", 34: "pause", 35: "nanosleep", 42: "connect", 43: "accept",
    44: "sendto", 45: "recvfrom", 46: "sendmsg", 47: "recvmsg", 61: "wait4", 72: "fcntl", 73: "flock", 128: "rt_sigtimedwait",
    130: "rt_sigsuspend", 202: "futex", 230: "clock_nanosleep", 232: "epoll_wait", 247: "waitid", 270: "pselect6",
    271: "ppoll", 281: "epoll_pwait", 288: "accept4", 441: "epoll_pwait2", 449: "futex_waitv",
}
FUTEX = 202
# restart_syscall
RESTARTED = 219
FUTEX_FUNCTION = re.compile(r"futex|lll_lock_wait|pthread_cond_|pthread_mutex_|sem_(?:timed|clock)?wait|do_sem_wait")


def wait_of(memory, call, first_argument, lock, thread_ids, functions):
    """The document's `waits`, or None for a thread that stands in no such call.

    `lock` is the range of addresses of the interpreter's lock, `functions` the names of the newest C frames.
    """
    if call is None or call == RESTARTED:
        # The kernel goes on with a call that a stop interrupted, or the debugger does not tell: libc's function has the
        # name of the call, and the first argument is still in its register.
        newest = re.sub(r"^_*(?:GI_+|libc_)?", "", (functions or [""])[0])
        if FUTEX_FUNCTION.search(newest):
            call = FUTEX
        else:
            call = next((number for number, one in SYSTEM_CALLS.items() if one == newest), None if call is None else FUTEX)
    if call is None or call < 0 or call >> 31:
        # The kernel notes -1 for a thread that it interrupted in the program's own code.
        return None
    name = SYSTEM_CALLS.get(call, "system call %d" % call)
    if call != FUTEX:
        return {"for": "system-call", "name": name}
    if any(one.startswith(("take_gil", "PyEval_RestoreThread", "PyEval_AcquireThread")) for one in functions):
        return {"for": "gil"}
    if first_argument in lock:
        return {"for": "gil"}
    return _mutex(memory, first_argument, thread_ids, functions) or {"for": "system-call", "name": name}


def _mutex(memory, address, thread_ids, functions):
    """glibc, struct __pthread_mutex_s: __lock, __count, __owner, 4 bytes each. The futex is __lock."""
    is_named = any("pthread_mutex" in one or one.endswith("lll_lock_wait") for one in functions)
    try:
        lock, owner = memory.int32(address), memory.int32(address + 8)
    except Unreadable:
        return None
    if lock != 0 and owner in thread_ids:
        return {"for": "mutex", "address": hex(address), "owner": owner}
    return {"for": "mutex", "address": hex(address), "owner": None} if is_named else None
