/**
 * Why a name in an archive must not be used as a path, as one clause; null for a good one. Installers refuse or bend
 * such names, each in its own way (CPython's zipfile, "extract"), so that what would be loaded is not what was checked.
 */
export function nameProblem(path: string): string | null {
  if (path === '') return 'has no name';
  if (path.includes('\0')) return 'has a NUL character in its name';
  if (path.includes('\\')) return 'has a backslash in its name';
  if (path.startsWith('/')) return 'has an absolute path';
  if (/^[A-Za-z]:/.test(path)) return 'has a drive letter in its path';
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) return 'leads out of the archive';
  return null;
}
