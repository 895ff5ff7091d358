import type {BinaryFacts} from '../binary/facts.ts';
import type {CrtFamily, Toolchains} from '../toolchains/toolchains.ts';
import type {LegacyName} from './artefact-name.ts';
import type {FileTag} from './file-tag.ts';
import {type Platform, parsePlatformTag} from './platform-tag.ts';
import type {PythonLibrary} from './python-dll.ts';
import {compareVersions, type PythonVersion, parseVersionDigits, sameVersion} from './version.ts';
import type {WheelTags} from './wheel-tags.ts';

/** Where a target is known from, first in the order of trust. */
export type TargetSource = 'against' | 'python' | 'wheel-tag' | 'file-tag' | 'import' | 'environment';

/** The Python that a binary must fit. What nobody said is null or empty: rules take it as unknown. */
export interface Target {
  readonly from: TargetSource | null;
  /** `other`: PyPy and its kin, whose ABI pyxdbg does not know. */
  readonly implementation: 'cpython' | 'other';
  /** Ascending. With a limited API it is the floor alone. */
  readonly versions: readonly PythonVersion[];
  /** Both for PEP 803's `cp315-abi3.abi3t`. */
  readonly limited: readonly ('abi3' | 'abi3t')[];
  readonly freeThreaded: boolean | null;
  /** Null where a release build is only presumed. */
  readonly debug: boolean;
  /** Width of Py_UNICODE, for Python <= 3.2. */
  readonly unicode: 'ucs2' | 'ucs4' | null;
  readonly platforms: readonly Platform[];
  /** What is known of one interpreter in particular: `--against`, `--python EXE`. */
  readonly interpreter: InterpreterFacts | null;
}

/** Read from an interpreter's own binary or asked of it. */
export interface InterpreterFacts {
  /** As the user named it. */
  readonly path: string;
  readonly exports: ReadonlySet<string> | null;
  readonly crt: CrtFamily | null;
  /** True where the interpreter is one executable without libpython. */
  readonly isStatic: boolean | null;
  /** EXT_SUFFIX and its kin, in import order; null where nobody asked it. */
  readonly extensionSuffixes: readonly string[] | null;
}

/** What an option or the surroundings say of a Python. */
export interface StatedPython {
  readonly version: PythonVersion | null;
  readonly freeThreaded: boolean | null;
  readonly debug: boolean;
  readonly platform: string | null;
  readonly interpreter: InterpreterFacts | null;
}

/** Everything that says which Python a binary is for. */
export interface Claims {
  readonly against: StatedPython | null;
  readonly python: StatedPython | null;
  readonly wheel: WheelTags | null;
  readonly legacy: LegacyName | null;
  readonly file: FileTag | null;
  readonly imported: readonly PythonLibrary[];
  readonly environment: StatedPython | null;
}

type Stated = Omit<Target, 'from' | 'platforms' | 'interpreter'>;

/** The target is the first claim that names a Python; platforms come from the first claim that names one. */
export function chooseTarget(claims: Claims, facts: BinaryFacts | null, toolchains: Toolchains): Target {
  const candidates: readonly [TargetSource, Stated | null][] = [
    ['against', claims.against && fromStated(claims.against, claims)],
    ['python', claims.python && fromStated(claims.python, claims)],
    ['wheel-tag', claims.wheel && fromWheel(claims.wheel, claims)],
    ['wheel-tag', claims.legacy && fromLegacy(claims.legacy)],
    ['file-tag', claims.file && fromFile(claims.file)],
    ['import', fromImports(claims.imported)],
    ['environment', claims.environment && fromStated(claims.environment, claims)],
  ];
  const named = candidates.find(([, stated]) => stated !== null);
  const machinesOf = toolchains.cpython.machinesOfPlatformTag;
  const stated = claims.against ?? claims.python;
  const tags = claims.wheel?.platforms ?? [
    claims.legacy?.platform ?? stated?.platform ?? windowsPlatform(claims.file) ?? '',
  ];
  const platforms = tags.flatMap(tag => parsePlatformTag(tag, machinesOf) ?? []);
  if (!named?.[1]) return {...UNSTATED, from: null, platforms, interpreter: null};
  const [from, said] = named;
  const interpreter = (from === 'against' ? claims.against : from === 'python' ? claims.python : null)
    ?.interpreter;
  return {
    ...said,
    from,
    platforms,
    unicode: said.unicode ?? impliedUnicode(said, facts),
    interpreter: interpreter ?? null,
  };
}

const UNSTATED: Stated = {
  implementation: 'cpython',
  versions: [],
  limited: [],
  freeThreaded: null,
  debug: false,
  unicode: null,
};

/** Windows' Pythons are UCS2 builds to the last (PEP 261); elsewhere the ABI tag must say. */
function impliedUnicode(stated: Stated, facts: BinaryFacts | null): Target['unicode'] {
  const [version] = stated.versions;
  return facts?.format === 'pe' && version && compareVersions(version, [3, 2]) <= 0 ? 'ucs2' : null;
}

function fromStated(stated: StatedPython, claims: Claims): Stated | null {
  if (!stated.version && !stated.interpreter) return null;
  // A named interpreter replaces the floor of a limited-API claim, not the claim.
  const limited = claims.wheel
    ? limitedAbis(claims.wheel)
    : claims.file?.limited
      ? [claims.file.limited]
      : [];
  return {
    implementation: 'cpython',
    versions: stated.version ? [stated.version] : [],
    // There is no stable ABI before 3.2 (PEP 384).
    limited: stated.version && compareVersions(stated.version, [3, 2]) < 0 ? [] : limited,
    freeThreaded: stated.freeThreaded,
    debug: stated.debug,
    unicode: widthOf(stated),
  };
}

