"""Whose code a binary holds: the interpreter's, the system's or the user's."""

import os
import re

INTERPRETER = re.compile(r"^(?:lib)?(?:python|pypy)[\d.]*[a-z]*(?:\.so|\.dylib|\.exe|\.dll|$)")
SYSTEM = re.compile(
    r"^(?:lib(?:c|m|dl|rt|pthread|util|stdc\+\+|gcc_s|c\+\+|c\+\+abi|unwind)[-.]|ld-|ld\.so|linux-vdso|linux-gate|libsystem_|dyld)"
)

# The interpreter's own functions whose arguments say why it gives up, Python/pylifecycle.c.
SPEAKING = ("Py_FatalError", "_Py_FatalErrorFunc", "fatal_error")


def origin_of(path):
    if not path:
        return "system"
    name = os.path.basename(path)
    if INTERPRETER.match(name) or "/lib-dynload/" in path:
        return "interpreter"
    if SYSTEM.match(name) or name.startswith("[") or name.startswith("system-supplied"):
        return "system"
    return "user"
