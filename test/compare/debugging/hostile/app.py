"""Brings a process into hostile states and stays there: app.py STATE,... READY, where READY gets its number."""

import gc
import os
import sys
import threading

import hostile

HALF_WORD = 0x4141414141414141


def ready():
    with open(sys.argv[2] + ".partial", "w") as file:
        file.write(str(os.getpid()))
    os.rename(sys.argv[2] + ".partial", sys.argv[2])


def stay():
    """Goes on to the next state, where there is one: then the process is in all of them."""
    following = next(STATES, None)
    if following is not None:
        return globals()[following]()
    ready()
    hostile.wait()


class Plain:
    pass


class Treacherous:
    """No debugger may run the debugged program's code."""

    def __repr__(self):
        with open(sys.argv[2] + ".ran", "w"):
            raise SystemExit

    __str__ = __len__ = __hash__ = __eq__ = __getattribute__ = __repr__


def freed():
    value = Plain()
    hostile.free_under(value)
    stay()


def no_type():
    value = Plain()
    hostile.write_word(value, 8, HALF_WORD)
    stay()


def own_type():
    value = Plain()
    hostile.write_word(value, 8, hostile.address_of(value))
    stay()


def dict_without_table():
    value = {"a": 1}
    hostile.write_word(value, 32, HALF_WORD)
    stay()


def dict_table():
    value = dict.fromkeys(range(100), "x")
    hostile.spoil_dict_table(value)
    stay()


def dict_count():
    value = {"a": 1}
    hostile.write_word(value, 16, 1 << 60)
    stay()


def list_count():
    value = [1, 2, 3]
    hostile.write_word(value, 16, 1 << 60)
    stay()


def tuple_count():
    value = tuple([1, 2, 3])
    hostile.write_word(value, 16, 1 << 60)
    stay()


def text_length():
    value = "".join(["some", "text"])
    hostile.write_word(value, 16, 1 << 60)
    stay()


def number_size():
    value = int("123456789" * 3)
    hostile.write_word(value, 16, (1 << 62) - 8)
    stay()


def large_text():
    value = "x" * (1 << 30)
    stay()


def large_number():
    value = 1 << 10_000_000
    stay()


def large_bytes():
    value = bytes(1 << 30)
    stay()


def large_list():
    value = [None] * 50_000_000
    stay()


def cycles():
    value = []
    value.append(value)
    value.append({"self": value})
    stay()


def nested():
    value = []
    for _ in range(200_000):
        value = [value, value]
    stay()


def treacherous():
    value = Treacherous()
    stay()


def named():
    value = type("\x1b[31m\nred\u202e" * 50, (), {})()
    stay()


def names():
    """Frames whose names would break a line, a terminal, a JSON document."""

    def frame():
        stay()

    evil = "\x1b]0;title\x07\n\r\x00\udcff\u202e</script>" * 20
    frame.__code__ = frame.__code__.replace(co_name=evil, co_filename="/" + evil)
    threading.current_thread().name = evil
    frame()


def line_table():
    def frame():
        stay()

    code = frame.__code__
    table = "co_linetable" if hasattr(code, "co_linetable") else "co_lnotab"
    frame.__code__ = code.replace(**{table: b"\xff\x7f" * (1 << 20)})
    frame()


def long_line_table():
    """A recursion of code whose table takes long to go through."""

    def frame(left):
        return frame(left - 1) if left else stay()

    code = frame.__code__
    table = "co_linetable" if hasattr(code, "co_linetable") else "co_lnotab"
    frame.__code__ = code.replace(**{table: b"\x80" + b"\x00" * ((1 << 22) - 100)})
    frame(300)


def frames():
    ready()
    hostile.loop_frames()


def thread_states():
    ready()
    hostile.loop_thread_states()


def code():
    ready()
    hostile.spoil_code()


def much():
    ready()
    hostile.hold_much()


def recursion():
    ready()
    hostile.recur()


def nobody():
    ready()
    hostile.wait_for_nobody()


def threads():
    threading.stack_size(1 << 16)
    block = threading.Event()
    for _ in range(2000):
        threading.Thread(target=block.wait, daemon=True).start()
    ready()
    block.wait()


def deep():
    """50,000 frames of Python, on a stack that bears them where each has frames of C, too."""
    sys.setrecursionlimit(60_000)
    threading.stack_size(1 << 30)
    thread = threading.Thread(target=descend, args=(50_000,))
    thread.start()
    thread.join()


def descend(left):
    if left == 0:
        stay()
    descend(left - 1)


if __name__ == "__main__":
    # It would come upon the damage before a debugger does.
    gc.disable()
    STATES = iter(sys.argv[1].split(","))
    stay()
