import {basename, delimiter, dirname, join, resolve} from 'node:path';
import type {Files} from '../system/files.ts';
import {pythonOfPrefix} from './interpreter-layout.ts';
import {pyenvFolder} from './pyenv.ts';

/** Variables of the environment that a process was started with. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The folder of the environment or interpreter that an executable starts: the venv that it stands in, or where its
 * links lead. Null when no Python is found around it, as for the stub of macOS or of the Microsoft Store.
 */
export function folderOfExecutable(
  executable: string,
  variables: Variables,
  cwd: string,
  files: Files,
): string | null {
  const folder = dirname(resolve(cwd, executable));
  if (basename(folder) === 'shims') return pyenvFolder(dirname(folder), variables, cwd, files);
  const real = files.realPath(join(folder, basename(executable)));
  const folders = real === null ? [folder] : [folder, dirname(real)];
  for (const one of folders) {
    // `bin/python3` and `Scripts\python.exe` stand below the environment, Windows' python.exe in it.
    for (const candidate of [dirname(one), one]) {
      if (files.status(join(candidate, 'pyvenv.cfg')) || pythonOfPrefix(candidate, files)) return candidate;
    }
  }
  return null;
}

/** The folder of the first `python3`, or else `python`, on the PATH around which a Python is found. */
export function folderOnPath(variables: Variables, cwd: string, files: Files): string | null {
  const folders = (variables['PATH'] ?? variables['Path'] ?? '').split(delimiter).filter(Boolean);
  for (const name of ['python3', 'python', 'python3.exe', 'python.exe']) {
    for (const folder of folders) {
      const executable = join(folder, name);
      if (files.status(executable)?.kind !== 'file') continue;
      const found = folderOfExecutable(executable, variables, cwd, files);
      if (found !== null) return found;
    }
  }
  return null;
}
