import {dirname, join} from 'node:path';
import {readEnvironmentLayout} from '../python/environment.ts';
import type {Variables} from '../python/interpreter-folder.ts';
import type {Files} from '../system/files.ts';
import {type KnownPython, mayBeWanted, parseWantedPython, type WantedPython} from './wanted-python.ts';

/** Where Pythons may be: of the user, of the process, and on the disk. */
export interface InterpreterPlaces {
  /** Absolute. */
  readonly home: string;
  readonly isWindows: boolean;
  readonly variables: Variables;
  readonly files: Files;
}

const MAX_LIST_BYTES = 64 * 1024;

/** The interpreter of an environment or prefix; null where there is none. */
export function pythonIn(folder: string, {isWindows, files}: InterpreterPlaces): string | null {
  const names = isWindows ? ['Scripts/python.exe', 'python.exe'] : ['bin/python', 'bin/python3'];
  const found = names.map(name => join(folder, name)).find(path => files.status(path)?.kind === 'file');
  if (found !== undefined) return found;
  // Its base interpreter is gone: running it says so, and passing it over would hide that.
  return files.status(join(folder, 'pyvenv.cfg')) ? join(folder, names[0] ?? '') : null;
}

/** Whether the files of an environment say that it may be the Python that is asked for. */
export function environmentFits(folder: string, wanted: WantedPython, {files}: InterpreterPlaces): boolean {
  const {python} = readEnvironmentLayout(folder, files);
  if (!python) return true;
  const {major, minor, freeThreaded, debug} = python;
  return mayBeWanted({version: [major, minor], patch: null, freeThreaded, debug}, wanted);
}

/** Those that uv manages, newest first: `cpython-3.13.1+freethreaded-linux-x86_64-gnu`. */
export function uvPythons(wanted: WantedPython, places: InterpreterPlaces): readonly string[] {
  const {home, isWindows, variables} = places;
  const data =
    (isWindows ? variables['APPDATA'] : variables['XDG_DATA_HOME']) ||
    join(home, isWindows ? 'AppData/Roaming' : '.local/share');
  const root = variables['UV_PYTHON_INSTALL_DIR'] || join(data, 'uv', 'python');
  return newestIn(root, wanted, places, name => {
    const [, version = '', variant = ''] = /^cpython-(\d+\.\d+\.\d+)(?:\w*)((?:\+\w+)*)-/.exec(name) ?? [];
    return knownPython(version, variant.includes('+freethreaded'), variant.includes('+debug'));
  });
}

/** Those that pyenv has built, newest first: `3.12.4`, `3.13.1t`, `3.12.4-debug`. */
export function pyenvPythons(wanted: WantedPython, places: InterpreterPlaces): readonly string[] {
  return newestIn(join(pyenvRoot(places), 'versions'), wanted, places, name => {
    const [, version = '', threaded, debug] = /^(\d+\.\d+\.\d+)(t?)(-debug)?$/.exec(name) ?? [];
    return knownPython(version, threaded === 't', debug !== undefined);
  });
}

/** pyenv's folder; pyenv for Windows keeps its own below the user's. */
export function pyenvRoot({home, isWindows, variables}: InterpreterPlaces): string {
  return variables['PYENV_ROOT'] || join(home, isWindows ? '.pyenv/pyenv-win' : '.pyenv');
}

/** conda's environments of that version: those that it lists itself, and those of its usual folders. */
export function condaPythons(wanted: WantedPython, places: InterpreterPlaces): readonly string[] {
  const {home, variables, files} = places;
  const listed = files.readText(join(home, '.conda', 'environments.txt'), MAX_LIST_BYTES) ?? '';
  const conda = variables['CONDA_EXE'];
  const roots = [
    ...(conda ? [dirname(dirname(conda))] : []),
    ...(variables['MAMBA_ROOT_PREFIX'] ? [variables['MAMBA_ROOT_PREFIX']] : []),
    ...['miniforge3', 'mambaforge', 'miniconda3', 'anaconda3', 'micromamba'].map(name => join(home, name)),
  ];
  const inRoots = roots.flatMap(root => [
    root,
    ...files.entryNames(join(root, 'envs')).map(name => join(root, 'envs', name)),
  ]);
  const folders = [...listed.split(/\r?\n/).map(line => line.trim()), ...inRoots].filter(Boolean);
  return [...new Set(folders)].flatMap(folder => {
    // A folder without Python in it says nothing of one, and would fit any.
    const fits = readEnvironmentLayout(folder, files).python && environmentFits(folder, wanted, places);
    return (fits && pythonIn(folder, places)) || [];
  });
}

function knownPython(version: string, freeThreaded: boolean, debug: boolean): KnownPython | null {
  const parsed = parseWantedPython(version);
  return parsed && {version: parsed.version, patch: parsed.patch, freeThreaded, debug};
}

function newestIn(
  folder: string,
  wanted: WantedPython,
  places: InterpreterPlaces,
  read: (name: string) => KnownPython | null,
): readonly string[] {
  const fitting = places.files.entryNames(folder).flatMap(name => {
    const known = read(name);
    return known && mayBeWanted(known, wanted) ? [{name, patch: known.patch ?? 0}] : [];
  });
  return fitting
    .toSorted((a, b) => b.patch - a.patch)
    .flatMap(({name}) => pythonIn(join(folder, name), places) ?? []);
}
