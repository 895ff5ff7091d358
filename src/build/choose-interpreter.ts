import {basename, dirname, join, resolve} from 'node:path';
import {pyenvFolder} from '../python/pyenv.ts';
import {behindShim, onPath} from './interpreter-on-path.ts';
import {
  condaPythons,
  environmentFits,
  type InterpreterPlaces,
  pyenvPythons,
  pyenvRoot,
  pythonIn,
  uvPythons,
} from './interpreter-places.ts';
import {parseWantedPython, type WantedPython} from './wanted-python.ts';

/** What a choice of the interpreter hangs on. */
export interface InterpreterRequest extends InterpreterPlaces {
  /** `--python`: a version, a path, a name on PATH; null without it. */
  readonly stated: string | null;
  /** Absolute. */
  readonly project: string;
  /** Absolute; relative paths of `--python` start here. */
  readonly cwd: string;
}

/** An interpreter to ask. */
export interface InterpreterCandidate {
  /** The interpreter, and for Windows' `py` which one it shall start. */
  readonly command: readonly [string, ...string[]];
  /** Why this one. */
  readonly from: string;
  /** What it must turn out to be; null where any is right. */
  readonly wanted: WantedPython | null;
  /** Whether the next may be tried where this one is not what it seems; else its failure is the user's to hear. */
  readonly mayFail: boolean;
}

const MAX_FILE_BYTES = 4096;

/** More on PATH are not asked. */
const MAX_ON_PATH = 4;

/** The interpreters to ask, the best first; nothing is run. None where nothing is found. */
export function interpreterCandidates(request: InterpreterRequest): readonly InterpreterCandidate[] {
  const {stated} = request;
  const candidates = stated === null ? impliedCandidates(request) : statedCandidates(stated, request);
  const seen = new Set<string>();
  return candidates.filter(({command}) => {
    const key = command.join('\0');
    return !seen.has(key) && seen.add(key);
  });
}

function impliedCandidates(request: InterpreterRequest): readonly InterpreterCandidate[] {
  const {candidates, unmet} = named(request);
  return [...environments(request), ...candidates, ...own(request), ...anyOnPath(unmet, request)];
}

function statedCandidates(stated: string, request: InterpreterRequest): readonly InterpreterCandidate[] {
  const {cwd, files} = request;
  const wanted = parseWantedPython(stated);
  if (wanted) {
    const active = environments(request)
      .filter(({folder}) => environmentFits(folder, wanted, request))
      .map(one => ({...one, from: `--python ${stated}, ${one.from}`, wanted, mayFail: true}));
    return [...active, ...ofVersion(wanted, `--python ${stated}, `, request)];
  }
  const path = resolve(cwd, stated);
  const kind = files.status(path)?.kind;
  const isName = !/[\\/]/.test(stated);
  const executable =
    kind === 'folder'
      ? (pythonIn(path, request) ?? path)
      : isName && kind === undefined
        ? (onPath([stated, `${stated}.exe`], request)[0] ?? stated)
        : path;
  const command = behindShim(executable, request) ?? executable;
  return [{command: [command], from: '--python', wanted: null, mayFail: false}];
}

type Environment = InterpreterCandidate & {readonly folder: string};

/** The active environment, then the project's own. */
function environments(request: InterpreterRequest): readonly Environment[] {
  const {variables, project, cwd, files} = request;
  const conda = ['CONDA_PREFIX', variables['CONDA_PREFIX']] as const;
  // Many shells activate conda's base for good: that says nothing of this project.
  const isBase = variables['CONDA_DEFAULT_ENV'] === 'base' || variables['CONDA_DEFAULT_ENV'] === 'root';
  const places = [
    ['VIRTUAL_ENV', variables['VIRTUAL_ENV']] as const,
    ...(isBase ? [] : [conda]),
    ['.venv', join(project, '.venv')] as const,
    ['venv', join(project, 'venv')] as const,
    ...(isBase ? [conda] : []),
  ];
  return places.flatMap(([from, place]) => {
    const folder = place ? resolve(cwd, place) : null;
    if (folder === null || files.status(folder)?.kind !== 'folder') return [];
    const isVenv = from !== 'CONDA_PREFIX';
    // `venv` may be a package of the project.
    if (from === 'venv' && !files.status(join(folder, 'pyvenv.cfg'))) return [];
    const executable = pythonIn(folder, request);
    // A conda environment may have no Python.
    return executable === null ? [] : [{command: [executable], from, wanted: null, mayFail: !isVenv, folder}];
  });
}

