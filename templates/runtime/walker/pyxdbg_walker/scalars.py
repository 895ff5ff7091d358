"""Objects that hold no others: str, int, bytes, float."""

import struct

from .memory import Unreadable

LONG, BYTES, STR = 1 << 24, 1 << 27, 1 << 28
# Include/object.h: Py_TPFLAGS_READY, and Py_TPFLAGS_TYPE_SUBCLASS, which all metaclasses have.
READY, TYPE_SUBCLASS = 1 << 12, 1 << 31
# Python itself refuses to write longer ones without being asked (int_max_str_digits), and nobody reads them.
MAX_DIGITS = 60


class Scalars:
    def __init__(self, memory, layout, limits):
        self._memory = memory
        self._layout = layout
        self._limits = limits
        self._types = {}

    def type_of(self, address):
        """(name, flags) of the object's type; raises Unreadable, also where it is no type, as of freed memory."""
        address = self._memory.pointer(address + self._layout["object.type"])
        if address not in self._types:
            flags, own = self._flags(address), self._flags(self._memory.pointer(address + self._layout["object.type"]))
            name = self._memory.text(self._memory.pointer(address + self._layout["type.name"]))
            if not flags & READY or not own & READY or not own & TYPE_SUBCLASS or not name.isprintable():
                raise Unreadable(hex(address))
            self._types[address] = (name.rpartition(".")[2], flags)
        return self._types[address]

    def _flags(self, kind):
        return self._memory.pointer(kind + self._layout["type.flags"])

    def string(self, address, limit=None):
        """(text, was cut) of a str; raises Unreadable."""
        layout, memory = self._layout, self._memory
        length = memory.int64(address + layout["str.length"])
        if length < 0:
            raise Unreadable(hex(address))
        shown = min(length, limit or self._limits.characters)
        state = memory.uint32(address + layout["str.state"])
        # interned, kind: 3, compact: 1, ascii: 1; interned has two bits, in a free-threaded 3.14 a byte.
        shift = 8 if layout.is_free_threaded and layout.version >= (3, 14) else 2
        kind, is_ascii = state >> shift & 7, state >> (shift + 4) & 1
        if kind not in (1, 2, 4):
            raise Unreadable(hex(address))
        data = address + layout["str.ascii_size" if is_ascii else "str.compact_size"]
        if not state >> (shift + 3) & 1:
            # Made by an old API, or a subclass of str: the characters stand elsewhere.
            data = memory.pointer(address + layout["str.compact_size"])
        raw = memory.bytes(data, shown * kind)
        return raw.decode({1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}[kind], "replace"), shown < length

    def integer(self, address):
        """The value of an int; raises Unreadable for one that is too long to show."""
        count, is_negative = self._digits(address)
        if count > MAX_DIGITS:
            raise Unreadable(hex(address))
        first = address + self._layout["long.digit"]
        digits = struct.unpack("<%dI" % count, self._memory.bytes(first, 4 * count)) if count else ()
        value = sum(digit << 30 * at for at, digit in enumerate(digits))
        return -value if is_negative else value

    def items(self, address):
        """The addresses in a tuple of names; raises Unreadable."""
        count = self._memory.int64(address + self._layout["var.size"])
        if count < 0:
            raise Unreadable(hex(address))
        return self._memory.pointers(address + self._layout["tuple.item"], min(count, 4000))

    def scalar_text(self, address, name, flags):
        """(text, was cut), or None for an object that is none of these; raises Unreadable."""
        if name == "NoneType":
            return "None", False
        if name == "ellipsis":
            return "Ellipsis", False
        if flags & STR:
            text, is_cut = self.string(address)
            return repr(text) + ("..." if is_cut else ""), is_cut
        if flags & LONG:
            return self._integer_text(address, name)
        if flags & BYTES:
            return self._bytes_text(address, address + self._layout["bytes.sval"])
        if name == "bytearray":
            # Include/cpython/bytearrayobject.h: ob_size, ob_alloc, ob_bytes, ob_start.
            text, is_cut = self._bytes_text(address, self._memory.pointer(address + self._layout["var.size"] + 24))
            return "bytearray(%s)" % text, is_cut
        if name == "float":
            return repr(self._memory.double(address + self._layout["float.fval"])), False
        if name == "complex":
            at = address + self._layout["complex.cval"]
            return repr(complex(self._memory.double(at), self._memory.double(at + 8))), False
        return None

    def _digits(self, address):
        """(number of 30-bit digits, is negative)"""
        if self._layout.version >= (3, 12):
            tag = self._memory.pointer(address + self._layout["long.lv_tag"])
            return tag >> 3, tag & 3 == 2
        size = self._memory.int64(address + self._layout["var.size"])
        return abs(size), size < 0

    def _integer_text(self, address, name):
        if self._digits(address)[0] > MAX_DIGITS:
            return "<int of %d bits>" % (self._digits(address)[0] * 30), True
        value = self.integer(address)
        return (str(bool(value)) if name == "bool" else str(value)), False

    def _bytes_text(self, address, first):
        size = self._memory.int64(address + self._layout["var.size"])
        if size < 0:
            raise Unreadable(hex(address))
        raw = self._memory.bytes(first, min(size, self._limits.characters))
        return repr(raw) + ("..." if len(raw) < size else ""), len(raw) < size
