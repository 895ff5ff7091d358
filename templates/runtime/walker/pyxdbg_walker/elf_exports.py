"""Addresses of exported symbols, by the tables that the dynamic linker itself uses.

A debugger's own look-up of a variable reads the debug information of its whole source file, a tenth of a second for
_PyRuntime's. System V ABI, chapters 4 and 5; the hash table is of the LSB's "ELF extensions", DT_GNU_HASH.
"""

import struct

EXECUTABLE_64 = b"\x7fELF\x02\x01"
PT_LOAD, PT_DYNAMIC = 1, 2
DT_STRTAB, DT_SYMTAB, DT_GNU_HASH = 5, 6, 0x6FFFFEF5
SYMBOL_SIZE = 24
# Above what any module has; a damaged table ends there.
MAX_HEADERS, MAX_DYNAMIC, MAX_CHAIN = 64, 256, 4096


def exported(read, start, name):
    """Where the module that is mapped at `start` defines a name, or None.

    `read(address, size)` gives bytes or raises any exception: a core need not have what is asked for.
    """
    try:
        return _look_up(read, start, name.encode())
    except Exception:
        return None


def _look_up(read, start, name):
    header = read(start, 64)
    if header[:6] != EXECUTABLE_64:
        return None
    (programs,) = struct.unpack_from("<Q", header, 32)
    size, count = struct.unpack_from("<HH", header, 54)
    bias = dynamic = None
    for at in range(min(count, MAX_HEADERS)):
        kind, _, _, address = struct.unpack("<IIQQ", read(start + programs + at * size, 24))
        if kind == PT_LOAD and bias is None:
            bias = start - (address & ~0xFFF)
        elif kind == PT_DYNAMIC:
            dynamic = address
    if bias is None or dynamic is None:
        return None
    tables = _tables(read, dynamic + bias, start, bias)
    symbols, strings = tables[DT_SYMTAB], tables[DT_STRTAB]
    for index in _candidates(read, tables[DT_GNU_HASH], _hash(name)):
        name_at, _, _, section, value = struct.unpack("<IBBHQ", read(symbols + index * SYMBOL_SIZE, 16))
        # Section 0: it is another module's.
        if section != 0 and read(strings + name_at, len(name) + 1) == name + b"\0":
            return value + bias
    return None


def _tables(read, address, start, bias):
    found = {}
    for at in range(MAX_DYNAMIC):
        tag, value = struct.unpack("<QQ", read(address + at * 16, 16))
        if tag == 0:
            break
        # glibc writes addresses into the table, musl leaves the file's.
        found[tag] = value if value >= start else value + bias
    return found


def _hash(name):
    value = 5381
    for byte in name:
        value = (value * 33 + byte) & 0xFFFFFFFF
    return value


def _candidates(read, table, wanted):
    """The indices of the symbols whose names have this hash."""
    buckets, first, bloom, _ = struct.unpack("<4I", read(table, 16))
    chains = table + 16 + bloom * 8 + buckets * 4
    (index,) = struct.unpack("<I", read(table + 16 + bloom * 8 + wanted % buckets * 4, 4))
    for at in range(index, index + MAX_CHAIN) if index >= first else ():
        (one,) = struct.unpack("<I", read(chains + (at - first) * 4, 4))
        if one | 1 == wanted | 1:
            yield at
        # The last one of the bucket.
        if one & 1:
            return