/** The version that PYENV_VERSION or a `.python-version` names, and a remark where nothing may be it. */
function named(request: InterpreterRequest): {
  readonly candidates: readonly InterpreterCandidate[];
  readonly unmet: string | null;
} {
  const {variables, project, files} = request;
  const stated = variables['PYENV_VERSION'];
  const [from, text] = stated
    ? (['PYENV_VERSION', stated] as const)
    : (['.python-version', versionFileAbove(project, request)] as const);
  const [name = 'system'] = (text ?? '').split(/[\s:]+/).filter(Boolean);
  if (name === 'system') return {candidates: [], unmet: null};
  const folder = pyenvFolder(pyenvRoot(request), {PYENV_VERSION: name}, project, files);
  const executable = folder === null ? null : pythonIn(folder, request);
  const wanted = parseWantedPython(name.replace(/^(?:cpython|python)[@-]?/, ''));
  const candidates: readonly InterpreterCandidate[] =
    executable !== null
      ? [{command: [executable], from, wanted: null, mayFail: false}]
      : wanted === null
        ? []
        : ofVersion(wanted, `${from}, `, request);
  const unmet = candidates.length > 0 ? null : `${from} asks for ${name.slice(0, 40)}, which is not found`;
  return {candidates, unmet};
}

function versionFileAbove(start: string, {files}: InterpreterRequest): string | null {
  for (let folder = start; ; folder = dirname(folder)) {
    const text = files
      .readText(join(folder, '.python-version'), MAX_FILE_BYTES)
      ?.replaceAll(/^\s*#.*$/gm, '');
    if (text?.trim()) return text;
    if (dirname(folder) === folder) return null;
  }
}

/** Where a version is looked for that no environment has. */
function ofVersion(
  wanted: WantedPython,
  from: string,
  request: InterpreterRequest,
): readonly InterpreterCandidate[] {
  const [major, minor] = wanted.version;
  const version = `${major}.${minor}`;
  const flags = `${wanted.freeThreaded ? 't' : ''}${wanted.debug ? 'd' : ''}`;
  const found: readonly (readonly [string, readonly string[]])[] = [
    ['uv', uvPythons(wanted, request)],
    ['pyenv', pyenvPythons(wanted, request)],
    ['conda', condaPythons(wanted, request)],
    ['PATH', onPath([`python${version}${flags}`, `python${version}${flags}.exe`], request)],
  ];
  const candidates = found.flatMap(([place, executables]) =>
    executables.map(executable => ({
      command: [executable] as const,
      from: `${from}${place}`,
      wanted,
      mayFail: true,
    })),
  );
  const launcher = request.isWindows ? onPath(['py.exe'], request) : [];
  return [
    ...candidates,
    ...launcher.map(py => ({
      command: [py, `-${version}${wanted.freeThreaded ? 't' : ''}`] as const,
      from: `${from}py`,
      wanted,
      mayFail: true,
    })),
  ];
}

/** The interpreter that pyxdbg's own wheel was installed into. */
function own({variables, cwd}: InterpreterRequest): readonly InterpreterCandidate[] {
  const executable = variables['PYXDBG_PYTHON'];
  if (!executable) return [];
  return [{command: [resolve(cwd, executable)], from: 'PYXDBG_PYTHON', wanted: null, mayFail: true}];
}

function anyOnPath(unmet: string | null, request: InterpreterRequest): readonly InterpreterCandidate[] {
  const names = request.isWindows ? ['python.exe', 'python3.exe'] : ['python3', 'python'];
  const found = onPath(names, request);
  // Windows puts stand-ins there that open its store.
  const isStore = (path: string): boolean => /[\\/]WindowsApps[\\/]/i.test(path);
  const candidate = (...command: [string, ...string[]]): InterpreterCandidate => ({
    command,
    from: `${basename(command[0]) === 'py.exe' ? 'py' : 'PATH'}${unmet === null ? '' : ` (${unmet})`}`,
    wanted: null,
    mayFail: true,
  });
  return [
    ...found.filter(path => !isStore(path)).map(path => candidate(path)),
    ...(request.isWindows ? onPath(['py.exe'], request).map(py => candidate(py, '-3')) : []),
    ...found.filter(isStore).map(path => candidate(path)),
  ].slice(0, MAX_ON_PATH);
}
