"""Whose code a binary holds: the interpreter's, the system's or the user's; by the patterns in origins.json."""

import json
import os
import re

# The interpreter's own functions whose arguments say why it gives up, Python/pylifecycle.c.
SPEAKING = ("Py_FatalError", "_Py_FatalErrorFunc", "fatal_error")

# In the order in which they count; the paths are Windows' own folders and runtimes, and a Python's own modules.
RULES = ("systemPath", "interpreterPath", "interpreterName", "systemName")


def _patterns():
    path = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "origins.json")
    with open(path) as file:
        texts = json.load(file)
    return [(rule, re.compile(texts[rule], re.IGNORECASE if rule.endswith("Path") else 0)) for rule in RULES]


_PATTERNS = _patterns()


def origin_of(path):
    if not path:
        return "system"
    name = re.split(r"[\\/]", path)[-1]
    for rule, pattern in _PATTERNS:
        if pattern.search(path if rule.endswith("Path") else name):
            return "interpreter" if rule.startswith("interpreter") else "system"
    return "user"
