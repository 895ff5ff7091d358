import {UserError} from '../errors.ts';
import {closestVersion} from './debian-version.ts';

/** A source package in one version. */
export interface DebianPackage {
  readonly source: string;
  readonly version: string;
}

/** What apt has to offer. */
export interface Offer {
  /** Of that package, as the lists say. */
  readonly versions: readonly string[];
  /** Files of the wanted version that the lists name and the archive does not have. */
  readonly lost: readonly string[];
  /** Whether another version will do. */
  readonly closest: boolean;
}

/**
 * The version to take: the one that is installed, or the closest of the same upstream version where that is asked for.
 * Throws a UserError that says what is missing, and names both.
 */
export function choosePackage({source, version}: DebianPackage, {versions, lost, closest}: Offer): string {
  const isListed = versions.includes(version);
  if (isListed && lost.length === 0) return version;
  const near = closestVersion(
    version,
    versions.filter(one => one !== version),
  );
  if (closest && near !== null) return near;
  const missing = isListed
    ? `apt's lists have the source of ${version}, which is installed, but the archive lacks ${lost.join(', ')}`
    : versions.length === 0
      ? `apt knows no source package of that name; ${version} is installed`
      : `apt has no source of ${version}, which is installed, but of ${versions.join(', ')}`;
  throw new UserError({
    what: missing,
    where: `source package ${source}`,
    advice:
      near === null
        ? 'name a tarball of the source, or a folder with --source'
        : `--closest takes ${near} in place of ${version}`,
  });
}

/**
 * Names of files that the archive does not have, from what apt-get says: `E: Failed to fetch ADDRESS  404  Not Found`,
 * and `File not found` for a folder.
 */
export function missingFiles(output: string): readonly string[] {
  const found = output.matchAll(/^E: Failed to fetch (\S+)\s+(?:404\s|File not found)/gm);
  return [...new Set([...found].map(([, address = '']) => fileName(address)))];
}

function fileName(address: string): string {
  const name = address.slice(address.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
