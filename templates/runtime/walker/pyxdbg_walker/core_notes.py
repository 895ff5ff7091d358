"""What an ELF core tells and debuggers do not: system call, thread pointer and siginfo of its threads, whether it is whole."""

import os
import struct

PT_NOTE = 4
NT_PRSTATUS = 1
NT_SIGINFO = 0x53494749
EM_X86_64 = 62

# struct elf_prstatus (include/linux/elfcore.h): pr_pid, and pr_reg, a struct user_regs_struct.
PID_AT, REGISTERS_AT = 32, 112
RDI, ORIG_RAX, FS_BASE = 14, 15, 21
MAX_NOTES_BYTES = 64 << 20


def read_core_notes(path):
    """{thread: {"orig_rax", "rdi", "fs_base", "signal", "code", "address"}}; empty for what is no core of x86-64."""
    found = {}
    try:
        with open(path, "rb") as file:
            for kind, start, length in _segments(file, EM_X86_64):
                if kind == PT_NOTE and length <= MAX_NOTES_BYTES:
                    file.seek(start)
                    _read(file.read(length), found)
    except (OSError, struct.error):
        pass
    return found


def is_cut_short(path):
    """Whether a core has segments past its end. What it lacks debuggers read in the files that were mapped."""
    try:
        with open(path, "rb") as file:
            end = max((start + length for _, start, length in _segments(file)), default=0)
            return end > os.fstat(file.fileno()).st_size
    except (OSError, struct.error):
        return False


def _segments(file, machine=None):
    """(type, offset, bytes in the file) of a 64-bit ELF file, of one machine alone where it is given."""
    header = file.read(64)
    if len(header) < 64 or header[:5] != b"\x7fELF\x02":
        return []
    if machine not in (None, struct.unpack_from("<H", header, 18)[0]):
        return []
    offset, size, count = struct.unpack_from("<Q", header, 32)[0], *struct.unpack_from("<HH", header, 54)
    if size < 56:
        return []
    file.seek(offset)
    table = file.read(size * count)
    return [(struct.unpack_from("<I", table, at)[0], *_range(table, at)) for at in range(0, len(table) - 55, size)]


def _range(table, at):
    return struct.unpack_from("<Q", table, at + 8)[0], struct.unpack_from("<Q", table, at + 32)[0]


def _read(data, found):
    thread, at = None, 0
    while at + 12 <= len(data):
        name_size, size, kind = struct.unpack_from("<III", data, at)
        start = at + 12 + (name_size + 3 & ~3)
        note = data[start : start + size]
        at = start + (size + 3 & ~3)
        if kind == NT_PRSTATUS and len(note) >= REGISTERS_AT + 27 * 8:
            number = struct.unpack_from("<i", note, PID_AT)[0]
            registers = struct.unpack_from("<27Q", note, REGISTERS_AT)
            thread = found.setdefault(number, {})
            thread.update(rdi=registers[RDI], orig_rax=registers[ORIG_RAX], fs_base=registers[FS_BASE])
        elif kind == NT_SIGINFO and len(note) >= 24 and thread is not None:
            number, _, code = struct.unpack_from("<iii", note, 0)
            thread.update(signal=number, code=code, address=struct.unpack_from("<Q", note, 16)[0])
