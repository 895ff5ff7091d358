"""Holds values of many kinds, writes what repr() says of them, and waits: values.py ANSWERS."""

import json
import os
import sys
import time


class Plain:
    def __init__(self):
        self.name = "m1"
        self.size = 7

    def show(self):
        return self.name


class Slotted:
    __slots__ = ("first", "second")

    def __init__(self):
        self.first = "a"
        self.second = [1]


class Late(Plain):
    """Its attributes moved into a dict of its own."""

    def __init__(self):
        super().__init__()
        self.__dict__["extra"] = None


class Words(str):
    pass


class Numbers(dict):
    pass


class Failure(ValueError):
    pass


def generate():
    yield 1


def wait(answers):
    nothing, yes, no = None, True, False
    small, negative, big, huge, zero = 7, -12345, 2**100 + 1, -(10**17), 0
    fraction, infinite, complicated = 0.1, float("-inf"), 1 + 2j
    ascii_text, latin, greek, emoji, empty = "abc'\n", "caf\xe9", "\u03b1\u03b2", "\U0001f40d x", ""
    subclassed = Words("caf\xe9 \u03b1")
    raw, array = b"\x00a'", bytearray(b"xyz")
    pair, single, nested, none_there = (1, "two"), (1,), [1, [2, [3]]], []
    mapping = {"a": 1, 2: "b", (3,): None}
    holes = dict.fromkeys("abcdef", 0)
    del holes["b"]
    nearly_empty = dict.fromkeys(range(5000), "x")
    for number in range(4999):
        del nearly_empty[number]
    few_left = set(range(5000)) - set(range(4999))
    named_only = {"x": 1, "y": 2}
    numbers = Numbers(a=1)
    one_set, frozen, empty_set = {5}, frozenset(["x"]), set()
    error, two_errors = Failure("bad thing"), KeyError("a", 1)
    exact_type, builtin = int, len
    one_range, one_slice, dots = range(1, 9, 2), slice(1, None, 2), ...
    closing = "\x1b[31m</script>\r"
    known = {name: repr(value) for name, value in locals().items() if name != "answers"}
    # What repr() does not say, or not alike in all versions.
    plain, slotted, late = Plain(), Slotted(), Late()
    generator, function, method = generate(), generate, plain.show
    captured = "held by a closure"
    huge_text, long_list = "x" * 300000, list(range(100000))
    cyclic = [1]
    cyclic.append(cyclic)

    def inner():
        return captured

    with open(answers + ".part", "w") as file:
        json.dump(known, file)
    os.rename(answers + ".part", answers)
    while True:
        time.sleep(1)


wait(sys.argv[1])
