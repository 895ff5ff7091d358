"""What gdb knows: threads, C frames, variables. gdb 10 and later."""

import os
import re
from bisect import bisect_right
from itertools import islice

import gdb

from .core_notes import is_cut_short
from .deep_stack import FrameSizes, PlainFrame, frames_beyond
from .elf_exports import exported
from .gdb_stack import GdbStack
from .gdb_values import variables_of
from .names import plain_name
from .native_frame import MAX_FRAMES, NativeFrame
from .origin import SPEAKING, origin_of
from .signals import NAMES, code_name

MASK = (1 << 64) - 1


class GdbSide:
    name = "gdb"
    # gdb reads no minidumps.
    is_windows = False

    def __init__(self, core=None):
        """`core` is the path of the core file, where one is looked at."""
        self.is_live = core is None
        self.is_cut_short = core is not None and is_cut_short(core)
        self.version = gdb.VERSION
        self.objects = None
        # Mapped files, and where each begins; asked for where they are needed.
        self._mappings = self._starts = None
        self._inferior = gdb.selected_inferior()
        self._stopped = gdb.selected_thread()
        # Read now: $_siginfo is the selected thread's, and the walk selects all of them.
        self._signal = _signal()

    def read(self, address, size):
        return self._inferior.read_memory(address, size).tobytes()

    def symbol(self, name):
        # What may export a name of the interpreter's or of the C library's: all but the user's modules.
        for path, starts in self._module_starts().items():
            # A program may map its own file as data, too: then only gdb tells which is the module.
            if len(starts) == 1 and (path == self.executable() or origin_of(path) != "user"):
                found = exported(self.read, starts[0], name)
                if found:
                    return found
        # The quoted form finds minimal symbols too, the cast makes one without debug information readable.
        for text in ("(unsigned long)&'%s'" % name, "(unsigned long)&%s" % name):
            try:
                return int(gdb.parse_and_eval(text)) & MASK
            except gdb.error:
                continue
        return None

    def named_version(self):
        for file in gdb.objfiles():
            found = re.search(r"(?:lib)?python3\.(\d+)", os.path.basename(file.filename or ""))
            if found:
                return (3, int(found.group(1)))
        return None

    def process_id(self):
        return self._inferior.pid or None

    def main_thread(self):
        """The system's number of the first thread, which is the process's own."""
        return self.process_id()

    def executable(self):
        return self._inferior.progspace.filename

    def signal(self):
        return self._signal

    def threads(self):
        return [GdbThread(self, one, one == self._stopped) for one in sorted(self._inferior.threads(), key=lambda one: one.num)]

    def build_id(self, path):
        for file in gdb.objfiles():
            if file.filename and os.path.realpath(file.filename) == os.path.realpath(path):
                return file.build_id
        return None

    def mappings(self):
        """(start, end, offset in the file, path) of each mapped file, also of one that gdb has not found."""
        if self._mappings is None:
            self._mappings = _mappings()
        return self._mappings

    def _module_starts(self):
        """Where the first byte of each file is mapped, ascending."""
        if self._starts is None:
            self._starts = {}
            for start, _, offset, path in sorted(self.mappings()):
                if offset == 0:
                    self._starts.setdefault(path, []).append(start)
        return self._starts

    def module_at(self, address):
        """The path of the file that code lies in, or None."""
        known = gdb.solib_name(address)
        return known or next((path for start, end, _, path in self.mappings() if start <= address < end), None)

    def offset_in(self, module, address):
        """How far behind the start of its module an address lies; None where the mappings are not known."""
        starts = self._module_starts()
        if module and module not in starts:
            # The loader's name, /lib/..., is often a link to the file that the kernel names, /usr/lib/...
            starts[module] = starts.get(os.path.realpath(module), [])
        # A file that is mapped as data as well begins more than once: the nearest start below is the code's.
        below = bisect_right(starts.get(module, []), address)
        return hex(address - starts[module][below - 1]) if below else None


def _signal():
    """What stopped the selected thread, or None where the debugger did."""
    try:
        number = int(gdb.parse_and_eval("$_siginfo.si_signo"))
    except gdb.error:
        return None
    # gdb stops what it attaches to by SIGSTOP, at breakpoints by SIGTRAP, and what the user interrupts by SIGINT.
    if number in (0, 2, 5, 19):
        return None
    name = NAMES.get(number, "signal %d" % number)
    return {"number": number, "name": name, "code": _code(number), "address": _fault_address(number), "access": None}


def _raw_code():
    try:
        return int(gdb.parse_and_eval("$_siginfo.si_code"))
    except gdb.error:
        return None


def _code(number):
    return code_name(number, _raw_code())


