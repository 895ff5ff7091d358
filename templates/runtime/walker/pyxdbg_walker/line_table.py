"""From an instruction to its line, in the three forms that CPython has had."""


def line_of(version, table, first_line, offset):
    """The line of the instruction `offset` bytes into the code, or None where it has none."""
    if version >= (3, 11):
        return _location_table(table, first_line, offset)
    if version >= (3, 10):
        return _line_table(table, first_line, offset)
    return _lnotab(table, first_line, offset)


def _signed(byte):
    return byte - 256 if byte > 127 else byte


def _lnotab(table, line, offset):
    """3.9 and before, Objects/lnotab_notes.txt."""
    address = 0
    for at in range(0, len(table) - 1, 2):
        address += table[at]
        if address > offset:
            break
        line += _signed(table[at + 1])
    return line


def _line_table(table, line, offset):
    """3.10, PEP 626: pairs of a length and a difference; -128 is "no line"."""
    start = 0
    for at in range(0, len(table) - 1, 2):
        end, difference = start + table[at], _signed(table[at + 1])
        if difference != -128:
            line += difference
        if start <= offset < end:
            return None if difference == -128 else line
        start = end
    return line


def _location_table(table, line, offset):
    """3.11 and later, Objects/locations.md: entries start with a byte whose high bit is set."""
    address, at = 0, 0
    while at < len(table):
        head = table[at]
        kind, length = head >> 3 & 15, ((head & 7) + 1) * 2
        at += 1
        if kind in (13, 14):
            line += _signed_varint(table, at)
        elif kind in (10, 11, 12):
            line += kind - 10
        if address <= offset < address + length:
            return None if kind == 15 else line
        address += length
        while at < len(table) and not table[at] & 128:
            at += 1
    return None


def _signed_varint(table, at):
    value, shift = 0, 0
    while at < len(table):
        value |= (table[at] & 63) << shift
        if not table[at] & 64 or shift > 60:
            break
        shift += 6
        at += 1
    return -(value >> 1) if value & 1 else value >> 1
