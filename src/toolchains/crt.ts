import type {Machine} from '../binary/facts.ts';
import {
  anyMatches,
  compileRows,
  LONGEST_NAME,
  matchRow,
  wholeName,
  withoutBundledHash,
} from './file-name-pattern.ts';
import {lazy} from './lazy.ts';
import {readAs, type TableReader} from './table-reader.ts';
import type {
  ConstexprMutex,
  CrtDll,
  CrtFamily,
  CrtFamilyInfo,
  CrtKind,
  CrtTable,
  PythonVersion,
} from './toolchains.ts';
import {isWithin, type VersionBounds} from './version-bounds.ts';

/** toolchains/crt.yaml. */
interface CrtFile {
  readonly families: readonly CrtFamilyInfo[];
  readonly dlls: readonly {
    readonly pattern: string;
    /** `msvcrN` stands for the family of the number that the pattern finds. */
    readonly family: CrtFamily | 'msvcrN';
    readonly kind: CrtKind;
    readonly windows?: boolean;
  }[];
  readonly pythons: readonly (VersionBounds & {
    readonly family: CrtFamily;
    readonly machines?: readonly Machine[];
    readonly how: string;
  })[];
  readonly constexprMutex: Omit<ConstexprMutex, 'since'> & {readonly since: string};
  readonly sideBySide: VersionBounds & {readonly libraries: readonly string[]; readonly assembly: string};
  readonly crossing: readonly string[];
}

/** What a runtime's name tells, and whether every Windows has the file. */
type CrtDllEntry = CrtDll & {readonly windows: boolean};

/** The C runtime table, with one more answer for the table of Windows' libraries. */
export type CrtLookup = CrtTable & {entry(dll: string): CrtDllEntry | null};

/** Names whose entries are kept; a hostile file may have any number. */
const MAX_KNOWN = 10_000;

/** Typed access to toolchains/crt.yaml. `isForeseen`: whether a row without an end holds for that version. */
export function crtTable(
  read: TableReader,
  isForeseen: (version: PythonVersion) => boolean = () => true,
): CrtLookup {
  const file = lazy(() => readAs<CrtFile>(read, 'crt.json'));
  const rows = lazy(() => compileRows(file().dlls));
  const ranks = lazy(() => new Map(file().crossing.map((name, rank) => [name, rank])));
  const assemblyUsers = lazy(() => file().sideBySide.libraries.map(wholeName));
  const families = lazy(() => new Map(file().families.map(info => [info.family, info])));

  const known = new Map<string, CrtDllEntry | null>();

  /** Every rule asks of the same few DLLs again. */
  function entry(dll: string): CrtDllEntry | null {
    if (dll.length > LONGEST_NAME) return null;
    let found = known.get(dll);
    if (found === undefined) {
      found = findEntry(dll);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(dll, found);
    }
    return found;
  }

  function findEntry(dll: string): CrtDllEntry | null {
    const name = withoutBundledHash(dll).toLowerCase();
    if (!name.endsWith('.dll')) return null;
    const match = matchRow(rows(), name.slice(0, -'.dll'.length));
    if (!match) return null;
    const {row, groups} = match;
    const {kind} = row;
    // The numbers that the patterns allow are those of the families.
    const family = row.family === 'msvcrN' ? (`msvcr${groups['n']}` as CrtFamily) : row.family;
    const display = kind === 'api-set' || name.startsWith('ucrtbase') ? name : name.toUpperCase();
    return {family, debug: groups['d'] !== undefined, kind, display, windows: row.windows ?? false};
  }

  return {
    entry,
    classify: entry,
    info(family) {
      const info = families().get(family);
      if (!info) throw new Error(`toolchains/crt.yaml does not describe the family ${family}`);
      return info;
    },
    byTelling: (a, b) =>
      (ranks().get(a) ?? Number.MAX_SAFE_INTEGER) - (ranks().get(b) ?? Number.MAX_SAFE_INTEGER),
    get constexprMutex() {
      const {since, ...names} = file().constexprMutex;
      const [major = 0, minor = 0] = since.split('.').map(Number);
      return {...names, since: [major, minor] as const};
    },
    sideBySide: {
      isUsedBy: version => isWithin(version, file().sideBySide),
      isAskedForWith: dll => anyMatches(assemblyUsers(), dll),
      get assembly() {
        return file().sideBySide.assembly;
      },
    },
    ofPython(major, minor, machine) {
      if (!isForeseen([major, minor])) return null;
      const row = file().pythons.find(
        row => isWithin([major, minor], row) && (row.machines?.includes(machine) ?? true),
      );
      return row?.family ?? null;
    },
  };
}
