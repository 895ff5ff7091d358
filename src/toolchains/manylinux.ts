import type {Machine} from '../binary/facts.ts';
import {isDotted} from './dotted-version.ts';
import {lazy} from './lazy.ts';
import type {ManylinuxFile, PolicySet} from './manylinux-file.ts';
import {isAbove, makePolicy} from './manylinux-policy.ts';
import {type SymbolVersions, splitVersion, symbolVersions} from './symbol-versions.ts';
import {readAs, type TableReader} from './table-reader.ts';
import type {ManylinuxPolicies, Policy, PolicyNeeds} from './toolchains.ts';

type Family = 'manylinux' | 'musllinux';

/** Typed access to toolchains/manylinux.json, with PEP 600's rule for the versions that it does not list. */
export function manylinuxPolicies(
  read: TableReader,
  architectureOf: (machine: Machine) => string | null,
): ManylinuxPolicies {
  const file = lazy(() => readAs<ManylinuxFile>(read, 'manylinux.json'));
  const versions = new Map<string, SymbolVersions>();
  const policies = new Map<string, Policy | null>();

  function policy(family: Family, libcVersion: string, architecture: string): Policy | null {
    const key = `${family} ${libcVersion} ${architecture}`;
    let made = policies.get(key);
    if (made === undefined) {
      made = make(family, libcVersion, architecture);
      policies.set(key, made);
    }
    return made;
  }

  function make(family: Family, libcVersion: string, architecture: string): Policy | null {
    const set: PolicySet = file()[family];
    // Below the first policy of an architecture nothing is promised.
    const known = set.policies.some(
      ({version, architectures}) => architectures.includes(architecture) && !isAbove(version, libcVersion),
    );
    if (!known) return null;
    const key = `${family} ${architecture}`;
    const symbols = versions.get(key) ?? symbolVersions(set, architecture);
    versions.set(key, symbols);
    const libcName = family === 'musllinux' ? (file().musllinux.libcNames[architecture] ?? null) : null;
    return makePolicy({family, set, libcVersion, architecture, versions: symbols, libcName});
  }

  function policyFor(platformTag: string): Policy | null {
    const numbered = /^(manylinux|musllinux)_(\d{1,3})_(\d{1,3})_([a-z0-9_]{1,20})$/.exec(platformTag);
    if (numbered) {
      const [, family, major, minor, architecture = ''] = numbered;
      return policy(family === 'musllinux' ? 'musllinux' : 'manylinux', `${major}.${minor}`, architecture);
    }
    const old = /^(manylinux(?:1|2010|2014))_([a-z0-9_]{1,20})$/.exec(platformTag);
    if (!old) return null;
    const [, alias = '', architecture = ''] = old;
    const listed = file().manylinux.policies.find(({aliases}) => aliases.includes(alias));
    return listed ? policy('manylinux', listed.version, architecture) : null;
  }

  function trueTag(needs: PolicyNeeds): Policy | null {
    const architecture = architectureOf(needs.machine);
    if (architecture === null) return null;
    const family: Family = needs.libc === 'glibc' ? 'manylinux' : 'musllinux';
    const candidates = file()[family].policies.map(({version}) => version);
    const newest = candidates.at(-1);
    // A glibc newer than the table: PEP 600's rule holds for it as well.
    const wanted = newestGlibc(needs);
    if (family === 'manylinux' && newest && wanted && isAbove(wanted, newest)) candidates.push(wanted);
    for (const version of candidates) {
      const candidate = policy(family, version, architecture);
      if (candidate && holds(candidate, needs)) return candidate;
    }
    return null;
  }

  return {policyFor, trueTag};
}

function newestGlibc({versionNeeds}: PolicyNeeds): string | null {
  let newest: string | null = null;
  for (const name of Object.values(versionNeeds).flat()) {
    const [prefix, version] = splitVersion(name);
    if (prefix !== 'GLIBC' || !/^2\.\d{1,3}$/.test(version) || !isDotted(version)) continue;
    if (newest === null || isAbove(version, newest)) newest = version;
  }
  return newest;
}

function holds(policy: Policy, {libraries, versionNeeds, undefinedNames}: PolicyNeeds): boolean {
  if (!libraries.every(library => policy.allowsLibrary(library))) return false;
  for (const versions of Object.values(versionNeeds)) {
    if (versions.some(version => policy.allowsVersion(version) === false)) return false;
  }
  const forbidden = libraries.map(library => policy.forbiddenNames(library)).filter(names => names.size > 0);
  if (forbidden.length === 0) return true;
  for (const name of undefinedNames ?? []) {
    if (forbidden.some(names => names.has(name))) return false;
  }
  return true;
}
