"""The interpreter of the process: its layout, its threads, and what reads its frames and objects."""

from .fit import is_proved, state_differs, types_differ
from .frames import Frames
from .layouts import UnknownPython, find_layout
from .limits import Exhausted
from .memory import Unreadable
from .objects import Objects
from .threads import match, thread_states

CUT_SHORT = "Python's frames %s: the core is cut short, and what they are found by is not in it"


class Interpreter:
    """All of it None or empty where the process has none that the walker knows."""

    def __init__(self):
        self.layout = self.objects = self.frames = None
        self.states, self.matched = [], {}
        # Sentences.
        self.problems = []


def find_interpreter(native, memory, threads, limits, folders, ask, problems):
    """The interpreter; sentences on what is missing are added to `problems`.

    `ask(request)` gives folders with tables made for it; it is asked where no table of `folders` fits.
    """
    attempt = Attempt(native, memory, threads, limits)
    try:
        found, why = attempt.by(folders)
        if why is None:
            return _taken(found, problems)
        if native.is_cut_short:
            # What is not in it comes from the files, as no process had it: it tells nothing of the tables.
            problems.append(CUT_SHORT % _doubt(found))
            return _taken(found, problems) if found else Interpreter()
        answer = {} if native.is_windows else ask(_request(native, why))
        made = answer.get("made", [])
        for one in made:
            other, problem = attempt.by([(one["tables"], "probe")])
            if problem is None:
                return _taken(other, problems)
        missing = answer.get("missing") or _headers(made)
        # What only its state speaks against may be right: a process that has crashed may have damaged that.
        problems.append("Python's frames %s: %s; %s" % (_doubt(found), why, missing))
        return _taken(found, problems) if found else Interpreter()
    except (UnknownPython, Unreadable, Exhausted) as error:
        problems.append(CUT_SHORT % _doubt(None) if native.is_cut_short else str(error))
    return Interpreter()


def _doubt(found):
    return "are not shown" if found is None else "may be wrong"


def _headers(made):
    folders = " and ".join(one["headers"] for one in made)
    return "the headers in %s are of another build" % folders if made else "there is no other"


class Attempt:
    """Tries tables on the process."""

    def __init__(self, native, memory, threads, limits):
        self._native = native
        self._memory = memory
        self._threads = threads
        self._limits = limits

    def by(self, folders):
        """(interpreter, None); where the tables do not fit (None, why), and (interpreter, why) where they may.

        Raises UnknownPython where no tables would.
        """
        native, memory, limits = self._native, self._memory, self._limits
        try:
            layout = find_layout(memory, native.symbol, native.named_version(), folders, native.is_windows)
        except UnknownPython as error:
            if error.version is None or native.is_windows:
                raise
            return None, error
        found = Interpreter()
        found.layout = layout
        found.objects = Objects(memory, layout, limits)
        found.frames = Frames(memory, layout, found.objects, limits)
        found.states = thread_states(memory, layout, limits, found.problems)
        found.matched = match(self._threads, found.states, native.process_id())
        if is_proved(memory, layout, found, self._threads):
            return found, None
        why = types_differ(memory, layout, native.symbol)
        if why is not None:
            return None, _misfit(layout, why)
        why = state_differs(memory, layout, found, self._threads)
        return found, None if why is None else _misfit(layout, why)


def _taken(found, problems):
    problems.extend(found.problems)
    return found


def _misfit(layout, why):
    is_free_threaded = layout.is_free_threaded if layout.version >= (3, 13) else None
    text = "the table of offsets for CPython %d.%d is not of this build (%s)" % (layout.version + (why,))
    return UnknownPython(text, layout.version, is_free_threaded, layout.runtime)


def _request(native, why):
    library = native.module_at(why.runtime)
    return {
        "minor": why.version[1],
        "isFreeThreaded": why.is_free_threaded,
        "executable": native.executable(),
        "library": library,
        "buildId": native.build_id(library) if library else None,
        "pid": native.process_id() if native.is_live else None,
    }
