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


def types_differ(memory, layout, symbol):
    """What the interpreter's own types, which are in its data from the start, have against a layout, as a sentence's end;
    None where they agree, or are not in a core.
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
        if size != layout[field] and (field == "size.type" or layout.source != "probe"):
            return "the objects of %s have %s bytes here, and %d there" % (name, size if 0 <= size < 1 << 20 else "?", layout[field])
    return None


def state_differs(memory, layout, python, threads):
    """The same of the interpreter's state, which may be damaged, too."""
    return _threads(memory, layout, python.states, python.matched, threads) or _frames(memory, layout, python.states, python.objects)


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


def _frames(memory, layout, states, objects):
    """The newest frames are those of code objects, one of them at least."""
    chains, seen = Chains(memory, layout), 0
    for state in states[:LOOKED_AT]:
        for group in chains.groups(state.address, [], LOOKED_AT)[0]:
            for frame in group.frames:
                try:
                    if objects.type_of(code_address(memory, layout, frame))[0] == "code":
                        return None
                except Unreadable:
                    pass
                seen += 1
                if seen >= LOOKED_AT:
                    return "frames have no code"
    return "frames have no code" if seen else None


def code_address(memory, layout, frame):
    """The code object of a frame."""
    address = memory.pointer(frame + layout["frame.code"])
    # 3.14 tags references in their two low bits, Include/internal/pycore_stackref.h.
    return address & ~3 if layout.version >= (3, 14) else address
