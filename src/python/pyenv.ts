import {dirname, join} from 'node:path';
import type {Files} from '../system/files.ts';
import type {Variables} from './interpreter-folder.ts';

const MAX_VERSION_FILE_BYTES = 4096;

/**
 * The interpreter that pyenv's shims would start: PYENV_VERSION, `.python-version` here or above, pyenv's own
 * `version` file (pyenv README, "Understanding Python version selection"). Null for `system`, or when it is not there.
 */
export function pyenvFolder(root: string, variables: Variables, cwd: string, files: Files): string | null {
  const wanted =
    variables['PYENV_VERSION'] ||
    versionFileAbove(cwd, files) ||
    files.readText(join(root, 'version'), MAX_VERSION_FILE_BYTES) ||
    '';
  // Several versions may be active: the first one gives `python3`.
  const name = wanted.split(/[\s:]+/).find(Boolean);
  if (name === undefined || name === 'system') return null;
  const installed = files.entryNames(join(root, 'versions'));
  const match = installed.includes(name) ? name : newestOf(name, installed);
  return match === null ? null : join(root, 'versions', match);
}

function versionFileAbove(start: string, files: Files): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const text = files.readText(join(folder, '.python-version'), MAX_VERSION_FILE_BYTES);
    if (text?.trim()) return text;
    if (dirname(folder) === folder) return null;
  }
}

/** `3.12` stands for the newest 3.12.x that is installed. */
function newestOf(prefix: string, installed: readonly string[]): string | null {
  const matching = installed.filter(name => name.startsWith(`${prefix}.`) && /^\d+(?:\.\d+)*$/.test(name));
  const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', {numeric: true});
  return matching.toSorted(byNumber).at(-1) ?? null;
}
