/** The longest name that file systems hold, in characters. */
const MAX_NAME = 255;

/** A name of a member, and why the member is refused for it, as one clause that follows the name. */
export interface BaseName {
  /** Without folders and control characters, cut; never empty. */
  readonly name: string;
  readonly problem: string | null;
}

/**
 * The base name of a path in an archive, with either separator. A path that leads out of a folder is refused: nothing
 * here ever uses it as one, but an archive with such a path was made to harm.
 */
export function baseNameOf(path: string): BaseName {
  const parts = path.split(/[/\\]/);
  const base = parts.at(-1) ?? '';
  const name = base.replaceAll(/[\x00-\x1f\x7f:]/g, '_').slice(0, MAX_NAME);
  return {name: /^\.{0,2}$/.test(name) ? '_' : name, problem: problemOf(path, parts, base)};
}

function problemOf(path: string, parts: readonly string[], base: string): string | null {
  if (base === '' || base === '.') return 'has no file name';
  if (path.includes('\0')) return 'has a NUL character in its name';
  if (parts.includes('..')) return 'leads out of the archive by its path';
  if (path.includes(':')) return 'has a drive or a stream in its path';
  if (parts[0] === '') return 'has an absolute path';
  return null;
}
