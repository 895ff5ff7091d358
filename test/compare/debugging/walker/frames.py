"""Threads in calls of many kinds; writes the stacks that the interpreter itself shows, and waits: frames.py ANSWERS."""

import json
import os
import sys
import threading
import time
import traceback

blocker = threading.Lock()
gate = threading.RLock()


def stack_of(frame):
    """[[name, file, line], ...], most recent call first."""
    found = []
    for inner, line in traceback.walk_stack(frame):
        code = inner.f_code
        found.append([getattr(code, "co_qualname", code.co_name), code.co_filename, line])
    return found


def tell(answers):
    own = threading.get_ident()
    frames = sys._current_frames()
    stacks = {thread.name: stack_of(frames[thread.ident]) for thread in threading.enumerate() if thread.ident != own}
    stacks["MainThread"] = stack_of(sys._getframe(1))
    with open(answers + ".part", "w") as file:
        json.dump(stacks, file)
    os.rename(answers + ".part", answers)


class Waiter:
    def wait(self, _):
        return [blocker.acquire() for _ in range(1)]


def from_sort():
    # C in between: sort calls back.
    sorted([2, 1], key=Waiter().wait)


def from_generator():
    def numbers():
        yield 1
        yield list(map(Waiter().wait, (1,)))

    def outer():
        yield from numbers()

    for _ in outer():
        pass


async def deepest():
    from_sort()


async def middle():
    await deepest()


def from_coroutine():
    middle().send(None)


def from_exec():
    exec(compile("def made():\n\n    from_sort()\nmade()", "<made>", "exec"), {"from_sort": from_sort})


def recursive(depth):
    if depth > 0:
        return recursive(depth - 1)
    return Waiter().wait(None)


def many_lines(
    one=1,
):
    for number in range(3):
        try:
            if number == 2:
                with gate:
                    raise ValueError(
                        one
                    )
        except ValueError:
            (lambda: recursive(30)
             )()


def ready(thread):
    """The thread stands in Waiter.wait's comprehension."""
    frame = sys._current_frames().get(thread.ident)
    return frame is not None and any(name.endswith(("wait", "wait.<locals>.<listcomp>")) and file == __file__ for name, file, _ in stack_of(frame)[:2])


def main(answers):
    blocker.acquire()
    for function in (from_sort, from_generator, from_coroutine, from_exec, many_lines):
        thread = threading.Thread(target=function, name=function.__name__, daemon=True)
        thread.start()
        while not ready(thread):
            time.sleep(0.001)
    # Its newest call is the one that waits.
    time.sleep(0.2)
    tell(answers), time.sleep(1000)


main(sys.argv[1])
