"""Python objects as Python shows them, read from memory alone: no code of the process runs."""

from .dictionaries import CHUNK, MAX_SCANNED, dictionary_items
from .instances import HEAP_TYPE, instance_items
from .memory import Unreadable
from .scalars import Scalars

# Include/object.h, Py_TPFLAGS_..._SUBCLASS.
LONG, LIST, TUPLE, BYTES, STR, DICT, EXCEPTION, TYPE = (1 << bit for bit in range(24, 32))

# Types whose objects have a name of their own, and where it is.
NAMED = {"function": "function.qualname", "generator": "generator.qualname", "coroutine": "generator.qualname"}


class Objects(Scalars):
    """What an address is, shown as its repr would be, as far as the limits let it look."""

    def shown(self, address, depth=0, above=()):
        """{type, value}, with isCut where something was left out; raises Exhausted alone."""
        try:
            name, flags = self.type_of(address)
        except Unreadable:
            return {"type": "?", "value": "<unreadable object at %#x>" % address}
        try:
            if address in above:
                # As Python itself shows what contains itself.
                text, is_cut = "[...]" if flags & LIST else "{...}" if flags & DICT else "(...)" if flags & TUPLE else "...", True
            else:
                text, is_cut = self._text(address, name, flags, depth, above + (address,))
        except (Unreadable, ValueError, OverflowError, RecursionError):
            text, is_cut = "<unreadable %s at %#x>" % (name, address), False
        found = {"type": name, "value": text}
        if is_cut:
            found["isCut"] = True
        return found

    def described(self, name, address):
        """A variable of the document: with the parts of a container or an instance."""
        found = dict(self.shown(address), name=name)
        try:
            parts = self._parts(address)
        except Unreadable:
            parts = []
        if parts:
            found["parts"] = [dict(self.shown(value, 1), name=key) for key, value in parts]
        return found

    def dictionary(self, address, limit):
        """(key, value) addresses of a dict; raises Unreadable."""
        return dictionary_items(self._memory, self._layout, address, limit)

    def attributes(self, address):
        """{name: address} of an instance or a module; raises Unreadable."""
        return dict(instance_items(self._memory, self._layout, self, address, 2000))

    def item_named(self, address, name):
        """The value of a str key of a dict, or None; raises Unreadable."""
        for key, value in self.dictionary(address, 20000):
            if self.type_of(key)[1] & STR and self.string(key, len(name) + 1)[0] == name:
                return value
        return None

    def _parts(self, address):
        _, flags = self.type_of(address)
        limit = self._limits.items
        if flags & DICT:
            return [(self.shown(key, 2)["value"], value) for key, value in self.dictionary(address, limit)]
        if flags & (TUPLE | LIST):
            return [("[%d]" % at, item) for at, item in enumerate(self._items(address, bool(flags & TUPLE))[0])]
        if flags & HEAP_TYPE and not flags & (STR | LONG | BYTES | EXCEPTION | TYPE):
            return instance_items(self._memory, self._layout, self, address, limit)
        return []

    def _text(self, address, name, flags, depth, above):
        scalar = self.scalar_text(address, name, flags)
        if scalar is not None:
            return scalar
        is_deep = depth >= self._limits.depth
        if flags & (TUPLE | LIST):
            return ("(...)" if flags & TUPLE else "[...]", True) if is_deep else self._sequence(address, bool(flags & TUPLE), depth, above)
        if flags & DICT:
            return ("{...}", True) if is_deep else self._dict(address, depth, above)
        if name in ("set", "frozenset"):
            return ("{...}", True) if is_deep else self._set(address, name, depth, above)
        if name in ("range", "slice"):
            # Both start with start, stop and step (Objects/rangeobject.c, Include/cpython/sliceobject.h).
            words = self._memory.pointers(address + self._layout["var.size"], 3)
            start, stop, step = (self.shown(word, depth + 1, above)["value"] for word in words)
            shown = (start, stop) if name == "range" and step == "1" else (start, stop, step)
            return "%s(%s)" % (name, ", ".join(shown)), False
        if name == "cell":
            content = self._memory.pointer(address + self._layout["cell.ref"])
            if not content:
                return "<empty cell>", False
            inner = self.shown(content, depth, above)
            return inner["value"], "isCut" in inner
        if flags & EXCEPTION:
            arguments = self._memory.pointer(address + self._layout["exception.args"])
            inner, is_cut = self._sequence(arguments, True, depth, above) if arguments else ("()", False)
            # One argument is shown without the comma of a tuple, as Python does.
            return name + (inner[:-2] + ")" if inner.endswith(",)") else inner), is_cut
        return self._named(address, name, flags, depth, above)

    def _named(self, address, name, flags, depth, above):
        memory, layout = self._memory, self._layout
        if flags & TYPE:
            return "<class %s>" % repr(memory.text(memory.pointer(address + layout["type.name"]))), False
        if name in NAMED and NAMED[name] in layout:
            return "<%s %s>" % (name, self.string(memory.pointer(address + layout[NAMED[name]]), 200)[0]), False
        if name == "builtin_function_or_method":
            definition = memory.pointer(address + layout["builtin.definition"])
            return "<built-in function %s>" % memory.text(memory.pointer(definition)), False
        if name == "method":
            inner = self.shown(memory.pointer(address + layout["method.function"]), depth, above)["value"]
            return "<bound method %s" % inner.replace("<function ", "", 1), False
        if name == "module":
            module = self.attributes(address).get("__name__")
            return "<module %s>" % (self.shown(module, depth, above)["value"] if module else "?"), False
        if flags & HEAP_TYPE and depth < 2:
            return self._instance(address, name, depth, above)
        return "<%s at %#x>" % (name, address), False

    def _instance(self, address, name, depth, above):
        """`<Model name='m1'>`: the attributes that it has of its own."""
        found = instance_items(self._memory, self._layout, self, address, 4)
        if not found:
            return "<%s at %#x>" % (name, address), False
        shown = ["%s=%s" % (key, self.shown(value, depth + 2, above)["value"]) for key, value in found[:3]]
        return "<%s %s%s>" % (name, " ".join(shown), " ..." if len(found) > 3 else ""), len(found) > 3

    def _items(self, address, is_tuple):
        """(addresses, how many there are)"""
        memory, layout = self._memory, self._layout
        count = memory.int64(address + layout["var.size"])
        if count <= 0:
            return (), 0
        first = address + layout["tuple.item"] if is_tuple else memory.pointer(address + layout["list.item"])
        return memory.pointers(first, min(count, self._limits.items)), count

    def _sequence(self, address, is_tuple, depth, above):
        items, count = self._items(address, is_tuple)
        shown = [self.shown(item, depth + 1, above) for item in items]
        inner = _listed([one["value"] for one in shown], count) + ("," if is_tuple and count == 1 else "")
        return ("(%s)" if is_tuple else "[%s]") % inner, len(shown) < count or any("isCut" in one for one in shown)

    def _dict(self, address, depth, above):
        used = self._memory.int64(address + self._layout["dict.used"])
        found = [
            (self.shown(key, depth + 1, above), self.shown(value, depth + 1, above))
            for key, value in self.dictionary(address, self._limits.items)
        ]
        is_cut = len(found) < used or any("isCut" in one for pair in found for one in pair)
        return "{%s}" % _listed(["%s: %s" % (key["value"], value["value"]) for key, value in found], used), is_cut

    def _set(self, address, name, depth, above):
        """A table of (key, hash) pairs; a deleted entry has the hash -1."""
        memory, layout = self._memory, self._layout
        used = memory.int64(address + layout["set.used"])
        table = memory.pointer(address + layout["set.table"])
        size = memory.int64(address + layout["set.mask"]) + 1
        keys = []
        for first in range(0, min(size, MAX_SCANNED), CHUNK):
            pairs = memory.pointers(table + 16 * first, 2 * min(CHUNK, size - first))
            keys.extend(key for key, digest in zip(pairs[::2], pairs[1::2]) if key and digest != (1 << 64) - 1)
            if len(keys) >= self._limits.items:
                break
        shown = [self.shown(key, depth + 1, above)["value"] for key in keys[: self._limits.items]]
        text = "{%s}" % _listed(shown, used) if used else "%s()" % name
        return ("frozenset(%s)" % text if name == "frozenset" and used else text), len(shown) < used


def _listed(shown, count):
    """Items with commas, of which there are `count` in all."""
    return ", ".join(shown + ["..."] if len(shown) < count else shown)
