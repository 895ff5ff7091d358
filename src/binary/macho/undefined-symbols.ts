import type {MachOSlice} from '../facts.ts';
import {RecentValues} from '../recent-values.ts';
import {symbolNames} from './symbol-names.ts';
import {isUndefined, type SymbolEntry, type SymbolTable, symbolEntries} from './symbol-table.ts';

type UndefinedSymbol = MachOSlice['undefinedSymbols'][number];

/** Where a two-level name is looked up when that is no needed library; written in angle brackets, as no file is. */
export const SELF = '<this image>';
export const MAIN_EXECUTABLE = '<main executable>';
const UNKNOWN_LIBRARY = '<unknown library>';

/** Special values of GET_LIBRARY_ORDINAL (<mach-o/nlist.h>). */
const SELF_LIBRARY_ORDINAL = 0x0;
const DYNAMIC_LOOKUP_ORDINAL = 0xfe;
const EXECUTABLE_ORDINAL = 0xff;

/** `n_desc`: the image loads without this symbol. */
const N_WEAK_REF = 0x40;

/** The undefined symbols of LC_SYMTAB, each with the library that the two-level namespace names. */
export function readUndefinedSymbols(
  table: SymbolTable,
  needed: MachOSlice['needed'],
): MachOSlice['undefinedSymbols'] {
  const entries: SymbolEntry[] = [];
  for (const entry of symbolEntries(table, table.undefineds ?? table.all)) {
    if (isUndefined(entry.type)) entries.push(entry);
  }
  const libraryOf = table.header.twoLevelNamespace ? twoLevelLibrary(needed) : () => null;
  const names = symbolNames(
    table,
    entries.map(entry => entry.nameOffset),
  );
  return entries.map((entry, index) =>
    undefinedSymbol(
      names[index] ?? '',
      (entry.description & N_WEAK_REF) !== 0,
      libraryOf(entry.description >>> 8),
    ),
  );
}

/** Most images ask for the same names of the same libraries: those are one object each. */
const recent = new RecentValues<UndefinedSymbol>();

function undefinedSymbol(name: string, weak: boolean, library: string | null): UndefinedSymbol {
  const known = recent.get(library, name);
  return known?.weak === weak ? known : recent.keep(library, name, {name, weak, library});
}

function twoLevelLibrary(needed: MachOSlice['needed']): (ordinal: number) => string | null {
  return ordinal => {
    if (ordinal === SELF_LIBRARY_ORDINAL) return SELF;
    if (ordinal === DYNAMIC_LOOKUP_ORDINAL) return null;
    if (ordinal === EXECUTABLE_ORDINAL) return MAIN_EXECUTABLE;
    return needed[ordinal - 1]?.name ?? UNKNOWN_LIBRARY;
  };
}
