"""Opens shared objects as the import system does, without initialising them: prints path -> the loader's refusal."""

import ctypes
import json
import os
import sys

refused = {}
for path in sys.argv[1:]:
    try:
        ctypes.CDLL(path, mode=os.RTLD_NOW if hasattr(os, "RTLD_NOW") else 2)
    except OSError as error:
        refused[path] = str(error)
print(json.dumps(refused))
