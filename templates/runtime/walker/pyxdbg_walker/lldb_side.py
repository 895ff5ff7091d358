"""What lldb knows: threads, C frames, variables. lldb 14 and later."""

import re
from itertools import count, islice

import lldb

from .core_notes import is_cut_short, read_core_notes
from .deep_stack import FrameSizes, PlainFrame, frames_beyond
from .lldb_values import variables_of
from .memory import Unreadable
from .names import plain_name
from .native_frame import MAX_FRAMES, NativeFrame
from .origin import SPEAKING, origin_of
from .pe_functions import PeFunctions
from .signals import NAMES, code_name

MASK = (1 << 64) - 1
# Frames that are unwound by lldb, which keeps some 30 MB of them.
KEPT = 20000
# Where the kernel lets a signal handler return to: glibc's and musl's names, macOS', arm64's vDSO.
SIGNAL_FUNCTIONS = ("__restore_rt", "_sigtramp", "__kernel_rt_sigreturn")


class LldbSide:
    name = "lldb"

    def __init__(self, debugger, core=None):
        """`core` is the path of the core file, where one is looked at."""
        self.notes = read_core_notes(core) if core else {}
        self.is_live = core is None
        self.is_cut_short = core is not None and is_cut_short(core)
        self.version = lldb.SBDebugger.GetVersionString().split("\n")[0].replace("lldb version ", "")
        self.objects = None
        self.target = debugger.GetSelectedTarget()
        self._process = self.target.GetProcess()
        self.is_windows = "-windows-" in (self.target.GetTriple() or "")
        self._functions = {}
        self._stopped = self._process.GetSelectedThread()
        self._signal = _signal(self._stopped, self.notes)

    def read(self, address, size):
        error = lldb.SBError()
        data = self._process.ReadMemory(address, size, error)
        if error.Fail() or data is None:
            # Pages of files that nothing has written to are not in a core: they are taken from the file.
            # lldb 21 gives them, and the error of the core along.
            data = self.target.ReadMemory(lldb.SBAddress(address, self.target), size, lldb.SBError())
            if data is None or len(data) != size:
                raise Unreadable(hex(address))
        return data if isinstance(data, bytes) else bytes(data)

    def symbol(self, name):
        for context in self.target.FindSymbols(name):
            address = context.GetSymbol().GetStartAddress().GetLoadAddress(self.target)
            if address != lldb.LLDB_INVALID_ADDRESS:
                return address
        return None

    def named_version(self):
        for module in self.target.module_iter():
            found = re.search(r"(?:lib)?python3\.(\d+)", module.GetFileSpec().GetFilename() or "")
            found = found or re.match(r"python3(\d+)(?:_d)?\.dll$", module.GetFileSpec().GetFilename() or "", re.IGNORECASE)
            if found:
                return (3, int(found.group(1)))
        return None

    def process_id(self):
        number = self._process.GetProcessID()
        return None if number in (0, lldb.LLDB_INVALID_PROCESS_ID) else number

    def main_thread(self):
        """The system's number of the first thread: on Linux the process's own, on Windows the first of the list."""
        return self._process.GetThreadAtIndex(0).GetThreadID() if self.is_windows else self.process_id()

    def executable(self):
        return self.target.GetExecutable().fullpath

    def signal(self):
        return self._signal

    def threads(self):
        threads = [LldbThread(self, one, one == self._stopped) for one in self._process]
        _guess_thread_pointers(threads)
        return threads

    def function_of(self, frame):
        """The name of a frame's function; None for one that only another function's name is known near to."""
        name, symbol = frame.GetFunctionName(), frame.GetSymbol()
        if not self.is_windows or frame.GetFunction().IsValid() or frame.IsInlined() or not symbol.IsValid():
            return name
        module = frame.GetModule()
        path = module.GetFileSpec().fullpath
        if path not in self._functions:
            self._functions[path] = _pe_functions(module, self.target)
        base = module.GetObjectFileHeaderAddress().GetFileAddress()
        # What a call returns to may stand behind the function's end.
        within = frame.GetPCAddress().GetFileAddress() - (1 if frame.GetFrameID() else 0)
        begin = self._functions[path].begin_of(within - base)
        return name if begin is None or begin + base == symbol.GetStartAddress().GetFileAddress() else None

    def module_at(self, address):
        """The path of the file that data or code lies in, or None."""
        return self.target.ResolveLoadAddress(address).GetModule().GetFileSpec().fullpath

    def build_id(self, path):
        for module in self.target.module_iter():
            if module.GetFileSpec().fullpath == path:
                return (module.GetUUIDString() or "").replace("-", "").lower() or None
        return None


