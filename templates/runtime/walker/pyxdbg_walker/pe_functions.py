"""Which function of a Windows binary an address lies in, by the unwind table that every x86-64 one has.

A binary without its PDB has the names of its exports alone, and lldb gives the nearest one before an address: of a
module that exports PyInit_x only, every function would have that name.
"""

import bisect
import struct

# winnt.h, RUNTIME_FUNCTION: begin, end and unwind information, as RVAs.
ENTRY = struct.Struct("<III")
# UNWIND_INFO, the upper five bits of its first byte ("x64 exception handling", Microsoft).
CHAINED = 4
MAX_TABLE_BYTES = 64 << 20
MAX_CHAIN = 32


class PeFunctions:
    def __init__(self, table, read):
        """`table` is the content of .pdata; `read(rva, size)` gives bytes of the image, or None."""
        usable = len(table) - len(table) % ENTRY.size if len(table) <= MAX_TABLE_BYTES else 0
        self._entries = sorted(entry for entry in ENTRY.iter_unpack(table[:usable]) if entry[0])
        self._begins = [entry[0] for entry in self._entries]
        self._read = read

    def begin_of(self, rva):
        """Where the function begins that the code at `rva` belongs to; None where the table does not tell."""
        at = bisect.bisect_right(self._begins, rva) - 1
        if at < 0 or rva >= self._entries[at][1]:
            return None
        begin, _, unwind = self._entries[at]
        # Parts of a function that stand apart name the part that they belong to.
        for _ in range(MAX_CHAIN):
            head = self._read(unwind, 4)
            if head is None or not head[0] >> 3 & CHAINED:
                return begin
            codes = head[2] + (head[2] & 1)
            entry = self._read(unwind + 4 + 2 * codes, ENTRY.size)
            if entry is None:
                return begin
            begin, _, unwind = ENTRY.unpack(entry)
        return None
