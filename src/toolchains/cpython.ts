import type {Machine} from '../binary/facts.ts';
import type {CPythonFile} from './cpython-file.ts';
import {extensionSuffixes} from './extension-suffixes.ts';
import {lazy} from './lazy.ts';
import {readAs, type TableReader} from './table-reader.ts';
import type {CPythonFacts} from './toolchains.ts';
import {isWithin, tableVersion} from './version-bounds.ts';

/** Typed access to toolchains/cpython.yaml. */
export function cpythonFacts(read: TableReader): CPythonFacts {
  const file = lazy(() => readAs<CPythonFile>(read, 'cpython.json'));
  const markers = lazy(() => new Map(file().markers.map(row => [row.name, row])));
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
