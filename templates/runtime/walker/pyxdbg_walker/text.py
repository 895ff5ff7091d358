"""The traceback as text, for a debugger's own prompt."""

import os

_HIDDEN = {"interpreter", "system"}


def text_of(found, thread_id):
    """All threads, or the one of that number; frames of the interpreter and of libc are left out but for the newest."""
    lines = []
    for thread in found["threads"]:
        if thread_id is not None and thread["id"] != thread_id:
            continue
        lines.append(_title(thread))
        for at, frame in enumerate(thread["frames"]):
            if frame["kind"] == "cut":
                lines.append("  ... %d frames" % frame["frames"])
            elif frame["kind"] == "python" or at == 0 or frame["origin"] not in _HIDDEN:
                lines.extend(_frame(frame))
    lines.extend("note: %s" % problem for problem in found["problems"])
    return "\n".join(_clean(line) for line in lines)


def _title(thread):
    notes = ["holds the GIL"] if thread["gil"] == "holds" else []
    waits = thread["waits"]
    if waits:
        what = {"gil": "the GIL", "mutex": "a mutex", "python-lock": "a lock"}.get(waits["for"], waits.get("name"))
        owner = " of thread %d" % waits["owner"] if waits.get("owner") else ""
        notes.append("waits for %s%s" % (what, owner))
    return "Thread %d %s%s" % (thread["id"], thread["pythonName"] or thread["name"] or "", ", " + ", ".join(notes) if notes else "")


def _frame(frame):
    is_c = frame["kind"] == "c"
    place = frame["file"] or (frame["module"] if is_c else None) or "?"
    line = ":%d" % frame["line"] if frame["line"] is not None else ""
    yield "  %s  %s  %s%s" % ("C " if is_c else "Py", frame["function"] or "??", os.path.basename(place), line)
    for value in (frame["locals"] + frame["arguments"]) if is_c else frame["locals"]:
        shown = value["python"]["value"] if "python" in value else value["value"]
        yield "        %s = %s" % (value["name"], shown if shown is not None else "<%s>" % value.get("missing"))


def _clean(line):
    """Without what a terminal would obey."""
    return "".join(letter if letter >= " " and letter != "\x7f" else repr(letter)[1:-1] for letter in line)
