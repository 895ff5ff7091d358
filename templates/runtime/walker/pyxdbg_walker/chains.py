"""The interpreter's own chain of a thread's Python frames, in groups: one is what one C call of the eval loop runs."""

from .memory import Unreadable

# Include/internal/pycore_frame.h: owners from this on are frames that the interpreter puts in for itself.
FIRST_OWN_FRAME = 3


class Group:
    __slots__ = ("frames", "anchor")

    def __init__(self):
        # Addresses, newest first; none where the loop has just been called.
        self.frames = []
        # An address in the stack frame of the C call, or None where none is known: a local variable of the eval loop
        # that the interpreter notes, by which the call is found whatever its name.
        self.anchor = None


class Chains:
    def __init__(self, memory, layout):
        self._memory = memory
        self._layout = layout

    def groups(self, thread_state, problems, most=None):
        """(groups, newest first, is whole); of the newest frames alone where `most` says how many."""
        layout, memory = self._layout, self._memory
        groups, group, seen, is_whole = [], Group(), set(), True
        try:
            frame = self._newest(thread_state)
            while frame and (most is None or len(seen) < most):
                if frame in seen:
                    problems.append("the chain of Python frames runs in a circle")
                    is_whole = False
                    break
                seen.add(frame)
                # From 3.12 on each call of the loop puts a frame that is its own local variable below the others.
                is_own = layout.version >= (3, 12) and memory.byte(frame + layout["frame.owner"]) >= FIRST_OWN_FRAME
                if is_own:
                    group.anchor = frame
                else:
                    group.frames.append(frame)
                if is_own or self._is_last_of_its_call(frame):
                    groups.append(group)
                    group = Group()
                frame = memory.pointer(frame + layout["frame.previous"])
        except Unreadable as error:
            problems.append("the chain of Python frames ends at %s, which cannot be read" % error)
            is_whole = False
        if group.frames:
            groups.append(group)
        if layout.version < (3, 12):
            self._anchor_by_cframes(thread_state, groups)
        # The oldest frame of its own from 3.14 on is not a local variable, but a part of the thread state.
        while groups and not groups[-1].frames:
            groups.pop()
        return groups, is_whole

    def _newest(self, thread_state):
        layout, memory = self._layout, self._memory
        if layout.version >= (3, 13):
            return memory.pointer(thread_state + layout["tstate.current_frame"])
        if layout.version >= (3, 11):
            return memory.pointer(memory.pointer(thread_state + layout["tstate.cframe"]) + layout["cframe.current_frame"])
        return memory.pointer(thread_state + layout["tstate.frame"])

    def _is_last_of_its_call(self, frame):
        """Before 3.11 each frame has a C call of its own; 3.11 marks the first frame of one."""
        layout = self._layout
        if layout.version >= (3, 12):
            return False
        return layout.version < (3, 11) or bool(self._memory.byte(frame + layout["frame.is_entry"]))

    def _anchor_by_cframes(self, thread_state, groups):
        """In 3.10 and 3.11 each call of the loop has a local `cframe`, linked to that of the call before; the oldest
        is a part of the thread state. A call that has just begun has no Python frame yet: they are equal from the end.
        """
        if "cframe.previous" not in self._layout:
            return
        found = []
        try:
            cframe = self._memory.pointer(thread_state + self._layout["tstate.cframe"])
            while cframe and len(found) <= len(groups) + 1:
                found.append(cframe)
                cframe = self._memory.pointer(cframe + self._layout["cframe.previous"])
        except Unreadable:
            return
        if cframe == 0:
            for group, cframe in zip(reversed(groups), reversed(found[:-1])):
                group.anchor = cframe
