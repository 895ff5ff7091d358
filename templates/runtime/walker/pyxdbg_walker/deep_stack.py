"""The rest of a deep recursion, without the debugger: it would take too long, or keep too much of each frame."""

PIECE = 1 << 16


class FrameSizes:
    """How far a function's caller is up the stack, learned by the code address from frames that the debugger has found."""

    def __init__(self):
        self._sizes = {}
        self._last = None

    def learn(self, pc, stack_pointer):
        """Takes the frames in their order; `stack_pointer()` is asked where it is needed. What was not the same twice
        (alloca) is not known."""
        last, self._last = self._last, (pc, stack_pointer)
        if last is None or self._sizes.get(last[0], (0, 0))[1] > 1:
            return
        newer, older = last[1](), stack_pointer()
        # Inlined code has the stack pointer of what it is inlined in.
        if newer is None or older is None or newer >= older:
            return
        known, times = self._sizes.get(last[0], (older - newer, 0))
        self._sizes[last[0]] = (known, times + 1) if known == older - newer else (0, 2)

    def known(self, pc):
        """Bytes, or None."""
        size, times = self._sizes.get(pc, (0, 0))
        return size if times > 1 and size > 0 else None


def frames_beyond(read, sizes, pc, stack_pointer):
    """(pc, stack pointer) of the callers of a frame, up to the first that calls in from elsewhere, that one too.

    The return address is the word below the caller's part of the stack, as x86-64 has it.
    """
    word = _window(read)
    while True:
        size = sizes.known(pc)
        if size is None:
            return
        stack_pointer += size
        pc = word(stack_pointer - 8)
        if pc is None:
            return
        yield pc, stack_pointer


def _window(read):
    """A function that gives the word at an address, None where there is none; it keeps one piece of the stack."""
    start, piece = 0, b""

    def word(address):
        nonlocal start, piece
        if not start <= address <= start + len(piece) - 8:
            try:
                start, piece = address, bytes(read(address, PIECE))
            except Exception:  # each debugger has errors of its own
                try:
                    start, piece = address, bytes(read(address, 8))
                except Exception:
                    return None
        return int.from_bytes(piece[address - start : address - start + 8], "little")

    return word


class PlainFrame:
    """A frame of which no more is known than its code address and its stack pointer."""

    __slots__ = ("pc", "stack_pointer")

    def __init__(self, pc, stack_pointer):
        self.pc = pc
        self.stack_pointer = stack_pointer
