import type {Target} from '../python/target.ts';
import {type PythonVersion, versionDigits} from '../python/version.ts';
import type {CrtFamily, Toolchains} from '../toolchains/toolchains.ts';
import type {Subject} from './subject.ts';
import {baseName} from './wording.ts';

/** The C runtimes that the Pythons of the target use: of the first version, and of all that may load the binary. */
export interface ExpectedCrt {
  readonly first: CrtFamily;
  readonly all: ReadonlySet<CrtFamily>;
  /** The DLL that settles it, e.g. `python36.dll`. */
  readonly dll: string;
}

/** Null where the target, or its C runtime, is not known. */
export function expectedCrt(subject: Subject, toolchains: Toolchains): ExpectedCrt | null {
  const {target, facts} = subject;
  if (facts.format !== 'pe' || target.implementation === 'other') return null;
  if (target.interpreter?.crt) {
    const {crt, path} = target.interpreter;
    return {first: crt, all: new Set([crt]), dll: baseName(path)};
  }
  if (isOfMingwPython(subject)) return null;
  const versions = supportedVersions(target, toolchains);
  const families = versions.map(([major, minor]) => toolchains.crt.ofPython(major, minor, facts.machine));
  const [first] = families;
  const known = families.filter(family => family !== null);
  if (!first || known.length < families.length) return null;
  const [version] = versions;
  const dll =
    target.limited.length > 0 ? 'python3.dll' : `python${version ? versionDigits(version) : '3'}.dll`;
  return {first, all: new Set(known), dll};
}

/** MSYS2's and Cygwin's Pythons have C runtimes of their own, and DLLs named as on Unix. */
function isOfMingwPython({target, use, fileTag}: Subject): boolean {
  const named = [...target.platforms.map(({tag}) => tag), fileTag?.platform ?? ''];
  if (named.some(part => /^(mingw|cygwin)|cygwin$/.test(part))) return true;
  const isNamed = target.platforms.some(({system}) => system === 'windows');
  return !isNamed && use.libraries.some(({library}) => /^libpython/i.test(library));
}

/** Every version in sight that may load the binary; without a floor the first whose wheels could be tagged abi3 in practice, 3.5. */
function supportedVersions(target: Target, {cpython}: Toolchains): readonly PythonVersion[] {
  if (target.limited.length === 0) return target.versions;
  const floor = target.versions[0] ?? [3, 5];
  const versions: PythonVersion[] = [];
  for (let minor = floor[1]; cpython.standing([3, minor]) !== null; minor += 1) versions.push([3, minor]);
  return versions;
}
