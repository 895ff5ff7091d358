"""Imports speed from a folder and prints how many interpreters the process then holds.

Arguments: the folder, and the soname of the libpython that the module needs.
Every interpreter has a `_PyRuntime` of its own.
"""

import ctypes
import json
import os
import sys

folder, library = sys.argv[1:]
sys.path.insert(0, folder)
import speed  # noqa: E402

mapped = set()
with open("/proc/self/maps") as maps:
    for line in maps:
        path = line.split(None, 5)[5].strip() if len(line.split(None, 5)) > 5 else ""
        if os.path.basename(path).startswith("libpython") or path == os.path.realpath(sys.executable):
            mapped.add(path)
own = ctypes.addressof(ctypes.c_char.in_dll(ctypes.pythonapi, "_PyRuntime"))
other = ctypes.addressof(ctypes.c_char.in_dll(ctypes.CDLL(library), "_PyRuntime"))
print(json.dumps({"works": speed.list_of_one(7) == [7], "mapped": sorted(mapped), "runtimes": len({own, other})}))
