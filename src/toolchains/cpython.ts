import type {Machine} from '../binary/facts.ts';
import {compareVersions, type PythonVersion} from '../python/version.ts';
import type {CPythonFacts, VersionRange} from './cpython-facts.ts';
import type {CPythonFile} from './cpython-file.ts';
import {extensionSuffixes} from './extension-suffixes.ts';
import {lazy} from './lazy.ts';
import {readAs, type TableReader} from './table-reader.ts';
import {isWithin, tableVersion} from './version-bounds.ts';

/** Typed access to toolchains/cpython.yaml. */
export function cpythonFacts(read: TableReader): CPythonFacts {
  const file = lazy(() => readAs<CPythonFile>(read, 'cpython.json'));
  const markers = lazy(() => new Map(file().markers.map(row => [row.name, row])));
  const measured = lazy(() =>
    file().releases.map(({from, to}) => ({from: tableVersion(from), to: tableVersion(to)})),
  );
  const releases = lazy(() => withForeseen(measured(), file().foreseen));
  const widths = lazy(() => Object.entries(file().unicodeWidth));
  // Longest first, so that `ppc64le` is not taken for the `x86` of another name, nor `arm64` for `64`.
  const architectures = lazy(() =>
    Object.entries(file().architectures).sort(([a], [b]) => b.length - a.length),
  );

  function machinesOfPlatformTag(platformTag: string): readonly Machine[] {
    const found = architectures().find(([name]) => platformTag === name || platformTag.endsWith(`_${name}`));
    return found?.[1] ?? [];
  }

  return {
    standing(version) {
      if (measured().some(range => isInRange(version, range))) return 'read';
      return releases().some(range => isInRange(version, range)) ? 'foreseen' : null;
    },
    get releases() {
      return releases();
    },
    get newest() {
      const last = measured().at(-1);
      if (!last) throw new Error('toolchains/cpython.yaml names no release');
      return last.to;
    },
    builtIn(module) {
      const {always, often} = file().builtInModules;
      return always.includes(module) ? 'always' : often.includes(module) ? 'often' : null;
    },
    marker(name, version) {
      const row = markers().get(name);
      if (!row) return null;
      const bounded = row.from != null || row.to != null;
      if (version === null) return bounded ? null : row.marks;
      return isWithin(version, row) ? row.marks : null;
    },
    unicodeWidth: name => widths().find(([prefix]) => name.startsWith(prefix))?.[1] ?? null,
    extensionSuffixes: (build, platformTag) =>
      extensionSuffixes(file(), build, platformTag, machinesOfPlatformTag(platformTag)),
    abiFlags: version =>
      file()
        .abiFlags.filter(row => isWithin(version, row))
        .map(({flag}) => flag),
    get abi3Since() {
      return tableVersion(file().stableAbi.abi3);
    },
    get abi3tSince() {
      return tableVersion(file().stableAbi.abi3t);
    },
    initHookPrefixes: version =>
      file()
        .initHooks.filter(row => isWithin(version, row))
        .map(({prefix}) => prefix),
    machinesOfPlatformTag,
    linuxArchitecture: machine => file().linuxArchitectures[machine] ?? null,
  };
}

/** The ranges with the versions that come after the last. */
function withForeseen(ranges: readonly VersionRange[], foreseen: number): readonly VersionRange[] {
  return ranges.map((range, index) =>
    index < ranges.length - 1 ? range : {from: range.from, to: [range.to[0], range.to[1] + foreseen]},
  );
}

function isInRange(version: PythonVersion, {from, to}: VersionRange): boolean {
  return compareVersions(version, from) >= 0 && compareVersions(version, to) <= 0;
}
