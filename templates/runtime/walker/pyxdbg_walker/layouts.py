"""Where the interpreter's structures hold what the walker reads.

A layout maps dotted names such as `frame.previous` to offsets in bytes. Python 3.13 and later tell most of them
themselves (`_PyRuntime.debug_offsets`, Include/internal/pycore_debug_offsets.h); its fields differ in each minor
version, so that there is one list a version. For older ones tables are made from the headers.
"""

import json
import os
import struct

from .memory import Unreadable

COOKIE = b"xdebugpy"

# Our names, and debug_offsets' for them.
NAMES = {
    "runtime.interpreters_head": "runtime_state.interpreters_head",
    "interp.next": "interpreter_state.next",
    "interp.threads_head": "interpreter_state.threads_head",
    "interp.gil": "interpreter_state.ceval_gil",
    "interp.modules": "interpreter_state.imports_modules",
    "tstate.next": "thread_state.next",
    "tstate.interp": "thread_state.interp",
    "tstate.thread_id": "thread_state.thread_id",
    "tstate.native_thread_id": "thread_state.native_thread_id",
    "tstate.current_frame": "thread_state.current_frame",
    "frame.previous": "interpreter_frame.previous",
    "frame.code": "interpreter_frame.executable",
    "frame.instr_ptr": "interpreter_frame.instr_ptr",
    "frame.localsplus": "interpreter_frame.localsplus",
    "frame.owner": "interpreter_frame.owner",
    "frame.tlbc_index": "interpreter_frame.tlbc_index",
    "code.adaptive": "code_object.co_code_adaptive",
    "code.linetable": "code_object.linetable",
    "code.filename": "code_object.filename",
    "code.name": "code_object.name",
    "code.qualname": "code_object.qualname",
    "code.firstlineno": "code_object.firstlineno",
    "code.argcount": "code_object.argcount",
    "code.localsplusnames": "code_object.localsplusnames",
    "code.localspluskinds": "code_object.localspluskinds",
    "code.tlbc": "code_object.co_tlbc",
    "object.type": "pyobject.ob_type",
    "type.name": "type_object.tp_name",
    "type.flags": "type_object.tp_flags",
    "tuple.item": "tuple_object.ob_item",
    "var.size": "tuple_object.ob_size",
    "list.item": "list_object.ob_item",
    "bytes.sval": "bytes_object.ob_sval",
    "float.fval": "float_object.ob_fval",
    "long.lv_tag": "long_object.lv_tag",
    "long.digit": "long_object.ob_digit",
    "str.state": "unicode_object.state",
    "str.length": "unicode_object.length",
    "str.ascii_size": "unicode_object.asciiobject_size",
    "dict.keys": "dict_object.ma_keys",
    "dict.values": "dict_object.ma_values",
    "set.used": "set_object.used",
    "set.table": "set_object.table",
    "set.mask": "set_object.mask",
}


class UnknownPython(Exception):
    """The process has no Python that the walker knows; the text says what is missing."""

    def __init__(self, text, version=None, is_free_threaded=None, runtime=None):
        """With a version (major, minor), tables made for it would do."""
        super().__init__(text)
        self.version = version
        self.is_free_threaded = is_free_threaded
        self.runtime = runtime


class Layout:
    def __init__(self, runtime, version, offsets, source, is_free_threaded=False, text_version=None, is_windows=False):
        self.runtime = runtime
        self.is_windows = is_windows
        # (major, minor)
        self.version = version
        self.offsets = offsets
        # debug-offsets, table or probe
        self.source = source
        self.is_free_threaded = is_free_threaded
        self.text_version = text_version or "%d.%d" % version

    def __getitem__(self, name):
        """Raises Unreadable for what this version does not have."""
        try:
            return self.offsets[name]
        except KeyError:
            raise Unreadable("CPython %s has no %s that is known" % (self.text_version, name)) from None

    def __contains__(self, name):
        return name in self.offsets


