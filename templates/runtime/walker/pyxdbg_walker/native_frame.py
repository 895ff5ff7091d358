"""A C frame that has been found, and is described where a report shows it."""

# A function of 32 bytes of stack that calls itself fills the usual 8 MiB with so many.
MAX_FRAMES = 300000

NOT_ASKED = object()


class NativeFrame:
    __slots__ = ("function", "symbol", "is_signal", "_frame", "_thread", "_stack_pointer")

    def __init__(self, function, is_signal, frame, thread, symbol=None):
        self.function = function
        # The name in the symbol table of what the code is in, also of inlined code; None where it is not told.
        self.symbol = symbol
        self.is_signal = is_signal
        # Whatever the thread finds the frame by.
        self._frame = frame
        self._thread = thread
        self._stack_pointer = NOT_ASKED

    def described(self, limits):
        """The frame as the document has it."""
        return self._thread.describe(self._frame, limits)

    def stack_pointer(self):
        """An address, or None where the debugger does not tell."""
        if self._stack_pointer is NOT_ASKED:
            self._stack_pointer = self._thread.stack_pointer_of(self._frame)
        return self._stack_pointer
