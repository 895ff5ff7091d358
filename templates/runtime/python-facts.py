"""Prints what `pyxdbg python build` compares of two interpreters, as one line of JSON that begins with `{"facts":`.

Runs with `-I`, imports little and writes nothing.
"""

import importlib.machinery
import importlib.util
import json
import os
import sys
import sysconfig

VARIABLES = (
    "SOABI",
    "EXT_SUFFIX",
    "abiflags",
    "Py_DEBUG",
    "Py_REF_DEBUG",
    "Py_TRACE_REFS",
    "Py_GIL_DISABLED",
    "Py_UNICODE_SIZE",
    "WITH_PYMALLOC",
    "WITH_DOC_STRINGS",
    "HAVE_DYNAMIC_LOADING",
    "MULTIARCH",
)


def variables():
    """Those that headers or file names depend on, and every size and alignment that configure measured."""
    known = sysconfig.get_config_vars()
    names = [name for name in VARIABLES if name in known]
    names += sorted(name for name in known if name.startswith(("SIZEOF_", "ALIGNOF_")))
    return {name: str(known[name]) for name in names}


def constants():
    return {
        "sys.maxsize": str(sys.maxsize),
        "sys.maxunicode": str(sys.maxunicode),
        "sys.byteorder": sys.byteorder,
        "sys.hash_info": "%s, %d bits" % (sys.hash_info.algorithm, sys.hash_info.width),
        "sys.int_info": "%d bits a digit" % sys.int_info.bits_per_digit,
        "sys.gettotalrefcount": "there" if hasattr(sys, "gettotalrefcount") else "not there",
        "sys.getobjects": "there" if hasattr(sys, "getobjects") else "not there",
        "magic number of .pyc": importlib.util.MAGIC_NUMBER.hex(),
    }


def sizes():
    """Built-in types: what a class of an extension that inherits from one begins with."""
    import builtins
    import types

    found = {}
    for module in (builtins, types):
        for value in vars(module).values():
            if isinstance(value, type) and not value.__flags__ & (1 << 9):
                found["%s.%s" % (value.__module__, value.__qualname__)] = [value.__basicsize__, value.__itemsize__]
    return found


def extension_modules():
    found = {}
    for folder in sys.path:
        if os.path.basename(folder) not in ("lib-dynload", "DLLs") or not os.path.isdir(folder):
            continue
        for file in sorted(os.listdir(folder)):
            for suffix in importlib.machinery.EXTENSION_SUFFIXES:
                # A tag that is not this interpreter's (Debian's debug build shares the folder) leaves a dot in the name.
                if file.endswith(suffix) and "." not in file[: -len(suffix)]:
                    found.setdefault(file[: -len(suffix)], os.path.join(folder, file))
    return found


def library():
    if sys.platform == "win32":
        flags = "t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""
        path = os.path.join(sys.base_prefix, "python%d%d%s.dll" % (sys.version_info[0], sys.version_info[1], flags))
        return path if os.path.isfile(path) else None
    if not sysconfig.get_config_var("Py_ENABLE_SHARED"):
        return None
    folder = sysconfig.get_config_var("LIBDIR") or ""
    path = os.path.join(folder, sysconfig.get_config_var("INSTSONAME") or "")
    return path if os.path.isfile(path) else None


def loaded_library():
    """The libpython of this process, where the system tells."""
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            paths = [line.rstrip("\n").split(None, 5)[-1] for line in maps]
    except OSError:
        return None
    return next((path for path in paths if os.path.basename(path).startswith("libpython")), None)


def answer():
    executable = getattr(sys, "_base_executable", None) or sys.executable or ""
    return {
        "facts": 1,
        "executable": os.path.realpath(executable),
        "implementation": sys.implementation.name,
        "version": list(sys.version_info[:3]),
        "platform": sys.platform,
        "platformTag": sysconfig.get_platform().replace("-", "_").replace(".", "_"),
        "basePrefix": sys.base_prefix,
        "debug": hasattr(sys, "gettotalrefcount"),
        "freeThreaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
        "configArgs": sysconfig.get_config_var("CONFIG_ARGS") or "",
        "library": library(),
        "loadedLibrary": loaded_library(),
        "abi": dict(variables(), **constants()),
        "sizes": sizes(),
        "builtinModules": sorted(sys.builtin_module_names),
        "extensionModules": extension_modules(),
    }


sys.stdout.write("\n" + json.dumps(answer(), separators=(",", ":")) + "\n")