def find_layout(memory, symbol, named_version, folders, is_windows=False):
    """The layout of the process's interpreter; raises UnknownPython.

    `symbol(name)` gives an address or None, `named_version` what a file name such as libpython3.11.so says, or None;
    tables are looked for in `folders`, the first that has one counts.
    """
    runtime = symbol("_PyRuntime")
    if not runtime:
        raise UnknownPython("no symbol _PyRuntime: this is no process of CPython 3.8 or later, or its symbols are hidden")
    try:
        if memory.bytes(runtime, 8) == COOKIE:
            return _from_debug_offsets(memory, runtime, folders, is_windows)
    except Unreadable:
        raise UnknownPython("_PyRuntime cannot be read at %#x" % runtime) from None
    version, text = _version(memory, symbol, named_version)
    if version is None:
        raise UnknownPython("the version of this Python is not known: it has no symbol Py_Version, and no file name tells")
    table = _table(folders, _table_name(version, is_windows))
    if table is None:
        raise UnknownPython("there is no table of offsets for CPython %d.%d" % version, version, runtime=runtime)
    return Layout(runtime, version, table[0]["offsets"], table[1], text_version=text, is_windows=is_windows)


def _version(memory, symbol, named_version):
    """Py_Version is there from 3.11 on."""
    address = symbol("Py_Version")
    if not address:
        return named_version, None
    try:
        number = memory.uint32(address)
    except Unreadable:
        return named_version, None
    return (number >> 24 & 255, number >> 16 & 255), _spelled(number)


def _spelled(number):
    """PY_VERSION_HEX as `3.13.0rc2`."""
    text = "%d.%d.%d" % (number >> 24 & 255, number >> 16 & 255, number >> 8 & 255)
    level, serial = number >> 4 & 15, number & 15
    return text if level == 15 else "%s%s%d" % (text, {10: "a", 11: "b", 12: "rc"}.get(level, "?"), serial)


def _from_debug_offsets(memory, runtime, folders, is_windows):
    number = memory.pointer(runtime + 8)
    version = (number >> 24 & 255, number >> 16 & 255)
    table = _table(folders, "debug-offsets-%d.%d.json" % version)
    if table is None:
        raise UnknownPython("there is no list of debug_offsets' fields for CPython %d.%d" % version, version, runtime=runtime)
    fields, source = table
    told = dict(zip(fields, struct.unpack("<%dQ" % len(fields), memory.bytes(runtime + 8, 8 * len(fields)))))
    is_free_threaded = told.get("free_threaded") == 1
    extra = _table(folders, _table_name(version, is_windows, is_free_threaded))
    offsets = dict(extra[0]["offsets"]) if extra else {}
    offsets.update((ours, told[theirs]) for ours, theirs in NAMES.items() if theirs in told)
    # A compact string that is not ASCII has utf8_length and utf8 in front of its data, PyCompactUnicodeObject.
    if "str.ascii_size" in offsets:
        offsets["str.compact_size"] = offsets["str.ascii_size"] + 16
    # Told from the start of the interpreter state, whose own lock this is; another may be in use (subinterpreters).
    own_lock = told.get("interpreter_state.gil_runtime_state")
    for name in ("locked", "holder"):
        if own_lock is not None and "interpreter_state.gil_runtime_state_" + name in told:
            offsets["gil." + name] = told["interpreter_state.gil_runtime_state_" + name] - own_lock
    source = "debug-offsets" if source == "table" else source
    return Layout(runtime, version, offsets, source, is_free_threaded, _spelled(number), is_windows)


def _table_name(version, is_windows, is_free_threaded=False):
    """Windows' `long` has 32 bits, its locks are others: structures have other offsets."""
    return "table-%d.%d%s%s.json" % (version[0], version[1], "t" if is_free_threaded else "", "-windows" if is_windows else "")


def _table(folders, name):
    """(content, source) of a table, or None."""
    for folder, source in folders:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            with open(path) as file:
                return json.load(file), source
    return None


def table_folders(walker):
    """(folder, source) of our own tables."""
    return [(os.path.join(walker, "layouts"), "table")]
