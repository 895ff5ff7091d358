"""The interpreter in the process: whatever of it can be read."""

from .frames import Frames
from .layouts import UnknownPython, find_layout
from .limits import Exhausted
from .memory import Unreadable
from .objects import Objects
from .threads import thread_states


class Interpreter:
    def __init__(self, native, memory, limits, folders, problems):
        # None each from the first on that cannot be had; `problems` then gets the reason.
        self.layout = self.objects = self.frames = None
        self.states = []
        try:
            self.layout = find_layout(memory, native.symbol, native.named_version(), folders, native.is_windows)
            self.objects = Objects(memory, self.layout, limits)
            self.frames = Frames(memory, self.layout, self.objects, limits)
            self.states = thread_states(memory, self.layout, limits, problems)
        except (UnknownPython, Unreadable, Exhausted) as error:
            problems.append(str(error))
