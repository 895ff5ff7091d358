"""Names of threads in Python's threading module: its dict `_active` has the Thread objects by pthread_self()."""

from .limits import Exhausted
from .memory import Unreadable


class ThreadNames:
    def __init__(self, memory, layout, objects):
        self._memory = memory
        self._layout = layout
        self._objects = objects
        # By interpreter: {pthread: name}
        self._known = {}

    def name_of(self, state):
        """The name, or None for a thread that is not one of threading's."""
        if state is None or self._layout is None or "interp.modules" not in self._layout:
            return None
        if state.interpreter not in self._known:
            try:
                self._known[state.interpreter] = self._names(state.interpreter)
            except (Unreadable, Exhausted):
                self._known[state.interpreter] = {}
        return self._known[state.interpreter].get(state.pthread)

    def _names(self, interpreter):
        objects = self._objects
        modules = self._memory.pointer(interpreter + self._layout["interp.modules"])
        threading = objects.item_named(modules, "threading")
        module = threading and objects.attributes(threading)
        active = module and module.get("_active")
        if not active:
            return {}
        names = {}
        for key, thread in objects.dictionary(active, 2000):
            name = objects.attributes(thread).get("_name")
            if name:
                names[objects.integer(key)] = objects.string(name, 100)[0]
        return names