def _signal(thread, notes):
    """What stopped a thread, or None where the debugger did."""
    if thread.GetStopReason() not in (lldb.eStopReasonSignal, lldb.eStopReasonException):
        return None
    number = thread.GetStopReasonDataAtIndex(0) if thread.GetStopReasonDataCount() else 0
    if number in (0, 2, 5, 19):
        return None
    code, address = _siginfo(thread, notes)
    return {
        "number": number,
        "name": NAMES.get(number, "signal %d" % number),
        "code": code_name(number, code),
        "address": hex(address) if number in (7, 11) and address is not None and (code or 0) > 0 else None,
        "access": None,
    }


def _siginfo(thread, notes):
    """(si_code, si_addr), None where they are not known."""
    noted = notes.get(thread.GetThreadID())
    if noted and "code" in noted:
        return noted["code"], noted["address"]
    info = thread.GetSiginfo() if hasattr(thread, "GetSiginfo") else None
    if info is None or not info.IsValid() or info.GetError().Fail():
        return None, None
    address = info.GetValueForExpressionPath("._sifields._sigfault.si_addr")
    return (
        info.GetChildMemberWithName("si_code").GetValueAsSigned(),
        address.GetValueAsUnsigned() & MASK if address.IsValid() else None,
    )


def _guess_thread_pointers(threads):
    """Where fs_base is not told (lldb before 17): glibc keeps a thread's control block on top of its own stack."""
    if any(thread.thread_pointer is not None for thread in threads):
        return
    for thread in threads:
        thread.stack_pointer = thread.register("rsp") or thread.register("sp")


