import {compareVersions, type PythonVersion} from '../python/version.ts';
import {lazy} from './lazy.ts';
import {readAs, type TableReader} from './table-reader.ts';
import type {ExportPlatform, ExportTables} from './toolchains.ts';
import {tableVersion} from './version-bounds.ts';

/** A measured interpreter, as the tables write it: `3.13`, `3.13t`. */
interface Measured {
  readonly label: string;
  readonly version: PythonVersion;
  readonly freeThreaded: boolean;
}

/** Names that exactly these interpreters export. */
interface Section {
  readonly measured: readonly Measured[];
  readonly labels: ReadonlySet<string>;
  readonly names: readonly string[];
}

interface ParsedTable {
  /** In the order of the `versions` line, which is also what ranges run along. */
  readonly measured: readonly Measured[];
  readonly sections: readonly Section[];
}

/**
 * Typed access to toolchains/exports-PLATFORM.txt: a line `versions` with the measured interpreters, then sections of
 * `[2.7 3.6-3.13]` and the names that those export, one a line. Each name is in one section, so that one index by name
 * serves all interpreters. Names are the same on every architecture of a platform: undecorated on ELF and on Windows (on x86 as well: cdecl),
 * with one more underscore on Mach-O, which its reader takes off.
 */
export function exportTables(read: TableReader): ExportTables {
  const tables: Readonly<Record<ExportPlatform, () => ParsedTable>> = {
    linux: lazy(() => parseTable(read, 'exports-linux.txt')),
    macos: lazy(() => parseTable(read, 'exports-macos.txt')),
    windows: lazy(() => parseTable(read, 'exports-windows.txt')),
    'windows-python3': lazy(() => parseTable(read, 'exports-windows-python3.txt')),
  };
  const indexes = new Map<ExportPlatform, ReadonlyMap<string, Section>>();

  function index(platform: ExportPlatform): ReadonlyMap<string, Section> {
    let sectionOf = indexes.get(platform);
    if (!sectionOf) {
      sectionOf = indexByName(tables[platform]());
      indexes.set(platform, sectionOf);
    }
    return sectionOf;
  }

  return {
    table(platform, major, minor, freeThreaded = false) {
      const label = `${major}.${minor}${freeThreaded ? 't' : ''}`;
      if (!tables[platform]().measured.some(one => one.label === label)) return null;
      const sectionOf = index(platform);
      return {
        has: name => sectionOf.get(name)?.labels.has(label) === true,
        *[Symbol.iterator]() {
          for (const [name, {labels}] of sectionOf) if (labels.has(label)) yield name;
        },
      };
    },
    versionsWith: (platform, name) => withGil(index(platform).get(name)?.measured ?? []),
    versions: platform => withGil(tables[platform]().measured),
  };
}

function withGil(measured: readonly Measured[]): PythonVersion[] {
  return measured
    .filter(({freeThreaded}) => !freeThreaded)
    .map(({version}) => version)
    .sort(compareVersions);
}

function indexByName({sections}: ParsedTable): ReadonlyMap<string, Section> {
  const sectionOf = new Map<string, Section>();
  for (const section of sections) for (const name of section.names) sectionOf.set(name, section);
  return sectionOf;
}

function parseTable(read: TableReader, file: string): ParsedTable {
  const [head = '', ...rest] = readAs<string>(read, file).trimEnd().split('\n[');
  const measured = (/^versions (.*)$/m.exec(head)?.[1] ?? '').split(' ').map(parseMeasured);
  const sections = rest.map(section => {
    const end = section.indexOf(']\n');
    const ranges = section.slice(0, end).split(' ');
    const exporters = ranges.flatMap(range => expandRange(range, measured));
    return {
      measured: exporters,
      labels: new Set(exporters.map(({label}) => label)),
      names: section.slice(end + 2).split('\n'),
    };
  });
  return {measured, sections};
}

function parseMeasured(label: string): Measured {
  const freeThreaded = label.endsWith('t');
  return {label, freeThreaded, version: tableVersion(freeThreaded ? label.slice(0, -1) : label)};
}

/** `3.6-3.9` -> the measured interpreters from the first to the last, in the order of the `versions` line. */
function expandRange(range: string, measured: readonly Measured[]): readonly Measured[] {
  const [first, last = first] = range.split('-');
  const from = measured.findIndex(({label}) => label === first);
  const to = measured.findIndex(({label}) => label === last);
  return from < 0 || to < 0 ? [] : measured.slice(from, to + 1);
}
