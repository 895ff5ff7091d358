"""C's frames and Python's in one list, in their true order."""

# The eval loop, in the spellings that compilers and builds give it: clones (.cold, .constprop.0), and the functions of
# the tail-calling interpreter, one an instruction (Python/ceval_macros.h).
LOOP = ("_PyEval_EvalFrameDefault", "_TAIL_CALL_")
# Asking for the stack pointers of more frames takes seconds: of such a recursion names have to do, where there are any.
DEEP = 5000


def merged(native, groups):
    """(frames, is exact): Python's frames in the place of the C calls that run them.

    `native` are NativeFrames, `groups` Groups, both newest first. Where the interpreter notes an address in the stack
    frame of a call, that finds it; else the name of its function does.
    """
    anchors = [group.anchor for group in groups]
    calls = None if anchors and all(anchors) and len(native) <= DEEP else _calls_by_name(native)
    if groups and all(anchors) and not calls:
        return _placed(native, groups, _calls_around(native, anchors))
    calls = calls or []
    frames, is_exact = _placed(native, groups, calls + [None] * (len(groups) - len(calls)))
    return frames, is_exact and len(calls) == len(groups)


def _is_loop(frame):
    return any(name is not None and name.startswith(LOOP) for name in (frame.function, frame.symbol))


def _calls_by_name(native):
    """Ranges of indexes, each the frames of one call: those of the loop that share a stack pointer (inlined ones)."""
    found, last = [], None
    for at, frame in enumerate(native):
        if not _is_loop(frame):
            continue
        pointer = frame.stack_pointer()
        if found and pointer is not None and pointer == last and found[-1].stop == at:
            found[-1] = range(found[-1].start, at + 1)
        else:
            found.append(range(at, at + 1))
        last = pointer
    return found


def _calls_around(native, anchors):
    """The same for each address, None where no frame is around it."""
    parts = _stacks(native)
    return [next((call for part in parts for call in [_call_around(native, part, one)] if call), None) for one in anchors]


def _stacks(native):
    """Ranges of frames on one stack: a signal's handler may run on another."""
    marks = [at + 1 for at, frame in enumerate(native) if frame.is_signal]
    return [range(start, end) for start, end in zip([0] + marks, marks + [len(native)]) if start < end]


def _call_around(native, part, address):
    """A stack grows downwards: a call's variables lie between its stack pointer and its caller's."""
    low, high = part.start, part.stop
    while low < high:
        middle = (low + high) // 2
        pointer = native[middle].stack_pointer()
        if pointer is None:
            return None
        if pointer <= address:
            low = middle + 1
        else:
            high = middle
    # The frame before is the oldest below the address; one that is older still must be above it.
    if low == part.start or low == part.stop:
        return None
    first = low - 1
    while first > part.start and native[first - 1].stack_pointer() == native[low - 1].stack_pointer():
        first -= 1
    return range(first, low)


def _placed(native, groups, calls):
    """Each group in the place of the oldest frame of its call; a group without a call follows the one before it."""
    if groups and not any(calls):
        # The debugger could not unwind as far as the first call: what it has found is newer than all of Python's.
        return list(native) + [frame for group in groups for frame in group.frames], False
    frames, done = [], 0
    is_exact = None not in calls
    for group, call in zip(groups, calls):
        if call is not None and call.start >= done:
            frames.extend(native[done : call.start])
            # What the compiler has put into the loop.
            frames.extend(frame for frame in native[call.start : call.stop - 1] if not _is_loop(frame))
            done = call.stop
        elif call is not None:
            is_exact = False
        frames.extend(group.frames)
    return frames + list(native[done:]), is_exact