class LldbThread:
    def __init__(self, side, thread, is_stopped):
        self._side = side
        self._thread = thread
        self.is_stopped = is_stopped
        self.problems = []
        # Its C frames, as soon as they are known.
        self.unwound = None
        self.id = thread.GetThreadID()
        self.name = thread.GetName()
        self.stack_pointer = None
        self.thread_pointer = self.register("fs_base")
        self.system_call = self.register("orig_rax")
        self.first_argument = self.register("rdi") or self.register("x0") or 0
        noted = side.notes.get(self.id)
        if noted:
            self.thread_pointer, self.system_call, self.first_argument = noted["fs_base"], noted["orig_rax"], noted["rdi"]
        elif self.system_call is None and not side.is_windows:
            self._ask_kernel(side.process_id())

    def register(self, name):
        value = self._thread.GetFrameAtIndex(0).FindRegister(name)
        return value.GetValueAsUnsigned() & MASK if value.IsValid() and value.GetValue() is not None else None

    def _ask_kernel(self, process):
        """Of a live process the kernel tells what lldb before 17 does not: proc(5), /proc/PID/task/TID/syscall."""
        try:
            with open("/proc/%d/task/%d/syscall" % (process or 0, self.id)) as file:
                words = file.read().split()
            self.system_call, self.first_argument = int(words[0]), int(words[1], 16)
        except (OSError, ValueError, IndexError):
            # A core, or another system.
            return

    def frames(self, limits):
        """C frames, newest first; they are described where they are asked for."""
        found, names, sizes = [], {}, FrameSizes()
        # Not `for frame in thread`, which counts them before the first.
        for index in count():
            frame = self._thread.GetFrameAtIndex(index)
            if not frame.IsValid():
                break
            if len(found) >= KEPT or not (limits.may_unwind() or len(found) < limits.newest_frames):
                found.extend(self._beyond(sizes, frame))
                self.problems.append("its oldest C frames were not reached")
                break
            pc = frame.GetPC()
            sizes.learn(pc, frame.GetSP)
            key = pc, frame.IsInlined()
            if key not in names:
                function = self._side.function_of(frame)
                names[key] = function, frame.GetSymbol().GetName() if function or not self._side.is_windows else None
            function, symbol = names[key]
            found.append(NativeFrame(function, function in SIGNAL_FUNCTIONS, frame.GetFrameID(), self, symbol))
        return found

    def _beyond(self, sizes, frame):
        """The frames from this one on, as far as they are of a recursion that is known, without their variables."""
        places = frames_beyond(self._side.read, sizes, frame.GetPC(), frame.GetSP())
        here = PlainFrame(frame.GetPC(), frame.GetSP())
        all_of_them = [here] + [PlainFrame(*place) for place in islice(places, MAX_FRAMES - KEPT)]
        names = {}
        for one in all_of_them:
            if one.pc not in names:
                names[one.pc] = _names_at(self._side.target, one.pc)
        # A word that is no code address ends the chain.
        return [NativeFrame(names[one.pc][0], False, one, self, names[one.pc][1]) for one in all_of_them if names[one.pc][0]]

    def stack_pointer_of(self, place):
        return place.stack_pointer if isinstance(place, PlainFrame) else self._thread.GetFrameAtIndex(place).GetSP()

    def describe(self, place, limits):
        if isinstance(place, PlainFrame):
            context = _context_at(self._side.target, place.pc)
            address = self._side.target.ResolveLoadAddress(place.pc)
            name = _names_at(self._side.target, place.pc)[0]
            return self._described(name, context.GetLineEntry(), context.GetModule(), address, place.pc, False)
        frame = self._thread.GetFrameAtIndex(place)
        name, address = self._side.function_of(frame), frame.GetPCAddress()
        found = self._described(name, frame.GetLineEntry(), frame.GetModule(), address, frame.GetPC(), frame.IsInlined())
        if (found["origin"] == "user" or found["function"] in SPEAKING) and limits.has_values and found["line"] is not None:
            found["arguments"], found["locals"] = variables_of(frame, self._side.objects, limits)
        return found

    def _described(self, function, entry, module, address, pc, is_inlined):
        file = entry.GetFileSpec()
        has_line = entry.IsValid() and file.IsValid() and entry.GetLine() > 0
        path = module.GetFileSpec().fullpath
        return {
            "kind": "c",
            "function": plain_name(function),
            "file": file.fullpath if has_line else None,
            "line": entry.GetLine() if has_line else None,
            "module": path,
            "offset": _offset(address, module, self._side.is_windows),
            "address": hex(pc),
            "origin": origin_of(path),
            "isInlined": is_inlined,
            "isSignal": function in SIGNAL_FUNCTIONS,
            "arguments": [],
            "locals": [],
        }


def _pe_functions(module, target):
    section = module.FindSection(".pdata")
    data = section.GetSectionData() if section.IsValid() else None
    base = module.GetObjectFileHeaderAddress().GetFileAddress()

    def content(data):
        found = data.ReadRawData(lldb.SBError(), 0, data.GetByteSize())
        return found if isinstance(found, bytes) else b""

    def read(rva, size):
        found = target.ReadMemory(module.ResolveFileAddress(base + rva), size, lldb.SBError())
        return bytes(found) if found is not None and len(found) == size else None

    return PeFunctions(content(data) if data and data.GetByteSize() else b"", read)


def _context_at(target, return_address):
    """Of the call, which ends before the address that it returns to."""
    return target.ResolveSymbolContextForAddress(target.ResolveLoadAddress(return_address - 1), lldb.eSymbolContextEverything)


def _names_at(target, return_address):
    """The function's name and the symbol's; None where there is none."""
    context = _context_at(target, return_address)
    symbol = context.GetSymbol().GetName()
    return context.GetFunction().GetName() or symbol, symbol


def _offset(address, module, is_windows):
    file_address = address.GetFileAddress()
    if file_address == lldb.LLDB_INVALID_ADDRESS:
        return None
    # Windows counts from where the image begins (RVA), whatever address it would like to have.
    base = module.GetObjectFileHeaderAddress().GetFileAddress() if is_windows else 0
    return hex(file_address - base if base <= file_address else file_address)