/** Up to 3.2 the exported names tell the width of Py_UNICODE (PEP 261). */
function widthOf({interpreter}: StatedPython): Target['unicode'] {
  if (interpreter?.exports?.has('PyUnicodeUCS4_FromUnicode')) return 'ucs4';
  return interpreter?.exports?.has('PyUnicodeUCS2_FromUnicode') ? 'ucs2' : null;
}

function fromWheel(wheel: WheelTags, claims: Claims): Stated | null {
  const versions = wheel.pythons
    .flatMap(tag => {
      const digits = /^cp(\d{2,3})$/.exec(tag)?.[1];
      const version = digits ? parseVersionDigits(digits) : null;
      return version ? [version] : [];
    })
    .toSorted(compareVersions);
  const limited = limitedAbis(wheel);
  if (versions.length === 0 && limited.length === 0) {
    return wheel.pythons.some(tag => /^(pp|graalpy)\d/.test(tag))
      ? {...UNSTATED, implementation: 'other'}
      : null;
  }
  const flags = wheel.abis.map(abi => /^cp\d{2,3}([dmut]*)$/.exec(abi)?.[1]).filter(f => f !== undefined);
  return {
    implementation: 'cpython',
    versions: limited.length > 0 ? versions.slice(0, 1) : narrowed(versions, claims),
    limited,
    freeThreaded: limited.length > 0 ? null : threadingOf(flags, claims),
    debug: flags.length > 0 && flags.every(f => f.includes('d')),
    unicode: unicodeOfFlags(flags, versions),
  };
}

/** One wheel for several Pythons holds a binary for each: the one that the file or its Python DLL names is meant. */
function narrowed(versions: readonly PythonVersion[], claims: Claims): readonly PythonVersion[] {
  if (versions.length < 2) return versions;
  const own = claims.file?.version ?? claims.imported.find(library => library.version)?.version;
  return own && versions.some(version => sameVersion(version, own)) ? [own] : versions;
}

/** A wheel for both builds (`cp313-cp313.cp313t`) holds a binary for each, as one for several versions does. */
function threadingOf(flags: readonly string[], {file, imported}: Claims): boolean | null {
  const threaded = flags.filter(f => f.includes('t'));
  if (threaded.length === 0 || threaded.length === flags.length) return threaded.length > 0;
  if (file?.version) return file.flags.includes('t');
  return imported.find(library => library.version)?.freeThreaded ?? null;
}

/** `cp27mu` is UCS4, `cp27m` UCS2 (PEP 425). */
function unicodeOfFlags(flags: readonly string[], versions: readonly PythonVersion[]): Target['unicode'] {
  const [oldest] = versions;
  if (!oldest || compareVersions(oldest, [3, 2]) > 0 || flags.length !== 1) return null;
  return flags[0]?.includes('u') ? 'ucs4' : 'ucs2';
}

function limitedAbis(wheel: WheelTags): ('abi3' | 'abi3t')[] {
  return wheel.abis.filter(abi => abi === 'abi3' || abi === 'abi3t');
}

function fromLegacy(legacy: LegacyName): Stated | null {
  return legacy.version ? {...UNSTATED, versions: [legacy.version], freeThreaded: false} : null;
}

function fromFile(file: FileTag): Stated | null {
  if (file.implementation === 'other') return {...UNSTATED, implementation: 'other'};
  if (file.limited) return {...UNSTATED, limited: [file.limited]};
  if (!file.version) return null;
  return {
    ...UNSTATED,
    versions: [file.version],
    freeThreaded: file.flags.includes('t'),
    // Windows' `_d` is no such claim: nothing that is shipped is for python_d.exe, so a debug build must be asked for.
    debug: file.flags.includes('d'),
    unicode: unicodeOfFlags([file.flags], [file.version]),
  };
}

/** The one Python library that is imported; two of them say nothing. */
function fromImports(imported: readonly PythonLibrary[]): Stated | null {
  const [library, ...others] = imported.filter(
    (one, index) =>
      imported.findIndex(other => other.library.toLowerCase() === one.library.toLowerCase()) === index,
  );
  if (!library || others.length > 0) return null;
  if (!library.version) return {...UNSTATED, limited: [library.freeThreaded ? 'abi3t' : 'abi3']};
  return {...UNSTATED, versions: [library.version], freeThreaded: library.freeThreaded};
}

function windowsPlatform(file: FileTag | null): string | null {
  return file?.platform?.startsWith('win') ? file.platform : null;
}

/** The ABI tag as wheels spell it: `cp312`, `cp313t`, `cp27mu`, `abi3`, `abi3.abi3t`; null where unknown or several. */
export function abiTag(target: Target): string | null {
  if (target.limited.length > 0) return target.limited.join('.');
  const [version, ...others] = target.versions;
  if (!version || others.length > 0 || target.implementation === 'other') return null;
  // Up to 3.2 the width of Py_UNICODE is part of the ABI, and may be unknown.
  if (compareVersions(version, [3, 2]) <= 0 && target.unicode === null) return null;
  // In this order (configure.ac, "ABIFLAGS"; packaging.tags): cp313td, cp27dmu.
  const flags = `${target.freeThreaded ? 't' : ''}${target.debug ? 'd' : ''}${pymalloc(version)}${target.unicode === 'ucs4' ? 'u' : ''}`;
  return `cp${version[0]}${version[1]}${flags}`;
}

/** The `m` of pymalloc stood in ABI tags from 2.7's wheels to 3.7 (PEP 3149; removed by bpo-36707). */
function pymalloc(version: PythonVersion): string {
  return compareVersions(version, [2, 7]) >= 0 && compareVersions(version, [3, 8]) < 0 ? 'm' : '';
}
