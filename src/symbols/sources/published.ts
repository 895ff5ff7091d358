import type {VersionRange} from '../../toolchains/symbol-servers.ts';
import type {SymbolSubject} from '../subject.ts';

/** `3.11.2rc1`: the release that python.org has a folder of (`3.11.2`), and what its files are called by. */
export interface PublishedVersion {
  readonly release: string;
  readonly version: string;
  /** `rc1`; empty for a final release. */
  readonly suffix: string;
}

/** The version of the interpreter that a binary belongs to, where it says so and the range has it. */
export function publishedVersion(subject: SymbolSubject, {from, to}: VersionRange): PublishedVersion | null {
  const match = /^((\d+)\.(\d+)\.\d+)((?:a|b|rc)\d+)?$/.exec(subject.pythonVersion ?? '');
  if (!match) return null;
  const [version, release = '', major, minor, suffix = ''] = match;
  const number = orderOf(`${major}.${minor}`);
  const isIn = number >= orderOf(from) && (to === null || number <= orderOf(to));
  return isIn ? {release, version, suffix} : null;
}

function orderOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

/** Fills `{name}` in a path of the tables. */
export function fill(path: string, values: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}