def _fault_address(number):
    # Of a signal that was sent, the same bytes hold the sender.
    if number not in (7, 11) or (_raw_code() or 0) <= 0:
        return None
    try:
        return hex(int(gdb.parse_and_eval("(unsigned long)$_siginfo._sifields._sigfault.si_addr")) & MASK)
    except gdb.error:
        return None


class GdbThread:
    def __init__(self, side, thread, is_stopped):
        self._side = side
        self._thread = thread
        self.is_stopped = is_stopped
        self.problems = []
        # Its C frames, as soon as they are known.
        self.unwound = None
        self.id = thread.ptid[1] or thread.ptid[2]
        thread.switch()
        self.name = thread.name
        self.thread_pointer = self._register("fs_base")
        self.system_call = self._register("orig_rax")
        self.first_argument = self._register("rdi") or 0

    def _register(self, name):
        return _register_of(gdb.newest_frame(), name)

    def frames(self, limits):
        """C frames, newest first; they are described where they are asked for."""
        self._thread.switch()
        found, names, sizes = [], {}, FrameSizes()
        try:
            self._stack = GdbStack(self._thread)
            for place, frame in self._stack.walk():
                if len(found) >= MAX_FRAMES or not (limits.may_unwind() or len(found) < limits.newest_frames):
                    found.extend(self._beyond(sizes, frame, MAX_FRAMES - len(found)))
                    self.problems.append("its oldest C frames were not reached")
                    break
                is_signal = frame.type() == gdb.SIGTRAMP_FRAME
                # An inlined frame has the address of the one that it is inlined into.
                key = frame.pc(), frame.type()
                if key not in names:
                    names[key] = frame.name()
                native = NativeFrame(names[key], is_signal, place, self)
                # Asked while the frame is at hand: to find it again later may take another walk.
                native.stack_pointer()
                sizes.learn(key[0], native.stack_pointer)
                found.append(native)
        except gdb.error as error:
            self.problems.append("the C frames end early: %s" % error)
        return found

    def _beyond(self, sizes, frame, most):
        """The frames from this one on, as far as they are of a recursion that is known, without their variables."""
        pc, stack_pointer = frame.pc(), _register_of(frame, "sp")
        if stack_pointer is None:
            return []
        places = [(pc, stack_pointer)] + list(islice(frames_beyond(self._side.read, sizes, pc, stack_pointer), max(most, 0)))
        names = {one: _function_at(one) for one in {place[0] for place in places}}
        # A word that is no code address ends the chain.
        return [NativeFrame(names[place[0]], False, PlainFrame(*place), self) for place in places if names[place[0]]]

    def stack_pointer_of(self, place):
        return place.stack_pointer if isinstance(place, PlainFrame) else _register_of(self._stack.at(place), "sp")

    def describe(self, place, limits):
        if isinstance(place, PlainFrame):
            # Of the call, which ends before the address that it returns to.
            return self._described(_function_at(place.pc), gdb.find_pc_line(place.pc - 1), place.pc)
        frame = self._stack.at(place)
        line = frame.find_sal()
        found = self._described(frame.name(), line, frame.pc(), frame.type())
        if (found["origin"] == "user" or found["function"] in SPEAKING) and limits.has_values and line.symtab:
            found["arguments"], found["locals"] = variables_of(frame, self._side.objects, limits)
        return found

    def _described(self, function, place, address, kind=gdb.NORMAL_FRAME):
        module = self._side.module_at(address)
        return {
            "kind": "c",
            "function": plain_name(function),
            "file": place.symtab.fullname() if place.symtab else None,
            "line": place.line if place.symtab else None,
            "module": module,
            "offset": self._side.offset_in(module, address),
            "address": hex(address),
            "origin": origin_of(module),
            "isInlined": kind == gdb.INLINE_FRAME,
            "isSignal": kind == gdb.SIGTRAMP_FRAME,
            "arguments": [],
            "locals": [],
        }


def _function_at(return_address):
    """The name of the function that calls there, or None."""
    block = gdb.block_for_pc(return_address - 1)
    while block is not None and block.function is None:
        block = block.superblock
    return None if block is None else block.function.name


def _register_of(frame, name):
    try:
        return int(frame.read_register(name)) & MASK
    except (gdb.error, ValueError):
        return None


MAPPING = re.compile(r"^\s*(0x[0-9a-f]+)\s+(0x[0-9a-f]+)\s+0x[0-9a-f]+\s+(0x[0-9a-f]+)\s+(?:[rwxps-]{4}\s+)?(/.*?)\s*$")


def _mappings():
    """Of a process as of a core."""
    try:
        text = gdb.execute("info proc mappings", to_string=True)
    except gdb.error:
        return []
    found = [MAPPING.match(line) for line in text.splitlines()]
    return [(*(int(one.group(number), 16) for number in (1, 2, 3)), one.group(4)) for one in found if one]
