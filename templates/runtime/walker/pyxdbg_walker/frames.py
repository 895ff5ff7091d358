"""What a Python frame is: its function, its line, its locals."""

from .fit import code_address
from .line_table import line_of
from .memory import Unreadable


class Frames:
    def __init__(self, memory, layout, objects, limits):
        self._limits = limits
        self._memory = memory
        self._layout = layout
        self._objects = objects
        self._codes = {}

    def described(self, frame):
        """The frame as the document has it; never raises but Exhausted."""
        try:
            code = self._code(code_address(self._memory, self._layout, frame))
            return {
                "kind": "python",
                "function": code["name"],
                "file": code["file"],
                "line": self._line(code, self._offset(frame, code)),
                "locals": self._locals(frame, code),
            }
        except Unreadable:
            return {"kind": "python", "function": "?", "file": "?", "line": None, "locals": []}

    def _line(self, code, offset):
        # A recursion asks the same again, and a table may have 4 MB.
        if offset not in code["lines"]:
            code["lines"][offset] = line_of(self._layout.version, code["table"], code["first"], offset)
        return code["lines"][offset]

    def _offset(self, frame, code):
        layout, memory = self._layout, self._memory
        if layout.version < (3, 11):
            return memory.int32(frame + layout["frame.lasti"]) * (2 if layout.version == (3, 10) else 1)
        name = "frame.instr_ptr" if layout.version >= (3, 13) else "frame.prev_instr"
        return memory.pointer(frame + layout[name]) - self._first_instruction(frame, code)

    def _first_instruction(self, frame, code):
        """Free-threaded builds of 3.14 copy a function's instructions for each thread."""
        layout, memory = self._layout, self._memory
        if layout.is_free_threaded and layout.offsets.get("code.tlbc"):
            copies = memory.pointer(code["address"] + layout["code.tlbc"])
            if copies:
                return memory.pointer(copies + 8 + 8 * memory.int32(frame + layout["frame.tlbc_index"]))
        return code["address"] + layout["code.adaptive"]

    def _code(self, address):
        if address not in self._codes:
            layout, memory, objects = self._layout, self._memory, self._objects
            if objects.type_of(address)[0] != "code":
                raise Unreadable(hex(address))
            table = memory.pointer(address + layout["code.linetable"])
            size = memory.int64(table + layout["var.size"])
            if not 0 <= size < 1 << 22:
                raise Unreadable(hex(table))
            name = layout["code.qualname" if "code.qualname" in layout else "code.name"]
            self._codes[address] = {
                "address": address,
                "name": objects.string(memory.pointer(address + name), 500)[0],
                "file": objects.string(memory.pointer(address + layout["code.filename"]), 4096)[0],
                "first": memory.int32(address + layout["code.firstlineno"]),
                "table": memory.bytes(table + layout["bytes.sval"], size),
                "lines": {},
                "locals": self._names(address),
            }
        return self._codes[address]

    def _names(self, code):
        layout, memory, objects = self._layout, self._memory, self._objects
        fields = ["code.localsplusnames"] if layout.version >= (3, 11) else ["code.varnames", "code.cellvars", "code.freevars"]
        return [objects.string(one, 500)[0] for field in fields for one in objects.items(memory.pointer(code + layout[field]))]

    def _locals(self, frame, code):
        found = []
        if not code["locals"] or not self._limits.has_values:
            return found
        values = self._memory.pointers(frame + self._layout["frame.localsplus"], len(code["locals"]))
        for name, value in zip(code["locals"], values):
            if self._layout.version >= (3, 14):
                value &= ~3
            if value:
                found.append(self._objects.described(name, value))
        return found
