import {compareDotted, isDotted} from './dotted-version.ts';
import type {LibcVersionText, PolicySet} from './manylinux-file.ts';

/** For one architecture: which policy first allows each symbol version. */
export interface SymbolVersions {
  /** The libc version of that policy; `unknown` for a version that the table does not have; null for an unknown prefix. */
  firstPolicy(prefix: string, version: string): LibcVersionText | 'unknown' | null;
  /** The versions of a prefix, with the policy that first allows each. */
  all(prefix: string): readonly {readonly version: string; readonly since: LibcVersionText}[];
}

/** Reads the versions of one architecture out of a policy table. */
export function symbolVersions(set: PolicySet, architecture: string): SymbolVersions {
  const byPrefix = new Map<string, Map<string, LibcVersionText>>();
  for (const [prefix, added] of Object.entries(set.versions[architecture] ?? {})) {
    const since = new Map<string, LibcVersionText>();
    for (const [policy, versions] of Object.entries(added)) {
      for (const version of versions) since.set(version, policy);
    }
    byPrefix.set(prefix, since);
  }
  return {
    firstPolicy(prefix, version) {
      const since = byPrefix.get(prefix);
      return since ? (since.get(version) ?? 'unknown') : null;
    },
    all: prefix => [...(byPrefix.get(prefix) ?? [])].map(([version, since]) => ({version, since})),
  };
}

/** `GLIBC_2.14` -> `['GLIBC', '2.14']`; the prefix ends at the first underscore (`GLIBCXX_LDBL_3.4`). */
export function splitVersion(name: string): readonly [prefix: string, version: string] {
  const underscore = name.indexOf('_');
  return underscore < 0 ? [name, ''] : [name.slice(0, underscore), name.slice(underscore + 1)];
}

/** Where a libc version stands between the policies of the table. */
export interface PolicyPlace {
  readonly libcVersion: LibcVersionText;
  readonly listed: boolean;
  /** The next listed policy above it; null when it is the newest or newer. */
  readonly nextListed: LibcVersionText | null;
}

/** Whether a policy allows a symbol version; null where it cannot be told. */
export function isVersionAllowed(
  versions: SymbolVersions,
  {libcVersion, listed, nextListed}: PolicyPlace,
  name: string,
): boolean | null {
  const [prefix, version] = splitVersion(name);
  const since = versions.firstPolicy(prefix, version);
  if (since === null) return null;
  const inTable = since !== 'unknown';
  if (inTable && isAtMost(since, libcVersion)) return true;
  if (inTable && listed) return false;
  // PEP 600: what decides is that a distribution with this glibc has it.
  if (prefix === 'GLIBC' && isDotted(version)) return isAtMost(version, libcVersion);
  // No glibc promises GLIBC_PRIVATE to anyone; GLIBC_ABI_* names newer than the table are not known.
  if (prefix === 'GLIBC' && !inTable) return version === 'PRIVATE' ? false : null;
  // Newer than all that the table knows.
  if (listed) return false;
  // Between two listed policies: not there if even the upper one lacks it, else nobody has looked.
  const upperHasIt = nextListed === null || (inTable && isAtMost(since, nextListed));
  return upperHasIt ? null : false;
}

function isAtMost(version: string, limit: string): boolean {
  return (compareDotted(version, limit) ?? 1) <= 0;
}
