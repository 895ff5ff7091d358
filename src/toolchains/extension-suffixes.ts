import type {Machine} from '../binary/facts.ts';
import type {PythonVersion} from '../python/version.ts';
import type {PythonBuild} from './cpython-facts.ts';
import type {CPythonFile, SuffixRow, SuffixSystem} from './cpython-file.ts';
import {isWithin} from './version-bounds.ts';

/**
 * The suffixes of extension files that an interpreter looks for, most specific first; empty for a platform whose
 * suffixes are not known. A platform that spells its name in several ways (musl, big- and little-endian) gives each.
 */
export function extensionSuffixes(
  file: CPythonFile,
  build: PythonBuild,
  platformTag: string,
  machines: readonly Machine[],
): readonly string[] {
  const system = systemOf(platformTag);
  if (system === null) return [];
  const triplets = tripletsOf(file, system, platformTag, machines);
  const rows = file.suffixes[system].filter(row => isWithin(build.version, row) && appliesTo(row, build));
  const suffixes = rows.flatMap(({form}) => fillIn(form, file, build, platformTag, triplets));
  return [...new Set(suffixes)];
}

function systemOf(tag: string): SuffixSystem | null {
  if (/^(many|musl)?linux/.test(tag)) return 'linux';
  if (tag.startsWith('win')) return 'windows';
  if (tag.startsWith('macosx_')) return 'macos';
  if (tag.startsWith('android_')) return 'android';
  if (tag.startsWith('ios_')) return 'ios';
  return null;
}

function tripletsOf(
  {triplets}: CPythonFile,
  system: SuffixSystem,
  tag: string,
  machines: readonly Machine[],
): readonly string[] {
  if (system === 'ios') {
    const sdk = tag.slice(tag.lastIndexOf('_') + 1);
    return triplets.ios[sdk] ?? [];
  }
  const of = (names: Readonly<Partial<Record<Machine, readonly string[]>>>) =>
    machines.flatMap(machine => names[machine] ?? []);
  if (system === 'android') return of(triplets.android);
  if (tag.startsWith('manylinux')) return of(triplets.linux);
  // Which of both a musl interpreter uses depends on its version and on who built it.
  return tag.startsWith('musllinux')
    ? [...of(triplets.musl), ...of(triplets.linux)]
    : [...of(triplets.linux), ...of(triplets.musl)];
}

function appliesTo({builds}: SuffixRow, {freeThreaded, debug}: PythonBuild): boolean {
  const is = {gil: !freeThreaded, 'free-threaded': freeThreaded, debug, release: !debug};
  return builds?.every(build => is[build]) ?? true;
}

function fillIn(
  form: string,
  file: CPythonFile,
  build: PythonBuild,
  platformTag: string,
  triplets: readonly string[],
): string[] {
  const {version, freeThreaded, debug} = build;
  const flagSets = form.includes('{flags}')
    ? flagsOf(file, version, freeThreaded, debug)
    : form.includes('{releaseFlags}')
      ? flagsOf(file, version, freeThreaded, false)
      : [''];
  const names = /\{(stableT|t)riplet\}/.test(form) ? triplets : [''];
  return flagSets.flatMap(flags =>
    names.map(triplet =>
      form
        .replace('{xy}', version.join(''))
        .replace(/\{(flags|releaseFlags)\}/, flags)
        .replace('{t}', freeThreaded ? 't' : '')
        .replace('{triplet}', triplet)
        // The stable ABI's form has hyphens only: abi3-x86-64-linux-gnu.
        .replace('{stableTriplet}', triplet.replaceAll('_', '-'))
        .replace('{platform}', platformTag),
    ),
  );
}

/** The flags as they stand in a file name; two where the Unicode width is open. */
function flagsOf(file: CPythonFile, version: PythonVersion, freeThreaded: boolean, debug: boolean): string[] {
  const set: Readonly<Record<string, boolean>> = {t: freeThreaded, d: debug, m: true};
  const possible = file.abiFlags.filter(row => isWithin(version, row)).map(({flag}) => flag);
  const flags = possible.filter(flag => set[flag] ?? false).join('');
  return possible.includes('u') ? [`${flags}u`, flags] : [flags];
}
