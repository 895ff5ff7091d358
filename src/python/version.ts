/** A Python feature release: `[3, 12]` for 3.12. */
export type PythonVersion = readonly [major: number, minor: number];

/** `3.12` -> `[3, 12]`; null for anything else. Later parts (`3.12.4`, `3.15.0a1`) are left out. */
export function parseVersion(text: string): PythonVersion | null {
  const match = /^(\d)\.(\d{1,2})(?:\.\d+.*)?$/.exec(text);
  return match ? [Number(match[1]), Number(match[2])] : null;
}

/** Reads the digits that tags and DLL names use: `27`, `38`, `312`. The first digit is the major version. */
export function parseVersionDigits(digits: string): PythonVersion | null {
  const match = /^([23])(\d{1,2})$/.exec(digits);
  return match ? [Number(match[1]), Number(match[2])] : null;
}

export function formatVersion([major, minor]: PythonVersion): string {
  return `${major}.${minor}`;
}

/** The form that tags and DLL names use: `312`. */
export function versionDigits([major, minor]: PythonVersion): string {
  return `${major}${minor}`;
}

/** Negative, zero or positive, as for `Array.prototype.sort`. */
export function compareVersions(a: PythonVersion, b: PythonVersion): number {
  return a[0] - b[0] || a[1] - b[1];
}

export function sameVersion(a: PythonVersion, b: PythonVersion): boolean {
  return compareVersions(a, b) === 0;
}

export function atLeast(version: PythonVersion, major: number, minor: number): boolean {
  return compareVersions(version, [major, minor]) >= 0;
}
