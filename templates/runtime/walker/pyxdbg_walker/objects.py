"""Python objects as Python shows them, read from memory alone: no code of the process runs."""

import struct

from .memory import Unreadable

# Include/object.h, Py_TPFLAGS_..._SUBCLASS.
LONG, LIST, TUPLE, BYTES, STR, DICT = (1 << bit for bit in (24, 25, 26, 27, 28, 29))


class Objects:
    def __init__(self, memory, layout, limits):
        self._memory = memory
        self._layout = layout
        self._limits = limits
        self._types = {}

    def type_of(self, address):
        """(name, flags) of the object's type; raises Unreadable."""
        address = self._memory.pointer(address + self._layout["object.type"])
        if address not in self._types:
            flags = self._memory.pointer(address + self._layout["type.flags"])
            name = self._memory.text(self._memory.pointer(address + self._layout["type.name"]))
            self._types[address] = (name.rpartition(".")[2], flags)
        return self._types[address]

    def string(self, address, limit=None):
        """(text, was cut) of a str; raises Unreadable."""
        layout, memory = self._layout, self._memory
        length = memory.int64(address + layout["str.length"])
        if length < 0:
            raise Unreadable(hex(address))
        limit = limit or self._limits.characters
        shown = min(length, limit)
        state = memory.uint32(address + layout["str.state"])
        # interned, kind: 3, compact: 1, ascii: 1; interned has two bits, in a free-threaded 3.14 a byte.
        shift = 8 if layout.is_free_threaded and layout.version >= (3, 14) else 2
        kind, is_ascii = state >> shift & 7, state >> (shift + 4) & 1
        if kind not in (1, 2, 4):
            raise Unreadable(hex(address))
        data = address + layout["str.ascii_size" if is_ascii else "str.compact_size"]
        raw = memory.bytes(data, shown * kind)
        return raw.decode({1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}[kind], "replace"), shown < length

    def items(self, address):
        """The addresses in a tuple, at most as many as the limits allow twenty-fold; raises Unreadable."""
        count = self._memory.int64(address + self._layout["var.size"])
        if count < 0:
            raise Unreadable(hex(address))
        return self._memory.pointers(address + self._layout["tuple.item"], min(count, 4000))

    def shown(self, address, depth=0, above=()):
        """{type, value} of an object, with isCut where something was left out; never raises but Exhausted."""
        try:
            name, flags = self.type_of(address)
        except Unreadable:
            return {"type": "?", "value": "<unreadable object at %#x>" % address}
        try:
            if address in above:
                text, is_cut = "...", True
            else:
                text, is_cut = self._text(address, name, flags, depth, above + (address,))
        except (Unreadable, ValueError, OverflowError):
            text, is_cut = "<unreadable %s at %#x>" % (name, address), False
        found = {"type": name, "value": text}
        if is_cut:
            found["isCut"] = True
        return found

    def _text(self, address, name, flags, depth, above):
        memory, layout = self._memory, self._layout
        if name == "NoneType":
            return "None", False
        if flags & STR:
            text, is_cut = self.string(address)
            return repr(text) + ("..." if is_cut else ""), is_cut
        if flags & LONG:
            return self._integer(address, name), False
        if flags & BYTES:
            size = memory.int64(address + layout["var.size"])
            raw = memory.bytes(address + layout["bytes.sval"], max(0, min(size, self._limits.characters)))
            return repr(raw) + ("..." if len(raw) < size else ""), len(raw) < size
        if name == "float":
            return repr(struct.unpack("<d", memory.bytes(address + layout["float.fval"], 8))[0]), False
        if flags & (TUPLE | LIST) and depth < self._limits.depth:
            return self._sequence(address, bool(flags & TUPLE), depth, above)
        return "<%s at %#x>" % (name, address), False

    def _integer(self, address, name):
        memory, layout = self._memory, self._layout
        if layout.version >= (3, 12):
            tag = memory.pointer(address + layout["long.lv_tag"])
            count, is_negative = tag >> 3, tag & 3 == 2
        else:
            size = memory.int64(address + layout["var.size"])
            count, is_negative = abs(size), size < 0
        if count > 60:
            return "<int of %d bits>" % (count * 30)
        digits = struct.unpack("<%dI" % count, memory.bytes(address + layout["long.digit"], 4 * count)) if count else ()
        value = sum(digit << 30 * at for at, digit in enumerate(digits))
        if name == "bool":
            return str(bool(value))
        return str(-value if is_negative else value)

    def _sequence(self, address, is_tuple, depth, above):
        memory, layout = self._memory, self._layout
        count = memory.int64(address + layout["var.size"])
        first = address + layout["tuple.item"] if is_tuple else memory.pointer(address + layout["list.item"])
        shown = [
            self.shown(item, depth + 1, above)
            for item in (memory.pointers(first, min(count, self._limits.items)) if count > 0 else ())
        ]
        is_cut = len(shown) < count or any("isCut" in one for one in shown)
        inner = ", ".join(one["value"] for one in shown)
        if len(shown) < count:
            inner += ", ..."
        elif is_tuple and count == 1:
            inner += ","
        return ("(%s)" if is_tuple else "[%s]") % inner, is_cut
