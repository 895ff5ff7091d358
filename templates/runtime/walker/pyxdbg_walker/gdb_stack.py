"""A stack as gdb unwinds it, in parts: gdb keeps some 8 KB of each frame that it has met, 2 GB of a deep recursion.

Before a part begins, gdb is made to forget its frames, and an unwinder of our own tells it that the caller of the
newest frame is the one where the part before ended, with the registers that it had. What gdb says of that frame and of
those below is then what it said before, locals included.
"""

import gdb
from gdb.unwinder import Unwinder, register_unwinder

PART = 8000
# The registers by which callers are found (System V ABI for x86-64, figure 3.4: those that calls preserve).
REGISTERS = ("rip", "rsp", "rbp", "rbx", "r12", "r13", "r14", "r15")
MASK = (1 << 64) - 1
# A call may have so many others inlined into it.
MAX_INLINED = 200


class _FrameId:
    def __init__(self, sp, pc):
        self.sp, self.pc = sp, pc


class _Jump(Unwinder):
    def __init__(self):
        super().__init__("pyxdbg")
        self.enabled = False
        self.is_in_use = False
        self._newest, self._registers = 0, {}

    def to(self, newest, registers):
        self._newest, self._registers = newest, registers
        self.enabled = self.is_in_use = True

    def __call__(self, pending):
        pointer = pending.read_register("rsp")
        if int(pointer) & MASK != self._newest:
            return None
        info = pending.create_unwind_info(_FrameId(pointer, pending.read_register("rip")))
        for name, value in self._registers.items():
            info.add_saved_register(name, value)
        return info


_jump = _Jump()


class GdbStack:
    """The frames of the selected thread; `at` finds one again by its place."""

    def __init__(self, thread):
        self._thread = thread
        self._newest = _register(gdb.newest_frame(), "rsp")
        # Of each part but the first: the registers of its first frame.
        self._starts = [None]
        self._part, self._frames = 0, []

    def walk(self):
        """Each (place, frame), newest first."""
        end_stack()
        frame = gdb.newest_frame()
        while frame is not None:
            self._frames.append(frame)
            yield (self._part, len(self._frames) - 1), frame
            frame = frame.older()
            if frame is not None and len(self._frames) >= PART and frame.type() == gdb.NORMAL_FRAME:
                frame = self._next_part(frame)

    def at(self, place):
        part, index = place
        if part != self._part:
            self._enter(part)
        while len(self._frames) <= index:
            self._frames.append(self._frames[-1].older())
        return self._frames[index]

    def _next_part(self, frame):
        registers = {name: _register(frame, name) for name in REGISTERS}
        # Inlined calls come before the one that they are inlined into, and with its registers: a part must not begin
        # amid them. Other machines' stacks are not parted.
        if None in registers.values() or registers["rsp"] == _register(self._frames[-1], "rsp"):
            return frame
        self._starts.append(registers)
        self._enter(len(self._starts) - 1)
        return self._frames.pop()

    def _enter(self, part):
        self._thread.switch()
        self._part, registers = part, self._starts[part]
        end_stack()
        if registers is None:
            self._frames = [gdb.newest_frame()]
            return
        word = gdb.lookup_type("unsigned long")
        register_unwinder(None, _jump, replace=True)
        _jump.to(self._newest, {name: gdb.Value(value).cast(word) for name, value in registers.items()})
        gdb.invalidate_cached_frames()
        frame = gdb.newest_frame()
        for _ in range(MAX_INLINED):
            if _register(frame, "rsp") == registers["rsp"]:
                break
            frame = frame.older()
        self._frames = [frame]
        # gdb keeps what it was told, and would ask for each frame.
        _jump.enabled = False


def end_stack():
    """gdb shows the stack as it is again."""
    _jump.enabled = False
    if _jump.is_in_use:
        _jump.is_in_use = False
        gdb.invalidate_cached_frames()


def _register(frame, name):
    try:
        return int(frame.read_register(name)) & MASK
    except (gdb.error, ValueError):
        return None
