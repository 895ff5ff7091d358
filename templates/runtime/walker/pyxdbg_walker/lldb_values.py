"""C's variables as lldb reads them, in parts, bounded."""

import lldb

PYTHON_OBJECTS = ("PyObject *", "_object *", "struct _object *")
MASK = (1 << 64) - 1


def variables_of(frame, objects, limits):
    """(arguments, locals) of the frame; of names that hide each other the innermost."""
    arguments, variables, seen = [], [], set()
    # Arguments, locals, no statics, in scope only.
    for value in frame.GetVariables(True, True, False, True):
        name = value.GetName()
        # Parameters without a name cannot be spoken of; gdb does not show them either.
        if not name or name in seen or len(seen) >= 64:
            continue
        seen.add(name)
        is_argument = value.GetValueType() == lldb.eValueTypeVariableArgument
        (arguments if is_argument else variables).append(described(name, value, objects, limits, 0))
    return arguments, variables


def described(name, value, objects, limits, depth):
    kind = value.GetType()
    found = {"name": name or "?", "type": (kind.GetName() or "?")[:200], "value": None}
    error = value.GetError()
    if error.Fail():
        text = error.GetCString() or ""
        found["missing"] = "optimized out" if "optimized out" in text or "not available" in text else "unreadable: %s" % text[:150]
        return found
    real = kind.GetCanonicalType()
    if real.IsPointerType() or real.IsReferenceType():
        _add_pointer(found, value, real, objects, limits, depth)
    elif real.GetTypeClass() in (lldb.eTypeClassStruct, lldb.eTypeClassClass, lldb.eTypeClassUnion):
        _add_parts(found, value, objects, limits, depth, True)
    elif real.IsArrayType():
        element = real.GetArrayElementType().GetCanonicalType()
        summary = value.GetSummary()
        if element.GetByteSize() == 1 and summary:
            found["value"] = summary[: limits.characters]
        else:
            _add_parts(found, value, objects, limits, depth, False)
    else:
        text = value.GetValue() or value.GetSummary()
        summary = value.GetSummary()
        found["value"] = None if text is None else ("%s %s" % (text, summary) if summary and summary != text else text)[: limits.characters]
        if text is None:
            found["missing"] = "unreadable"
    return found


def _add_parts(found, value, objects, limits, depth, is_named):
    count = value.GetNumChildren()
    if depth >= limits.depth:
        found["value"], found["isCut"] = "{...}", True
        return
    parts = []
    for at in range(min(count, limits.items)):
        child = value.GetChildAtIndex(at)
        parts.append(described(child.GetName(), child, objects, limits, depth + 1))
    found["parts"] = parts
    if len(parts) < count:
        found["isCut"] = True
    shown = ", ".join("%s = %s" % (part["name"], part["value"]) if is_named else str(part["value"]) for part in parts)
    found["value"] = "{%s%s}" % (shown, ", ..." if len(parts) < count else "")


def _add_pointer(found, value, real, objects, limits, depth):
    address = value.GetValueAsUnsigned() & MASK
    found["value"] = hex(address)
    if address == 0:
        return
    named = value.GetType().GetName() or ""
    if named in PYTHON_OBJECTS or (real.GetName() or "") in PYTHON_OBJECTS:
        if objects is not None:
            found["python"] = {key: word for key, word in objects.shown(address).items() if key != "isCut"}
        return
    pointed = real.GetPointeeType().GetCanonicalType()
    if pointed.IsFunctionType():
        return
    summary = value.GetSummary()
    if pointed.GetByteSize() == 1 and summary:
        found["value"] = "%s %s" % (hex(address), summary[: limits.characters])
    elif depth < limits.depth and pointed.GetTypeClass() in (lldb.eTypeClassStruct, lldb.eTypeClassClass, lldb.eTypeClassUnion):
        target = value.Dereference()
        if target.IsValid() and target.GetNumChildren():
            found["parts"] = [described("*", target, objects, limits, depth + 1)]
