"""Reads the facts that pyxdbg's readers read, by pyelftools and pefile, and prints how many there were of each kind.

Usage: peers.py FOLDER... Mach-O files are passed over: neither library reads them.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator

import pefile
from elftools.common.exceptions import ELFError
from elftools.elf.dynamic import DynamicSegment
from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection, GNUVerSymSection
from elftools.elf.sections import SymbolTableSection
from elftools.elf.segments import NoteSegment

HOOKS = ("PyInit", "PyModExport", "init")
DIRECTORIES = [
    pefile.DIRECTORY_ENTRY[f"IMAGE_DIRECTORY_ENTRY_{name}"] for name in ("IMPORT", "EXPORT", "DEBUG", "DELAY_IMPORT")
]

tally: Counter[str] = Counter()


def files_below(folders: list[str]) -> Iterator[str]:
    for folder in folders:
        for parent, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(parent, name)
                if not os.path.islink(path):
                    yield path


def count_name(name: str) -> None:
    tally["names"] += 1
    tally["nameBytes"] += len(name)


def count_export(name: str) -> None:
    tally["exports"] += 1
    if name.startswith(HOOKS):
        tally["hooks"] += 1


def read_elf(path: str) -> None:
    with open(path, "rb") as file:
        elf = ELFFile(file)
        versions: dict[int, tuple[str, str]] = {}
        version_of: GNUVerSymSection | None = None
        symbols: SymbolTableSection | None = None
        for section in elf.iter_sections():
            if isinstance(section, GNUVerNeedSection):
                for need, needed_versions in section.iter_versions():
                    for version in needed_versions:
                        versions[version["vna_other"] & 0x7FFF] = (need.name, version.name)
            elif isinstance(section, GNUVerSymSection):
                version_of = section
            elif section.name == ".dynsym" and isinstance(section, SymbolTableSection):
                symbols = section
        tally["versions"] += len(versions)

        for segment in elf.iter_segments():
            if isinstance(segment, DynamicSegment):
                tally["libraries"] += sum(tag.entry.d_tag == "DT_NEEDED" for tag in segment.iter_tags())
            elif isinstance(segment, NoteSegment):
                tally["identities"] += any(note["n_type"] == "NT_GNU_BUILD_ID" for note in segment.iter_notes())

        if symbols is None:
            return
        for index, symbol in enumerate(symbols.iter_symbols()):
            if not symbol.name or symbol["st_info"]["bind"] == "STB_LOCAL":
                continue
            if symbol["st_shndx"] == "SHN_UNDEF":
                count_name(symbol.name)
                if version_of is not None:
                    index_of_version = version_of.get_symbol(index)["ndx"]
                    if isinstance(index_of_version, int):
                        versions.get(index_of_version & 0x7FFF)
            else:
                count_export(symbol.name)


def read_pe(path: str) -> None:
    pe = pefile.PE(path, fast_load=True)
    try:
        pe.parse_data_directories(directories=DIRECTORIES)
        for table in getattr(pe, "DIRECTORY_ENTRY_IMPORT", []) + getattr(pe, "DIRECTORY_ENTRY_DELAY_IMPORT", []):
            tally["libraries"] += 1
            for symbol in table.imports:
                if symbol.import_by_ordinal:
                    tally["ordinals"] += 1
                elif symbol.name is not None:
                    count_name(symbol.name.decode("utf-8", "replace"))
        if hasattr(pe, "DIRECTORY_ENTRY_EXPORT"):
            for symbol in pe.DIRECTORY_ENTRY_EXPORT.symbols:
                if symbol.name is not None:
                    count_export(symbol.name.decode("utf-8", "replace"))
        debug = getattr(pe, "DIRECTORY_ENTRY_DEBUG", [])
        tally["identities"] += any(hasattr(one.entry, "Signature_Data1") for one in debug if one.entry)
    finally:
        pe.close()


def main() -> None:
    for path in files_below(sys.argv[1:]):
        with open(path, "rb") as file:
            start = file.read(4)
        reader = read_elf if start == b"\x7fELF" else read_pe if start[:2] == b"MZ" else None
        if reader is None:
            continue
        tally["files"] += 1
        try:
            reader(path)
        except (ELFError, pefile.PEFormatError):
            tally["unreadable"] += 1
    print(json.dumps(tally))


main()
