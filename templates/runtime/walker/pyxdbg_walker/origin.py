"""Whose code a binary holds: the interpreter's, the system's or the user's."""

import re

INTERPRETER = re.compile(r"^(?:lib)?(?:python|pypy)[\d.]*[a-z]*(?:_d)?(?:\.so|\.dylib|\.exe|\.dll|$)")
SYSTEM = re.compile(
    r"^(?:lib(?:c|m|dl|rt|pthread|util|stdc\+\+|gcc_s|c\+\+|c\+\+abi|unwind)[-.]|ld-|ld\.so|linux-vdso|linux-gate|libsystem_|dyld)"
)
# Windows: its own folders, and the C and C++ runtimes, which a Python has beside it.
WINDOWS_SYSTEM = re.compile(
    r"^[a-z]:[\\/]windows[\\/]"
    r"|(?:^|[\\/])(?:ucrtbase|vcruntime\d+\w*|msvcp\d+\w*|msvcrt|ntdll|kernel(?:32|base)|api-ms-win-[^\\/]*)d?\.dll$",
    re.IGNORECASE,
)
# A Windows Python's own modules, and the libraries that they need.
WINDOWS_STANDARD = re.compile(r"[\\/]DLLs[\\/][^\\/]+\.(?:pyd|dll)$", re.IGNORECASE)

# The interpreter's own functions whose arguments say why it gives up, Python/pylifecycle.c.
SPEAKING = ("Py_FatalError", "_Py_FatalErrorFunc", "fatal_error")


def origin_of(path):
    if not path:
        return "system"
    if WINDOWS_SYSTEM.search(path):
        return "system"
    if WINDOWS_STANDARD.search(path):
        return "interpreter"
    name = re.split(r"[\\/]", path)[-1]
    if INTERPRETER.match(name) or "/lib-dynload/" in path:
        return "interpreter"
    if SYSTEM.match(name) or name.startswith("[") or name.startswith("system-supplied"):
        return "system"
    return "user"
