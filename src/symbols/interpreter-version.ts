/**
 * The patch version that CPython's version resource stands for: the third field is 1000 times the micro version plus
 * ten times the release level (0xA alpha, 0xB beta, 0xC candidate, 0xF final) plus the serial (CPython,
 * PC/python_ver_rc.h, FIELD3). `3.11.2150.1013` is 3.11.2, `3.14.121.1013` is 3.14.0c1. Null for other resources.
 */
export function patchVersionOf(fileVersion: string): string | null {
  const [major = 0, minor = 0, field3 = 0] = fileVersion.split('.').map(Number);
  if (major < 2 || major > 3 || !Number.isInteger(minor) || !Number.isInteger(field3)) return null;
  const level = LEVELS.get(Math.floor((field3 % 1000) / 10));
  if (level === undefined) return null;
  const serial = field3 % 10;
  return `${major}.${minor}.${Math.floor(field3 / 1000)}${level === '' ? '' : `${level}${serial}`}`;
}

/** As python.org's folders spell them. */
const LEVELS: ReadonlyMap<number, string> = new Map([
  [0xa, 'a'],
  [0xb, 'b'],
  [0xc, 'rc'],
  [0xf, ''],
]);
