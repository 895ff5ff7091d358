import type {Target} from '../python/target.ts';
import {formatVersion} from '../python/version.ts';

/** `malloc, free, fwrite and 22 more`. */
export function listNames(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** `1 name`, `2 names`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** The target in a sentence: `CPython 3.12`, `free-threaded CPython 3.13`, `the stable ABI of CPython 3.10 and later`. */
export function describeTarget(target: Target): string {
  const versions = target.versions.map(formatVersion).join(', ');
  if (target.limited.length > 0) {
    return versions === '' ? 'the stable ABI' : `the stable ABI of CPython ${versions} and later`;
  }
  const kind = `${target.debug ? 'debug ' : ''}${target.freeThreaded ? 'free-threaded ' : ''}`;
  return `${kind}CPython ${versions}`.trim();
}

/** The base name of a path or install name. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
