import type {BinaryFacts} from '../binary/facts.ts';
import {RecentValues} from '../binary/recent-values.ts';
import {type PythonLibrary, parsePythonLibrary, parsePythonPath} from './python-dll.ts';

/** A name of CPython's API that a binary takes from elsewhere. */
export interface PythonName {
  readonly name: string;
  /** May stay unresolved: the module tests for it at run time. */
  readonly weak: boolean;
  /** The library it is asked of; null where the loader searches all (ELF, flat lookup on Mach-O). */
  readonly library: string | null;
}

/** How a binary uses Python, whatever its format. */
export interface PythonUse {
  /** Python libraries it imports or needs. */
  readonly libraries: readonly PythonLibrary[];
  /** Undefined or imported names only: projects define `Py*` names of their own. */
  readonly names: readonly PythonName[];
  /** Names imported from a Python DLL by ordinal. */
  readonly ordinals: readonly number[];
}

const API_NAME = /^_?Py/;

/** Modules use the same names over and over: those are one object each. */
const recent = new RecentValues<PythonName>();

function pythonName(name: string, weak: boolean, library: string | null): PythonName {
  const known = recent.get(library, name);
  return known?.weak === weak ? known : recent.keep(library, name, {name, weak, library});
}

/** What of Python's API the facts show; the slices of a fat Mach-O file together. */
export function pythonUse(facts: BinaryFacts): PythonUse {
  switch (facts.format) {
    case 'pe': {
      const tables = [...facts.imports, ...facts.delayImports].flatMap(table => {
        const library = parsePythonLibrary(table.library);
        return library ? [{...table, python: library}] : [];
      });
      return {
        libraries: tables.map(table => table.python),
        names: tables
          .flatMap(({library, symbols}) => symbols.map(name => pythonName(name, false, library)))
          .slice(),
        ordinals: tables.flatMap(table => table.ordinals),
      };
    }
    case 'elf':
      return {
        libraries: facts.needed.flatMap(library => parsePythonPath(library) ?? []),
        names: facts.undefinedSymbols
          .filter(symbol => API_NAME.test(symbol.name) && symbol.version === null)
          .map(({name, weak}) => pythonName(name, weak, null)),
        ordinals: [],
      };
    case 'macho': {
      const names = new Map<string, PythonName>();
      for (const slice of facts.slices) {
        for (const symbol of slice.undefinedSymbols)
          if (API_NAME.test(symbol.name)) names.set(symbol.name, symbol);
      }
      const needed = new Set(facts.slices.flatMap(slice => slice.needed.map(library => library.name)));
      return {
        libraries: [...needed].flatMap(library => parsePythonPath(library) ?? []),
        names: [...names.values()],
        ordinals: [],
      };
    }
  }
}

/** Whether the binary takes anything from an interpreter. */
export function usesPython(use: PythonUse): boolean {
  return use.names.length > 0 || use.ordinals.length > 0 || use.libraries.length > 0;
}
