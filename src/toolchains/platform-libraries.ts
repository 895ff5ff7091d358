import type {Machine} from '../binary/facts.ts';
import {anyMatches, baseName, compileRows, matchRow, wholeName} from './file-name-pattern.ts';
import {lazy} from './lazy.ts';
import {readAs, type TableReader} from './table-reader.ts';
import type {LibcFamily, PlatformLibraries} from './toolchains.ts';

/** toolchains/platform-libraries.yaml. */
interface PlatformLibrariesFile {
  readonly libc: Readonly<Record<LibcFamily, readonly string[]>>;
  readonly fullyVersioned: readonly string[];
  readonly android: Readonly<Record<string, number>>;
  readonly apple: readonly string[];
  readonly sanitizers: readonly {readonly pattern: string; readonly name: string}[];
  readonly sanitizerNames: readonly {readonly pattern: string; readonly name: string}[];
  readonly openMp: readonly {readonly pattern: string; readonly name: string}[];
  readonly cxx: readonly {readonly pattern: string; readonly name: string}[];
  readonly executableStack: readonly Machine[];
}

const LIBC_FAMILIES: readonly LibcFamily[] = ['glibc', 'musl', 'bionic'];

/** Typed access to toolchains/platform-libraries.yaml. */
export function platformLibraries(read: TableReader): PlatformLibraries {
  const file = lazy(() => readAs<PlatformLibrariesFile>(read, 'platform-libraries.json'));
  const libc = lazy(() => LIBC_FAMILIES.map(family => ({family, names: file().libc[family].map(wholeName)})));
  const versioned = lazy(() => file().fullyVersioned.map(wholeName));
  const android = lazy(() => new Map(Object.entries(file().android)));
  const sanitizers = lazy(() => compileRows(file().sanitizers));
  const sanitizerNames = lazy(() => compileRows(file().sanitizerNames));
  const openMp = lazy(() => compileRows(file().openMp));
  const cxx = lazy(() => compileRows(file().cxx));

  const libcFamily = (soname: string) => libc().find(({names}) => anyMatches(names, soname))?.family ?? null;

  return {
    libcFamily,
    isFullyVersioned: soname => libcFamily(soname) === 'glibc' || anyMatches(versioned(), soname),
    isAndroidSystem(soname, apiLevel) {
      const since = android().get(soname);
      return since !== undefined && since <= apiLevel;
    },
    isAppleSystem: installName => file().apple.some(folder => installName.startsWith(folder)),
    sanitizer(library) {
      const row = matchRow(sanitizers(), baseName(library))?.row;
      return row ? {name: row.name} : null;
    },
    sanitizerOfName(name) {
      // Rules ask for every undefined name there is.
      const row = name.startsWith('__') ? matchRow(sanitizerNames(), name)?.row : undefined;
      return row ? {name: row.name} : null;
    },
    openMp: library => matchRow(openMp(), baseName(library))?.row.name ?? null,
    cxx: library => matchRow(cxx(), baseName(library))?.row.name ?? null,
    hasExecutableStack: machine => file().executableStack.includes(machine),
  };
}
