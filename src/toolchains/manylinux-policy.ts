import {compareDotted} from './dotted-version.ts';
import {wholeName} from './file-name-pattern.ts';
import type {LibcVersionText, PolicySet} from './manylinux-file.ts';
import {isVersionAllowed, type PolicyPlace, type SymbolVersions} from './symbol-versions.ts';
import type {Policy} from './toolchains.ts';

/** Names that musl's loader takes for itself, whatever files there are (ldso/dynlink.c, "reserved" in load_library). */
const MUSL_OWN = wholeName('lib(c|pthread|rt|m|dl|util|xnet)\\.so');

/** The dynamic loader: ld-linux-x86-64.so.2, ld64.so.1 (PowerPC, s390x), ld-musl-aarch64.so.1. */
const LOADER = wholeName('ld-(linux|musl)[a-z0-9_-]*\\.so\\.\\d|ld64\\.so\\.\\d');

/** What makes a {@link Policy}. */
interface PolicyParts {
  readonly family: 'manylinux' | 'musllinux';
  readonly set: PolicySet;
  readonly libcVersion: LibcVersionText;
  readonly architecture: string;
  readonly versions: SymbolVersions;
  /** musl's library of the architecture. */
  readonly libcName: string | null;
}

/** One policy; for a libc version between or above the listed ones, libraries are those of the next lower policy. */
export function makePolicy(parts: PolicyParts): Policy {
  const {family, set, libcVersion, architecture, versions, libcName} = parts;
  const listed = set.policies.find(policy => policy.version === libcVersion);
  const place: PolicyPlace = {
    libcVersion,
    listed: listed !== undefined,
    nextListed: set.policies.find(policy => isAbove(policy.version, libcVersion))?.version ?? null,
  };
  const [major = 0, minor = 0] = libcVersion.split('.').map(Number);
  const forbidden = new Map<string, ReadonlySet<string>>();
  for (const {library, until, names} of set.forbidden) {
    if (until !== null && !isAbove(until, libcVersion)) continue;
    forbidden.set(library, new Set([...(forbidden.get(library) ?? []), ...names]));
  }
  return {
    tag: `${family}_${major}_${minor}_${architecture}`,
    aliases: (listed?.aliases ?? []).map(alias => `${alias}_${architecture}`),
    libc: family === 'manylinux' ? 'glibc' : 'musl',
    libcVersion: [major, minor],
    architecture,
    listed: place.listed,
    isaLevel: 1,
    allowsVersion: name => (family === 'musllinux' ? null : isVersionAllowed(versions, place, name)),
    newest: prefix => (family === 'musllinux' ? null : newestAllowed(versions, place, prefix)),
    allowsLibrary(soname) {
      if (LOADER.test(soname) || soname === libcName) return true;
      if (family === 'musllinux' && MUSL_OWN.test(soname)) return true;
      const since = set.libraries[soname];
      return since !== undefined && !isAbove(since, libcVersion);
    },
    forbiddenNames: soname => forbidden.get(soname) ?? new Set(),
  };
}

function newestAllowed(versions: SymbolVersions, place: PolicyPlace, prefix: string): string | null {
  // Here PEP 600 alone says it.
  if (prefix === 'GLIBC' && !place.listed) return `GLIBC_${place.libcVersion}`;
  let newest: string | null = null;
  for (const {version} of versions.all(prefix)) {
    if (isVersionAllowed(versions, place, `${prefix}_${version}`) !== true) continue;
    if (newest === null || isAbove(version, newest)) newest = version;
  }
  return newest === null ? null : `${prefix}_${newest}`;
}

/** False where one of them is no dotted number. */
export function isAbove(version: string, other: string): boolean {
  return (compareDotted(version, other) ?? -1) > 0;
}
