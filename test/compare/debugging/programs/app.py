"""Runs one planted fault: app.py NAME [READY], where READY is a file that gets the number of the process first.

`at: NAME` marks the lines that programs.ts knows as answers.
"""

import os
import sys
import threading
import time


class Model:
    def __init__(self, name):
        self.name = name
        self.rows = [1, 2, 3]

    def run(self, program):
        label = "run of " + self.name
        program(self.rows)  # at: method
        return label


def crash(rows):
    import planted

    secret = "a local of Python"
    planted.call_back(lambda depth: walk(depth, rows))  # at: crash
    return secret


def walk(depth, rows):
    import planted

    found = (planted.read_null(row) for row in rows)  # at: generator
    return next(found)  # at: walk


def hang(rows):
    import planted

    other = threading.Thread(target=idle, name="idler", daemon=True)
    other.start()
    planted.call_back(lambda depth: planted.spin(depth))  # at: hang


def idle():
    while True:
        time.sleep(0.01)  # at: idle


def deadlock(rows):
    import planted

    other = threading.Thread(target=hold_mutex, name="holder", daemon=True)
    other.start()
    planted.gil_then_lock()  # at: deadlock


def hold_mutex():
    import planted

    planted.lock_then_gil()  # at: hold-mutex


def mutexes(rows):
    import planted

    other = threading.Thread(target=second_first, name="second", daemon=True)
    other.start()
    planted.lock_first_then_second()  # at: mutexes


def second_first():
    import planted

    planted.lock_second_then_first()  # at: second-first


class Node:
    def __init__(self, value):
        self.value = value


def decref(rows):
    import planted

    node = Node(rows)
    planted.over_decref(node)
    return read_value(node)  # at: decref


def read_value(node):
    return node.value  # at: read-value


def abort(rows):
    import planted

    planted.call_abort(len(rows))  # at: abort


def asserts(rows):
    import planted

    planted.call_assert(len(rows))  # at: asserts


def fatal(rows):
    import planted

    planted.call_fatal_error()  # at: fatal


def overflow(rows):
    import planted

    planted.overflow()  # at: overflow


def cython(rows):
    import planted_cy

    series = planted_cy.Series(len(rows))
    return series.total()  # at: cython


def exception(rows):
    import planted_cxx

    return planted_cxx.decode("header")  # at: exception


def unwound(rows):
    import planted_cxx

    return planted_cxx.decode_copy("header")  # at: unwound


if __name__ == "__main__":
    if len(sys.argv) > 2:
        with open(sys.argv[2], "w") as ready:
            ready.write(str(os.getpid()))
    Model("m1").run(globals()[sys.argv[1]])  # at: module
