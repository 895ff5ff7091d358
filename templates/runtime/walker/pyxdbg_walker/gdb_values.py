"""C's variables as gdb reads them, in parts, bounded."""

import gdb

PYTHON_OBJECTS = ("PyObject", "_object")
COMPOUND = (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION, gdb.TYPE_CODE_ARRAY)
# What gdb prints of DW_OP_implicit_pointer (DWARF 5, 2.6.1.1.4), which its API reads as the number 0.
SYNTHETIC = "<synthetic pointer>"


def variables_of(frame, objects, limits):
    """(arguments, locals) of the frame's function; of names that hide each other the innermost."""
    arguments, variables, seen = [], [], set()
    try:
        # gdb follows a pointer that the compiler left out in the selected frame alone (dwarf2/expr.c).
        frame.select()
        block = frame.block()
    except RuntimeError:
        return arguments, variables
    while block is not None and not block.is_static and not block.is_global:
        for symbol in block:
            if not (symbol.is_argument or symbol.is_variable) or symbol.name in seen or symbol.addr_class == gdb.SYMBOL_LOC_STATIC:
                continue
            seen.add(symbol.name)
            (arguments if symbol.is_argument else variables).append(_variable(symbol, frame, objects, limits))
            if len(seen) >= 64:
                return arguments, variables
        if block.function:
            break
        block = block.superblock
    return arguments, variables


def _variable(symbol, frame, objects, limits):
    try:
        value = symbol.value(frame)
    except gdb.error as error:
        return {"name": symbol.name, "type": str(symbol.type), "value": None, "missing": str(error)[:200]}
    return described(symbol.name, value, objects, limits, 0)


def described(name, value, objects, limits, depth):
    found = {"name": name, "type": str(value.type)[:200], "value": None}
    try:
        real = value.type.strip_typedefs()
        # A structure counts as optimized out where one byte of it is, be it one between its members.
        if value.is_optimized_out and (real.code not in COMPOUND or value.format_string(max_elements=1) == "<optimized out>"):
            found["missing"] = "optimized out"
            return found
        if real.code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION):
            _add_members(found, value, real, objects, limits, depth)
        elif real.code == gdb.TYPE_CODE_ARRAY:
            _add_elements(found, value, real, objects, limits, depth)
        elif real.code in (gdb.TYPE_CODE_PTR, gdb.TYPE_CODE_REF, gdb.TYPE_CODE_RVALUE_REF):
            _add_pointer(found, value, real, objects, limits, depth)
        else:
            found["value"] = value.format_string(max_elements=limits.items)[: limits.characters]
    except (gdb.error, ValueError, OverflowError) as error:
        found["missing"] = "unreadable: %s" % str(error)[:150]
    return found


def _add_members(found, value, real, objects, limits, depth):
    if depth >= limits.depth:
        found["value"], found["isCut"] = "{...}", True
        return
    fields = [field for field in real.fields() if hasattr(field, "bitpos") and field.name]
    parts = [described(field.name, value[field], objects, limits, depth + 1) for field in fields[: limits.items]]
    found["parts"] = parts
    if len(fields) > len(parts):
        found["isCut"] = True
    found["value"] = "{%s%s}" % (
        ", ".join("%s = %s" % (part["name"], _value_of(part)) for part in parts),
        ", ..." if len(fields) > len(parts) else "",
    )


def _value_of(part):
    return "<%s>" % part["missing"] if part["value"] is None else part["value"]


def _add_elements(found, value, real, objects, limits, depth):
    element = real.target().strip_typedefs()
    if element.code == gdb.TYPE_CODE_INT and element.sizeof == 1:
        found["value"] = value.format_string(max_elements=limits.characters)[: limits.characters]
        return
    low, high = real.range()
    count = high - low + 1
    shown = 0 if depth >= limits.depth else min(count, limits.items)
    found["parts"] = [
        described("[%d]" % at, value[at], objects, limits, depth + 1) for at in range(low, low + shown)
    ]
    if shown < count:
        found["isCut"] = True
    found["value"] = "{%s%s}" % (", ".join(_value_of(part) for part in found["parts"]), ", ..." if shown < count else "")


def _add_pointer(found, value, real, objects, limits, depth):
    address = int(value) & ((1 << 64) - 1) if real.code == gdb.TYPE_CODE_PTR else int(value.address) & ((1 << 64) - 1)
    if address == 0 and value.format_string().endswith(SYNTHETIC):
        # No pointer is left, yet the debug information knows what it would point to.
        found["missing"] = "optimized out"
        found["parts"] = [described("*", value.referenced_value(), objects, limits, depth + 1)]
        return
    found["value"] = hex(address)
    target = real.target()
    if address == 0:
        return
    if target.name in PYTHON_OBJECTS or target.strip_typedefs().name in PYTHON_OBJECTS:
        if objects is not None:
            found["python"] = {key: word for key, word in objects.shown(address).items() if key != "isCut"}
        return
    pointed = target.strip_typedefs()
    if pointed.code == gdb.TYPE_CODE_INT and pointed.sizeof == 1:
        text = value.format_string(max_elements=limits.characters)
        found["value"] = text[: limits.characters + 24]
    elif pointed.code == gdb.TYPE_CODE_FUNC:
        found["value"] = value.format_string()[: limits.characters]
    elif depth < limits.depth and pointed.code in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_UNION) and pointed.fields():
        found["parts"] = [described("*", value.referenced_value(), objects, limits, depth + 1)]
