"""Calls one hook of a PEP 517 build backend in this very environment.

    build-hook.py HOOK OUT_DIR BACKEND [KEY=VALUE...]

Needs neither pip nor build, which a venv may lack. The current folder is the project's; a `backend-path` of its
pyproject.toml is honoured. Prints the name of what was built as the last line; of a hook that tells requirements
(get_requires_for_build_wheel, without which there are none), their list as JSON.
"""

import importlib
import io
import json
import os
import sys


def pip_tomli():
    """pip's own tomli. Without an import of pip itself: in a process that has it, setuptools leaves distutils to the
    standard library, and then fails on finding it there (_distutils_hack, spec_for_pip)."""
    from importlib import machinery

    spec = machinery.PathFinder.find_spec("pip")
    if spec is None or not spec.submodule_search_locations:
        raise ImportError("pip")
    folder = list(spec.submodule_search_locations)[0]
    stand_ins = {"pip": folder, "pip._vendor": os.path.join(folder, "_vendor")}
    for name, place in stand_ins.items():
        sys.modules[name] = type(sys)(name)
        sys.modules[name].__path__ = [place]
    try:
        # Some pips have it with absolute imports of its own parts.
        return importlib.import_module("pip._vendor.tomli")
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "pip"]:
            del sys.modules[name]


def backend_path():
    """`build-system.backend-path`; it matters for in-tree backends only."""
    try:
        import tomllib
    except ImportError:
        try:
            import tomli as tomllib
        except ImportError:
            tomllib = pip_tomli()
    try:
        # The tomli of some pips reads no bytes.
        with io.open("pyproject.toml", encoding="utf-8") as file:
            return tomllib.loads(file.read()).get("build-system", {}).get("backend-path", [])
    except (OSError, ValueError):
        return []


def settings(words):
    result = {}
    for word in words:
        key, _, value = word.partition("=")
        if key not in result:
            result[key] = value
        elif isinstance(result[key], list):
            result[key].append(value)
        else:
            result[key] = [result[key], value]
    return result


def main(hook, out_dir, backend, *words):
    here = os.getcwd()
    # What runs a script puts the script's folder first: a project must not find our files.
    sys.path[0:1] = []
    module, _, path = backend.partition(":")
    try:
        extra = [os.path.join(here, entry) for entry in backend_path()]
    except ImportError:
        extra = []
    for entry in extra:
        if not os.path.realpath(entry).startswith(os.path.realpath(here)):
            sys.exit("pyproject.toml: backend-path leads out of the project")
    sys.path[0:0] = extra
    target = importlib.import_module(module)
    for name in filter(None, path.split(".")):
        target = getattr(target, name)
    if hook.startswith("get_requires_"):
        print("\n" + json.dumps(list(getattr(target, hook, lambda _: [])(settings(words) or None))))
        return
    if not os.path.isdir(out_dir):
        os.makedirs(out_dir)
    name = getattr(target, hook)(out_dir, settings(words) or None)
    print("built " + os.path.join(out_dir, name))


main(*sys.argv[1:])
