"""C's frames and Python's in one list, in their true order."""

# The eval loop, in the spellings that compilers and builds give it: clones (.cold, .constprop.0), and the functions of
# the tail-calling interpreter, one an instruction (Python/ceval_macros.h).
LOOP = ("_PyEval_EvalFrameDefault", "_TAIL_CALL_")


def is_eval_loop(function):
    return function is not None and function.startswith(LOOP)


def merged(native, groups):
    """(frames, is exact): each C frame of the eval loop is replaced by the group of Python frames that it runs.

    `native` are frames with a `function`, `groups` lists of anything, both newest first.
    """
    frames, rest = [], list(groups)
    is_exact = True
    for frame in native:
        if not is_eval_loop(frame.function):
            frames.append(frame)
        elif rest:
            frames.extend(rest.pop(0))
        else:
            is_exact = False
    for group in rest:
        is_exact = False
        frames.extend(group)
    return frames, is_exact
