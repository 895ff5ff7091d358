"""Which lock of Python's threading module a thread waits for, and who holds it."""

from .memory import Unreadable

# Modules/_threadmodule.c, 3.8 to 3.13: behind the head of the object struct lockobject has its semaphore, and struct
# rlockobject has semaphore, owner (pthread_self()) and count. From 3.14 on they are no semaphores any more.
LAST_VERSION = (3, 13)
TYPES = {"lock": "Lock", "RLock": "RLock"}
# The method's C frames keep the object on the stack, this near to the system call.
STACK_BYTES = 4096


def python_lock(memory, layout, objects, stack_pointer, futex, matched):
    """The document's `waits` for a thread whose futex is a lock's semaphore; None where no such lock is found.

    `matched` has the states of Python's threads by the system's number.
    """
    if layout.version > LAST_VERSION or not stack_pointer or not futex:
        return None
    head = layout["object.type"] + 8
    for address in _words(memory, stack_pointer):
        try:
            # A word of the stack may be anything: that the futex is its semaphore proves it.
            if memory.pointer(address + head) != futex:
                continue
            kind = TYPES.get(objects.type_of(address)[0])
            if kind is not None:
                owner = _owner(memory, address + head, matched) if kind == "RLock" else None
                return {"for": "python-lock", "type": kind, "owner": owner}
        except Unreadable:
            continue
    return None


def _words(memory, stack_pointer):
    start = stack_pointer & ~7
    # The stack of a young thread may end sooner: up to the end of a page in any case.
    for size in (STACK_BYTES, 4096 - start % 4096):
        try:
            words = memory.pointers(start, size // 8)
            break
        except Unreadable:
            words = ()
    return [word for word in dict.fromkeys(words) if 1 << 12 < word < 1 << 47 and not word & 7]


def _owner(memory, fields, matched):
    owner, count = memory.pointer(fields + 8), memory.pointer(fields + 16)
    if not count:
        return None
    return next((number for number, state in matched.items() if state.pthread == owner), None)
