"""Items of a dict, in their order, without running its code: Objects/dictobject.c."""

from .memory import Unreadable

# PyDictKeysObject.dk_kind from 3.11 on: entries of a hash, a key and a value; of a str key and a value; the latter
# with the values elsewhere.
GENERAL, UNICODE, SPLIT = 0, 1, 2
# Deleted entries leave holes, and a table may be nearly all holes.
MAX_SCANNED, CHUNK = 1 << 16, 128


def dictionary_items(memory, layout, address, limit):
    """(key, value) addresses of at most `limit` items; raises Unreadable."""
    keys = memory.pointer(address + layout["dict.keys"])
    values = memory.pointer(address + layout["dict.values"])
    if values:
        values += layout.offsets.get("values.first", 0)
    return table_items(memory, layout, keys, values, limit)


def table_items(memory, layout, keys, values, limit):
    """The same for a table of keys and, where they stand apart, an array of values."""
    used = memory.int64(keys + layout["keys.entries_used"])
    if not 0 <= used < 1 << 40:
        raise Unreadable(hex(keys))
    entries, words = _entries(memory, layout, keys)
    found = []
    for first in range(0, min(used, MAX_SCANNED), CHUNK):
        count = min(used, first + CHUNK) - first
        table = memory.pointers(entries + 8 * words * first, words * count)
        others = memory.pointers(values + 8 * first, count) if values else table[words - 1 :: words]
        found.extend((key, value) for key, value in zip(table[words - 2 :: words], others) if key and value)
        if len(found) >= limit:
            break
    return found[:limit]


def _entries(memory, layout, keys):
    """(address of the first entry, its size in words)"""
    if "keys.kind" in layout:
        index_bytes = memory.byte(keys + layout["keys.log2_index_bytes"])
        if index_bytes > 48:
            raise Unreadable(hex(keys))
        words = 3 if memory.byte(keys + layout["keys.kind"]) == GENERAL else 2
        return keys + layout["keys.indices"] + (1 << index_bytes), words
    size = memory.int64(keys + layout["keys.size"])
    if not 0 < size < 1 << 40:
        raise Unreadable(hex(keys))
    index = 1 if size <= 0xFF else 2 if size <= 0xFFFF else 4 if size <= 0xFFFFFFFF else 8
    return keys + layout["keys.indices"] + size * index, 3
