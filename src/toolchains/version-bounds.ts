import {compareVersions, type PythonVersion, parseVersion} from '../python/version.ts';

/** Versions as tables write them: inclusive; null or absent for no bound. */
export interface VersionBounds {
  readonly from?: string | null;
  readonly to?: string | null;
}

/** Whether the version lies within the bounds. */
export function isWithin(version: PythonVersion, {from, to}: VersionBounds): boolean {
  return (
    (from == null || compareVersions(version, tableVersion(from)) >= 0) &&
    (to == null || compareVersions(version, tableVersion(to)) <= 0)
  );
}

/** A version that a table writes as `3.12`; throws on anything else, which a test of the tables rules out. */
export function tableVersion(text: string): PythonVersion {
  const known = versions.get(text);
  if (known) return known;
  const version = parseVersion(text);
  if (!version) throw new Error(`toolchains: not a version: ${text}`);
  versions.set(text, version);
  return version;
}

/** The few versions that the tables name: rules ask for them with every binary. */
const versions = new Map<string, PythonVersion>();
