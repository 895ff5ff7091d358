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
  const below = projectsBelow(root, files);
  return new UserError({
    what,
    where: root,
    advice:
      below.length > 0
        ? `name the folder of a project: ${below.slice(0, MAX_NAMED).join(', ')}${below.length > MAX_NAMED ? ', ...' : ''}`
        : 'name the folder of a project, or begin one: pyxdbg init NEW_FOLDER --template c',
  });
}

/** Projects that are named, folders that are looked at, and levels downwards: a repository of several has them near. */
const MAX_NAMED = 3;
const MAX_FOLDERS = 200;
const MAX_DEPTH = 2;

/** Folders of projects below one that is none, relative, the nearest first. */
function projectsBelow(root: string, files: FolderFiles): readonly string[] {
  const found: string[] = [];
  let level: readonly string[] = [root];
  for (let depth = 0; depth < MAX_DEPTH && found.length === 0; depth += 1) {
    level = level
      .flatMap(folder =>
        files
          .entryNames(folder)
          .filter(name => !name.startsWith('.') && name !== 'node_modules')
          .map(name => join(folder, name)),
      )
      .filter(path => files.status(path)?.kind === 'folder')
      .slice(0, MAX_FOLDERS);
    found.push(...level.filter(folder => looksLikeProject(folder, files)));
  }
  return found.map(folder => relative(root, folder)).toSorted();
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
