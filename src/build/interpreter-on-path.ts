import {basename, delimiter, dirname, join, resolve} from 'node:path';
import {pyenvFolder} from '../python/pyenv.ts';
import {type InterpreterPlaces, pyenvPythons, pythonIn} from './interpreter-places.ts';
import {parseWantedPython} from './wanted-python.ts';

/** Where a name is looked up from. */
export interface PathPlaces extends InterpreterPlaces {
  /** Absolute; `.python-version` is looked for from here. */
  readonly project: string;
  /** Absolute. */
  readonly cwd: string;
}

/**
 * The programs of these names on PATH, all of the first name first. What pyenv's shims would start stands for them:
 * they take 0.2 s to find that out.
 */
export function onPath(names: readonly string[], places: PathPlaces): readonly string[] {
  const {variables, cwd, files} = places;
  const folders = (variables['PATH'] ?? variables['Path'] ?? '').split(delimiter).filter(Boolean);
  const found = names.flatMap(name =>
    folders.flatMap(folder => {
      const executable = resolve(cwd, folder, name);
      if (files.status(executable)?.kind !== 'file') return [];
      return behindShim(executable, places) ?? [];
    }),
  );
  return [...new Set(found)];
}

/** What a program starts where it is a shim of pyenv, null where that is nothing; any other is itself. */
export function behindShim(executable: string, places: PathPlaces): string | null {
  const {variables, project, files, isWindows} = places;
  const folder = dirname(executable);
  if (basename(folder) !== 'shims' || files.status(join(dirname(folder), 'versions'))?.kind !== 'folder') {
    return executable;
  }
  const active = pyenvFolder(dirname(folder), variables, project, files);
  if (active === null) return null;
  const name = basename(executable).replace(/\.bat$/i, '.exe');
  const own = isWindows ? join(active, name) : join(active, 'bin', name);
  if (files.status(own)?.kind === 'file') return own;
  // pyenv refuses `python3.12` while only 3.11 is active; whoever names it means it.
  const wanted = parseWantedPython(/^python(\d\.\d{1,2}t?)(?:\.exe)?$/.exec(name)?.[1] ?? '');
  return wanted === null ? pythonIn(active, places) : (pyenvPythons(wanted, places)[0] ?? null);
}
