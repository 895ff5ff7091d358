import {dirname, join, relative} from 'node:path';
import {UserError} from '../errors.ts';
import type {Files} from '../system/files.ts';

type FolderFiles = Pick<Files, 'status' | 'entryNames'>;

/** Says what the folder is instead of a project, and what to type. */
export function noProject(root: string, files: FolderFiles): UserError {
  const names = new Set(files.entryNames(root));
  const around = names.size === 0 ? null : projectAbove(root, files);
  if (around !== null) {
    return new UserError({
      what: `is no project, but lies in one: ${around}`,
      where: root,
      advice: `run it there, or name that folder: ${relative(root, around)}`,
    });
  }
  const half = HALVES.find(([name]) => names.has(name));
  const what =
    names.size === 0
      ? 'is empty'
      : half
        ? `has ${half[0]}, but ${half[1]}`
        : 'has no pyproject.toml with [build-system] or [project], no setup.py and no CMakeLists.txt';
  return new UserError({
    what,
    where: root,
    advice: 'name the folder of a project, or begin one: pyxdbg init NEW_FOLDER --template c',
  });
}

/** Files that belong to a project, and what is missing beside them. */
const HALVES: readonly (readonly [string, string])[] = [
  ['meson.build', 'no pyproject.toml that names `mesonpy` as its build-backend'],
  ['Cargo.toml', 'no pyproject.toml that names `maturin` as its build-backend'],
  ['setup.cfg', 'neither setup.py nor pyproject.toml'],
  ['pyproject.toml', 'neither [build-system] nor [project] in it, no setup.py and no CMakeLists.txt'],
];

/** Levels upwards that are looked at outside of a repository. */
const MAX_LEVELS = 3;

/** The nearest project upwards, as far as the repository reaches. */
function projectAbove(root: string, files: FolderFiles): string | null {
  let nearest: {folder: string; level: number} | null = null;
  let folder = root;
  for (let level = 0; ; level += 1, folder = dirname(folder)) {
    if (level > 0 && nearest === null && looksLikeProject(folder, files)) nearest = {folder, level};
    if (files.status(join(folder, '.git')) !== null) return nearest?.folder ?? null;
    if (dirname(folder) === folder) return nearest && nearest.level <= MAX_LEVELS ? nearest.folder : null;
  }
}

function looksLikeProject(folder: string, files: FolderFiles): boolean {
  return ['pyproject.toml', 'setup.py'].some(name => files.status(join(folder, name))?.kind === 'file');
}
