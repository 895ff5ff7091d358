"""How much the walker looks at: a hostile or damaged process must not keep it for ever."""

import time
from contextlib import contextmanager

DEFAULTS = {
    # Seconds for the whole report, then what is still missing is left out and said.
    "seconds": 8,
    # Bytes read of the process in all.
    "bytes": 64 << 20,
    "threads": 500,
    # Frames of a thread: the newest and the oldest of each language.
    "newestFrames": 200,
    "oldestFrames": 50,
    # Characters of one value, items of a container, levels of containers within each other.
    "characters": 200,
    "items": 16,
    "depth": 3,
}


GRACE_SECONDS = 1.5
GRACE_BYTES = 4 << 20


class Exhausted(Exception):
    """A limit of the whole report was reached."""


class Limits:
    def __init__(self, given=None):
        values = dict(DEFAULTS)
        for name, value in (given or {}).items():
            if name in values and isinstance(value, (int, float)) and value > 0:
                values[name] = value
        self.threads = int(values["threads"])
        self.newest_frames = int(values["newestFrames"])
        self.oldest_frames = int(values["oldestFrames"])
        self.characters = int(values["characters"])
        self.items = int(values["items"])
        self.depth = int(values["depth"])
        self._bytes = values["bytes"]
        self._end = time.time() + values["seconds"]
        # False: variables are left out, so that there are frames at least.
        self.has_values = True
        # Unwinding stops here, so that what it has found can still be described.
        self._unwinding_end = time.time() + values["seconds"] / 2

    def spend(self, size):
        """Raises Exhausted where a report has read too much, or takes too long."""
        self._bytes -= size
        if self._bytes < 0:
            raise Exhausted("the limit of memory read was reached")
        if time.time() > self._end:
            raise Exhausted("the limit of time was reached")

    def without_values(self):
        """Makes room for the frames of one thread, where nothing was described before a limit was reached."""
        self.has_values = False
        self._end = max(self._end, time.time() + GRACE_SECONDS)
        self._bytes = max(self._bytes, GRACE_BYTES)

    @contextmanager
    def paused(self):
        """What happens meanwhile costs the walk no time."""
        start = time.time()
        try:
            yield
        finally:
            self._end += time.time() - start
            self._unwinding_end += time.time() - start

    def may_unwind(self):
        return self._bytes >= 0 and time.time() < self._unwinding_end
