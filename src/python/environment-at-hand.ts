import {join, resolve} from 'node:path';
import type {Files} from '../system/files.ts';
import {readEnvironmentLayout} from './environment.ts';
import {folderOfExecutable, folderOnPath, type Variables} from './interpreter-folder.ts';
import type {EnvironmentPython} from './interpreter-layout.ts';
import {searchPathOf} from './search-path.ts';

/** The environment in which the user most likely works. */
export interface EnvironmentAtHand {
  /** What names it: a variable, `.venv`, or the PATH. */
  readonly from: 'VIRTUAL_ENV' | 'CONDA_PREFIX' | '.venv' | 'PYXDBG_PYTHON' | 'PATH';
  readonly folder: string;
  readonly python: EnvironmentPython | null;
  /** Where its Python looks for modules, the current folder first as for `python -m`. */
  readonly searchPath: readonly string[];
}

/**
 * Finds the environment at hand by variables and files; nothing is run. PYXDBG_PYTHON is the interpreter that pyxdbg's
 * own wheel was installed into. Null when there is none.
 */
export function environmentAtHand(variables: Variables, cwd: string, files: Files): EnvironmentAtHand | null {
  const own = variables['PYXDBG_PYTHON'];
  const places: readonly [EnvironmentAtHand['from'], () => string | null][] = [
    ['VIRTUAL_ENV', () => folderIn(variables['VIRTUAL_ENV'], cwd, files)],
    ['CONDA_PREFIX', () => folderIn(variables['CONDA_PREFIX'], cwd, files)],
    ['.venv', () => (files.status(join(cwd, '.venv', 'pyvenv.cfg')) ? join(cwd, '.venv') : null)],
    ['PYXDBG_PYTHON', () => (own ? folderOfExecutable(own, variables, cwd, files) : null)],
    ['PATH', () => folderOnPath(variables, cwd, files)],
  ];
  for (const [from, find] of places) {
    const folder = find();
    if (folder === null) continue;
    const layout = readEnvironmentLayout(folder, files);
    return {from, folder, python: layout.python, searchPath: [resolve(cwd), ...searchPathOf(layout, files)]};
  }
  return null;
}

function folderIn(path: string | undefined, cwd: string, files: Files): string | null {
  const folder = path ? resolve(cwd, path) : null;
  return folder !== null && files.status(folder)?.kind === 'folder' ? folder : null;
}
