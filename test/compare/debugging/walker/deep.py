"""A thread whose Python functions are called by C again and again, deep enough for gdb's memory: deep.py ANSWERS."""

import os
import sys
import threading
import time

DEPTH = 1800


def down(depth):
    if depth > 0:
        return max([depth - 1], key=down)
    with open(sys.argv[1] + ".part", "w") as file:
        file.write("{}")
    os.rename(sys.argv[1] + ".part", sys.argv[1])
    time.sleep(1000)


sys.setrecursionlimit(10 * DEPTH)
threading.stack_size(256 << 20)
threading.Thread(target=down, args=(DEPTH,), name="deep").start()
