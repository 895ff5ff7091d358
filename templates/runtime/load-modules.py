"""Loads compiled modules by their files and tells of each how it went, as one line of JSON that begins with `{"load":`.

`load-modules.py NAME=PATH...`: the modules of another interpreter of the same ABI, so that what the release build made
runs in this one. Each is loaded before the standard library can import its own. A line `loading NAME` goes before each
one, so that a crash can be told.
"""

import importlib.machinery
import importlib.util
import json
import sys


def load(name, path):
    loader = importlib.machinery.ExtensionFileLoader(name, path)
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return getattr(module, "__file__", "") == path


def main():
    told = {}
    for argument in sys.argv[1:]:
        name, _, path = argument.partition("=")
        print("loading " + name, flush=True)
        if name in sys.modules:
            continue
        try:
            told[name] = "" if load(name, path) else "its file is another"
        except Exception as error:
            told[name] = "%s: %s" % (type(error).__name__, error)
    print("\n" + json.dumps({"load": told}, separators=(",", ":")))


main()
