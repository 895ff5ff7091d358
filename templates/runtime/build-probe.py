"""Prints what `pyxdbg build` needs to know of an interpreter, as one line of JSON that begins with `{"probe":`.

Runs with `-E -s` and with site-packages (2.7 has no `-I`), imports little, since users wait for it, and writes
nothing. A Python before 3.6 says its version only.
"""

import json
import os
import sys
import sysconfig

VARIABLES = ("CC", "CXX", "CFLAGS", "OPT", "LDSHARED", "LDCXXSHARED", "LDFLAGS", "CCSHARED", "BLDSHARED")
MAX_INSTALLED = 10000
MAX_METADATA_BYTES = 65536


def installed():
    """Name to version of the distributions on the path, by the names of their folders; the first on the path wins."""
    found = {}
    for folder in library_folders():
        if folder.endswith(".egg"):
            add(found, *read_metadata(os.path.join(folder, "EGG-INFO", "PKG-INFO")))
        try:
            names = os.listdir(folder)
        except OSError:
            continue
        for name in names:
            stem, dot, kind = name.rpartition(".")
            if not dot or kind not in ("dist-info", "egg-info"):
                continue
            # name-version.dist-info, name-version-py3.9.egg-info
            project, _, rest = stem.partition("-")
            version = rest if kind == "dist-info" else rest.partition("-py")[0]
            if not version:
                # What `setup.py develop` and Debian leave: name.egg-info
                place = os.path.join(folder, name)
                project, version = read_metadata(os.path.join(place, "PKG-INFO"), place)
            add(found, project, version)
            if len(found) >= MAX_INSTALLED:
                return found
    return found


def library_folders():
    """sys.path without the program's own folder, then what -E and -s left out and a build sees."""
    import site

    folders = [path for path in sys.path[1:] if path]
    given = os.environ.get("PYTHONPATH", "")
    folders[0:0] = [path for path in given.split(os.pathsep) if path]
    has_user_site = sys.prefix == sys.base_prefix or sys.base_prefix in site.PREFIXES
    if has_user_site and not os.environ.get("PYTHONNOUSERSITE"):
        folders.append(site.getusersitepackages())
    return folders


def read_metadata(*places):
    """The Name and Version of a metadata file; the empty text for what is not there."""
    for place in places:
        try:
            with open(place, encoding="utf-8", errors="replace") as file:
                lines = file.read(MAX_METADATA_BYTES).split("\n\n", 1)[0].splitlines()
        except OSError:
            continue
        fields = dict(line.partition(": ")[::2] for line in lines)
        return fields.get("Name", "").strip(), fields.get("Version", "").strip()
    return "", ""


def add(found, project, version):
    name = "-".join(part for part in project.lower().replace("_", "-").replace(".", "-").split("-") if part)
    if name and version:
        found.setdefault(name, version)


def extension_suffix(variables):
    """On Windows sysconfig said only `.pyd` up to 3.8; the import system has always known better."""
    if sys.platform != "win32":
        return variables.get("EXT_SUFFIX")
    from importlib.machinery import EXTENSION_SUFFIXES

    return EXTENSION_SUFFIXES[0]


def platform_tag(platform):
    # As `packaging` does for a 32-bit Python on a 64-bit kernel.
    if sys.maxsize <= 2**32:
        platform = {"linux-x86_64": "linux-i686", "linux-aarch64": "linux-armv7l"}.get(platform, platform)
    return platform.replace("-", "_").replace(".", "_")


def answer():
    variables = sysconfig.get_config_vars()
    return {
        "probe": 1,
        "version": list(sys.version_info[:3]),
        "implementation": sys.implementation.name,
        "executable": sys.executable or "",
        "freeThreaded": bool(variables.get("Py_GIL_DISABLED")),
        "debug": hasattr(sys, "gettotalrefcount"),
        "platform": sys.platform,
        "platformTag": platform_tag(sysconfig.get_platform()),
        "extSuffix": extension_suffix(variables) or "",
        "config": {name: str(variables.get(name) or "") for name in VARIABLES},
        "installed": installed(),
        "prefix": sys.prefix,
        "basePrefix": sys.base_prefix,
    }


def main():
    too_old = sys.version_info < (3, 6)
    told = {"probe": 1, "version": list(sys.version_info[:3])} if too_old else answer()
    # A .pth file or sitecustomize may have printed without ending its line.
    sys.stdout.write("\n" + json.dumps(told, separators=(",", ":")) + "\n")


main()
