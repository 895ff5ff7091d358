"""Prints what `pyxdbg check-abi --python EXE` needs to know of an interpreter, as one line of JSON.

Runs on CPython 2.7 and 3.x with `-I` (`-E -s` on 2.7), imports only the standard library, writes nothing.
"""

import json
import os
import sys
import sysconfig


def extension_suffixes():
    try:
        from importlib.machinery import EXTENSION_SUFFIXES
    except ImportError:
        import imp

        return [suffix for suffix, _, kind in imp.get_suffixes() if kind == imp.C_EXTENSION]
    return EXTENSION_SUFFIXES


def binary():
    """The file to read exports from: the DLL on Windows, else the executable (which may need a libpython)."""
    if sys.platform == "win32":
        import ctypes

        buffer = ctypes.create_unicode_buffer(32768)
        handle = ctypes.c_void_p(sys.dllhandle)
        length = ctypes.windll.kernel32.GetModuleFileNameW(handle, buffer, len(buffer))
        return buffer.value if length else None
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def main():
    version = sys.version_info
    implementation = getattr(sys, "implementation", None)
    print(
        json.dumps(
            {
                "implementation": implementation.name if implementation else "cpython",
                "version": [version[0], version[1]],
                "freeThreaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
                "debug": hasattr(sys, "gettotalrefcount"),
                "wideUnicode": sys.maxunicode > 0xFFFF,
                "platform": sysconfig.get_platform().replace("-", "_").replace(".", "_"),
                "suffixes": extension_suffixes(),
                "binary": binary(),
                "libraryFolder": sysconfig.get_config_var("LIBDIR"),
            }
        )
    )


main()
