"""Says of ELF modules, with pyelftools and readelf, what their build left in them: judge.py FILE... prints JSON."""

import json
import re
import subprocess
import sys

from elftools.elf.elffile import ELFFile

# Exported or called by a Python with Py_DEBUG or Py_TRACE_REFS only (Include/object.h, Include/modsupport.h).
PY_DEBUG_NAMES = re.compile(
    r"(_Py_RefTotal|_Py_NegativeRefcount|_Py_INCREF_IncRefTotal|_Py_DECREF_DecRefTotal|_Py_AddRefTotal"
    r"|PyModule_Create2TraceRefs|PyModule_FromDefAndSpec2TraceRefs)"
)


def units_of(elf):
    """What compiled each compilation unit, with which options, and where."""
    if not elf.has_dwarf_info(strict=True):
        return
    for unit in elf.get_dwarf_info().iter_CUs():
        attributes = unit.get_top_DIE().attributes
        yield {
            name: attributes[key].value.decode("utf-8", "replace") if key in attributes else ""
            for name, key in (("producer", "DW_AT_producer"), ("directory", "DW_AT_comp_dir"))
        }


def defines_ndebug(path):
    """Whether a unit was given -DNDEBUG: -g3 keeps macros, those of the command line at line 0 of no file."""
    command = ["readelf", "--debug-dump=macro", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as readelf:
        found = any(re.search(r"lineno : 0 macro : NDEBUG( |$)", line) for line in readelf.stdout)
        # Read to the end, so that readelf is not ended by a closed pipe.
        for _ in readelf.stdout:
            pass
    return found


def judge(path):
    with open(path, "rb") as file:
        elf = ELFFile(file)
        symbols = list(elf.get_section_by_name(".dynsym").iter_symbols())
        undefined = {one.name for one in symbols if one["st_shndx"] == "SHN_UNDEF" and one.name}
        dynamic = elf.get_section_by_name(".dynamic").iter_tags()
        return {
            "units": list(units_of(elf)),
            "hasSymbols": elf.get_section_by_name(".symtab") is not None,
            "needed": sorted(tag.needed for tag in dynamic if tag.entry.d_tag == "DT_NEEDED"),
            "definesNdebug": defines_ndebug(path),
            "callsAssert": "__assert_fail" in undefined,
            "pyDebugNames": sorted(filter(PY_DEBUG_NAMES.fullmatch, undefined)),
        }


print(json.dumps([judge(path) for path in sys.argv[1:]]))
