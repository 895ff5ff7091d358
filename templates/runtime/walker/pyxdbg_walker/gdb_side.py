"""What gdb knows: threads, C frames, variables. gdb 10 and later."""

import os
import re

import gdb

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

    def __init__(self):
        self.version = gdb.VERSION
        self.objects = None
        self._inferior = gdb.selected_inferior()
        self._stopped = gdb.selected_thread()
        # Read now: $_siginfo is the selected thread's, and the walk selects all of them.
        self._signal = _signal()

    def read(self, address, size):
        return self._inferior.read_memory(address, size).tobytes()

    def symbol(self, name):
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

    def module(self, path):
        for file in gdb.objfiles():
            if file.filename and os.path.realpath(file.filename) == os.path.realpath(path):
                return {"path": path, "hasDebugInfo": file.has_symbols() if hasattr(file, "has_symbols") else True, "buildId": file.build_id}
        return {"path": path, "hasDebugInfo": False, "buildId": None}


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
        found, names = [], {}
        try:
            frame = gdb.newest_frame()
            while frame is not None and len(found) < MAX_FRAMES and not limits.is_exhausted():
                is_signal = frame.type() == gdb.SIGTRAMP_FRAME
                # An inlined frame has the address of the one that it is inlined into.
                key = frame.pc(), frame.type()
                if key not in names:
                    names[key] = frame.name()
                found.append(NativeFrame(names[key], is_signal, frame, self))
                frame = frame.older()
            if frame is not None:
                self.problems.append("its oldest C frames were not reached")
        except gdb.error as error:
            self.problems.append("the C frames end early: %s" % error)
        return found

    def stack_pointer_of(self, frame):
        return _register_of(frame, "sp")

    def describe(self, frame, limits):
        place = frame.find_sal()
        address = frame.pc()
        module = gdb.solib_name(address) or self._side.executable()
        origin = origin_of(module)
        found = {
            "kind": "c",
            "function": plain_name(frame.name()),
            "file": place.symtab.fullname() if place.symtab else None,
            "line": place.line if place.symtab else None,
            "module": module,
            "offset": None,
            "address": hex(address),
            "origin": origin,
            "isInlined": frame.type() == gdb.INLINE_FRAME,
            "isSignal": frame.type() == gdb.SIGTRAMP_FRAME,
            "arguments": [],
            "locals": [],
        }
        if (origin == "user" or found["function"] in SPEAKING) and place.symtab:
            found["arguments"], found["locals"] = variables_of(frame, self._side.objects, limits)
        return found


def _register_of(frame, name):
    try:
        return int(frame.read_register(name)) & MASK
    except (gdb.error, ValueError):
        return None
