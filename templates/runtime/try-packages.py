"""Imports what installed distributions bring, as one line of JSON that begins with `{"try":`.

`try-packages.py NAME...`: for each distribution its version, the names that were imported, the number of compiled
modules that were loaded on the way, and what failed.
"""

import importlib
import importlib.machinery
import importlib.metadata
import json
import sys


def top_level(distribution):
    """Names that can be imported: packages with an __init__, and modules, among the installed files."""
    suffixes = [".py"] + importlib.machinery.EXTENSION_SUFFIXES
    names = set()
    for file in distribution.files or []:
        first, *rest = file.parts
        if not rest:
            names.update(first[: -len(suffix)] for suffix in suffixes if first.endswith(suffix))
        elif len(rest) == 1 and rest[0].rpartition(".")[0].partition(".")[0] == "__init__":
            names.add(first)
    return sorted(name for name in names if name.isidentifier())


def compiled():
    suffixes = tuple(importlib.machinery.EXTENSION_SUFFIXES)
    files = {getattr(module, "__file__", None) or "" for module in list(sys.modules.values())}
    return {file for file in files if file.endswith(suffixes)}


def attempt(project):
    try:
        distribution = importlib.metadata.distribution(project)
    except importlib.metadata.PackageNotFoundError:
        return {"version": "", "imported": [], "compiled": 0, "error": "is not installed"}
    ours = {str(distribution.locate_file(file)) for file in distribution.files or []}
    names = top_level(distribution)
    error = "" if names else "has nothing that can be imported"
    for name in names:
        try:
            importlib.import_module(name)
        except Exception as failure:
            error = "import %s: %s: %s" % (name, type(failure).__name__, failure)
    loaded = len([file for file in compiled() if file in ours])
    return {"version": distribution.version, "imported": names, "compiled": loaded, "error": error}


told = {project: attempt(project) for project in sys.argv[1:]}
print("\n" + json.dumps({"try": told}, separators=(",", ":")))
