"""Whether a layout is that of the process: a build with other options has the same version and other structures."""

from .chains import Chains
from .memory import Unreadable

# What a type says of its objects' size (tp_basicsize), and the layout's name for it.
SIZES = (
    ("PyType_Type", "size.type"),
    ("PyCode_Type", "size.code"),
    ("PyFrame_Type", "size.frame"),
    ("PyDict_Type", "size.dict"),
    ("PyUnicode_Type", "size.str"),
)
# Threads and frames that are looked at: one that is being made may not be whole.
LOOKED_AT = 8


def is_proved(memory, layout, python, threads):
    """Whether all that the interpreter's state leads to is as the layout has it: a few reads, mostly of what is read
    later anyway. False where it leads to too little, too.
    """
    if state_differs(memory, layout, python, threads) is not None:
        return False
    try:
        code = _code_of_a_frame(memory, layout, python)
        if not code:
            return False
        met = [
            (code, "size.code"),
            (memory.pointer(code + layout["code.name"]), "size.str"),
            (memory.pointer(python.states[0].interpreter + layout["interp.modules"]), "size.dict"),
        ]
        types = [(memory.pointer(address + layout["object.type"]), field) for address, field in met]
        # The type of types is its own.
        base = memory.pointer(types[0][0] + layout["object.type"])
        types += [(base, "size.type"), (memory.pointer(base + layout["object.type"]), "size.type")]
        return all(memory.int64(address + layout["type.basicsize"]) == layout[field] for address, field in types)
    except Unreadable:
        return False


def types_differ(memory, layout, symbol):
    """What the interpreter's own types, which are in its data from the start, have against a layout, as a sentence's end;
    None where they agree, or are not in a core. Slow in gdb: some milliseconds a symbol.
    """
    if "type.basicsize" not in layout:
        # Of Windows there are not all tables; what debug_offsets tell is enough for frames.
        return None if layout.is_windows else "it lacks what debug_offsets do not tell"
    for name, field in SIZES:
        if field not in layout:
            continue
        address = symbol(name)
        try:
            if not address:
                continue
            if name == "PyType_Type" and memory.pointer(address + layout["object.type"]) != address:
                return "objects have their type elsewhere"
            size = memory.int64(address + layout["type.basicsize"])
        except Unreadable:
            continue
        # A version to come may count otherwise what headers of its own have told.
        if size != layout[field] and (field == "size.type" or layout.source != "probe"):
            return "%s says %s bytes, the table %d" % (name, size if 0 <= size < 1 << 20 else "no number of", layout[field])
    return None


def state_differs(memory, layout, python, threads):
    """The same of the interpreter's state, which may be damaged, too."""
    return _threads(memory, layout, python.states, python.matched, threads) or _frames(memory, layout, python)


def _threads(memory, layout, states, matched, threads):
    """The interpreter leads to its threads, these back to it, and the system knows them."""
    try:
        for state in states[:LOOKED_AT]:
            if memory.pointer(state.address + layout["tstate.interp"]) != state.interpreter:
                return "threads do not lead back to their interpreter"
        if not states:
            # Before Py_Initialize and after Py_Finalize there are none.
            is_ready = "runtime.is_ready" in layout and memory.int32(layout.runtime + layout["runtime.is_ready"])
            return "it leads to no threads" if is_ready else None
    except Unreadable:
        return "it leads to threads that cannot be read"
    is_known = any(thread.thread_pointer is not None for thread in threads) or "tstate.native_thread_id" in layout
    return "it leads to threads that the system does not know" if is_known and threads and not matched else None


def _frames(memory, layout, python):
    """The newest frames are those of code objects, one of them at least."""
    return "frames have no code" if _code_of_a_frame(memory, layout, python) is None else None


def _code_of_a_frame(memory, layout, python):
    """The address of a code object; 0 where there are no frames, None where there are, without code."""
    chains, seen = Chains(memory, layout), 0
    for state in python.states[:LOOKED_AT]:
        for group in chains.groups(state.address, [], LOOKED_AT)[0]:
            for frame in group.frames:
                try:
                    code = code_address(memory, layout, frame)
                    if python.objects.type_of(code)[0] == "code":
                        return code
                except Unreadable:
                    pass
                seen += 1
                if seen >= LOOKED_AT:
                    return None
    return None if seen else 0


def code_address(memory, layout, frame):
    """The code object of a frame."""
    address = memory.pointer(frame + layout["frame.code"])
    # 3.14 tags references in their two low bits, Include/internal/pycore_stackref.h.
    return address & ~3 if layout.version >= (3, 14) else address
