"""Attributes that an instance has of its own, wherever its version of CPython keeps them."""

from .dictionaries import dictionary_items, table_items

# Include/object.h: the dict, or values without one, in front of the object (3.11 on) or behind it (3.13 on).
MANAGED_DICT, INLINE_VALUES = 1 << 4, 1 << 2
HEAP_TYPE = 1 << 9
# Include/structmember.h, the types of a slot.
OBJECT, OBJECT_EX = 6, 16
MAX_SLOTS = 64


def instance_items(memory, layout, objects, address, limit):
    """[(name, value address)] of `__dict__` and `__slots__`; raises Unreadable."""
    kind = memory.pointer(address + layout["object.type"])
    flags = memory.pointer(kind + layout["type.flags"])
    found = [(objects.string(key, 200)[0], value) for key, value in _dict_items(memory, layout, address, kind, flags, limit)]
    return (found + _slots(memory, layout, address, kind))[:limit]


def _dict_items(memory, layout, address, kind, flags, limit):
    version = layout.version
    if flags & MANAGED_DICT and version >= (3, 11):
        return _managed(memory, layout, address, kind, flags, limit)
    offset = memory.int64(kind + layout["type.dictoffset"])
    if offset <= 0 or offset > 1 << 20:
        return []
    found = memory.pointer(address + offset)
    return dictionary_items(memory, layout, found, limit) if found else []


def _managed(memory, layout, address, kind, flags, limit):
    """Python 3.11 has two words in front of an object, 3.12 one that is tagged, 3.13 the values behind the object."""
    version = layout.version
    keys = memory.pointer(kind + layout["heaptype.cached_keys"])
    if version >= (3, 13):
        slot = memory.pointer(address - (8 if layout.is_free_threaded else 24))
        if slot:
            return dictionary_items(memory, layout, slot, limit)
        if not flags & INLINE_VALUES:
            return []
        # struct _dictvalues: capacity, size, embedded, valid.
        values = address + memory.int64(kind + layout["type.basicsize"])
        return table_items(memory, layout, keys, values + layout["values.first"], limit) if memory.byte(values + 3) else []
    if version >= (3, 12):
        word = memory.pointer(address - 24)
        if word & 1:
            return table_items(memory, layout, keys, word + 1 + layout["values.first"], limit)
        return dictionary_items(memory, layout, word, limit) if word else []
    values = memory.pointer(address - 32)
    if values:
        return table_items(memory, layout, keys, values + layout["values.first"], limit)
    found = memory.pointer(address - 24)
    return dictionary_items(memory, layout, found, limit) if found else []


def _slots(memory, layout, address, kind):
    """Of the type and its bases that were made in Python: members of built-in types are no attributes of a user's."""
    found, seen = [], set()
    while kind and kind not in seen and memory.pointer(kind + layout["type.flags"]) & HEAP_TYPE:
        seen.add(kind)
        member = memory.pointer(kind + layout["type.members"])
        # struct PyMemberDef: name, type, offset, flags, doc.
        for at in range(MAX_SLOTS if member else 0):
            name, what, offset = memory.pointers(member + 40 * at, 3)
            if not name:
                break
            if what & 0xFFFFFFFF in (OBJECT, OBJECT_EX) and 0 < offset < 1 << 20:
                value = memory.pointer(address + offset)
                if value:
                    found.append((memory.text(name), value))
        kind = memory.pointer(kind + layout["type.base"])
    return found

