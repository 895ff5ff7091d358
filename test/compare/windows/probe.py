"""Imports crtprobe from the folder of the first argument and prints what it does as one JSON object.

With two more arguments, a DLL and a name: whether the loader finds that name in that DLL. Windows refuses to import a
module that asks for a missing name; Wine imports it and ends the process when the name is called.
"""

import ctypes
import json
import os
import sys
import tempfile

sys.path.insert(0, sys.argv[1])
result = {"python": sys.version.split()[0]}
try:
    import crtprobe
except BaseException as error:  # SystemError, ImportError and what a broken module may raise
    result["error"] = "%s: %s" % (type(error).__name__, error)
else:
    if len(sys.argv) > 3:
        result["found"] = hasattr(ctypes.PyDLL(sys.argv[2]), sys.argv[3])
    result["twice"] = crtprobe.twice(21)
    descriptor, path = tempfile.mkstemp()
    result["written"] = crtprobe.write(descriptor, b"across")
    os.close(descriptor)
    with open(path, "rb") as file:
        result["file"] = file.read().decode("ascii")
    os.unlink(path)
    os.putenv("PYXDBG_PROBE", "from-python")
    result["environment"] = crtprobe.environment("PYXDBG_PROBE")
print(json.dumps(result))
