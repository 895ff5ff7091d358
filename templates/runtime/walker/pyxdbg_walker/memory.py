"""Memory of the debugged process, read page by page, bounded."""

import struct

PAGE = 4096


class Unreadable(Exception):
    """An address that cannot be read, or a value that cannot be."""


class Memory:
    """Reads little-endian, 64-bit words: the processes that the tables describe."""

    def __init__(self, read, limits):
        """`read(address, size)` gives bytes or raises any exception."""
        self._read = read
        self._limits = limits
        self._pages = {}

    def bytes(self, address, size):
        """`size` bytes; raises Unreadable."""
        if size < 0 or address < PAGE or address >> 64:
            raise Unreadable(hex(address))
        self._limits.spend(size)
        first = address & ~(PAGE - 1)
        if address + size <= first + PAGE:
            page = self._page(first)
            if page is not None:
                return page[address - first : address - first + size]
        try:
            data = bytes(self._read(address, size)) if size else b""
        except Exception as error:
            raise Unreadable(hex(address)) from error
        if len(data) != size:
            raise Unreadable(hex(address))
        return data

    def _page(self, first):
        """A whole page, kept: the process stands still. None where the page is not all there."""
        if first not in self._pages:
            try:
                page = bytes(self._read(first, PAGE))
            except Exception:
                page = None
            self._pages[first] = page if page is not None and len(page) == PAGE else None
        return self._pages[first]

    def pointer(self, address):
        return struct.unpack("<Q", self.bytes(address, 8))[0]

    def int64(self, address):
        return struct.unpack("<q", self.bytes(address, 8))[0]

    def int32(self, address):
        return struct.unpack("<i", self.bytes(address, 4))[0]

    def uint32(self, address):
        return struct.unpack("<I", self.bytes(address, 4))[0]

    def byte(self, address):
        return self.bytes(address, 1)[0]

    def double(self, address):
        return struct.unpack("<d", self.bytes(address, 8))[0]

    def pointers(self, address, count):
        return struct.unpack("<%dQ" % count, self.bytes(address, 8 * count))

    def text(self, address, limit=200):
        """A C string, at most `limit` bytes of it."""
        found = b""
        while len(found) < limit:
            at = address + len(found)
            part = self.bytes(at, min(limit - len(found), PAGE - at % PAGE))
            end = part.find(b"\0")
            if end >= 0:
                found += part[:end]
                break
            found += part
        return found.decode("utf-8", "replace")
