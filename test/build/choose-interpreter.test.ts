import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import test from 'ava';
import {type InterpreterCandidate, interpreterCandidates} from '../../src/build/choose-interpreter.ts';
import {parseWantedPython} from '../../src/build/wanted-python.ts';
import {localFiles} from '../../src/system/files.ts';
import {pyenvPythons, pyenvRoot} from '../builders/pyenv-pythons.ts';
import {temporaryFolder} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';

const prefix = (folder: string, version: string, flag = '') => ({
  [`${folder}/bin/python`]: '',
  [`${folder}/bin/python${version}${flag}`]: '',
  [`${folder}/lib/python${version}${flag}/os.py`]: '',
});

/** A home, a project and a PATH with Pythons of every origin. */
function machine(): string {
  const root = writeTree({
    'project/.venv/pyvenv.cfg': 'version = 3.11.4\n',
    'project/.venv/bin/python': '',
    'project/venv/__init__.py': '',
    'venv/pyvenv.cfg': 'version = 3.12.1\n',
    'venv/bin/python': '',
    'own/bin/python': '',
    'bin/python': '',
    'bin/python3': '',
    'bin/python3.10': '',
    ...prefix('conda', '3.9'),
    ...prefix('home/miniforge3/envs/work', '3.12'),
    'home/miniforge3/envs/empty/conda-meta/history': '',
    ...prefix('elsewhere/env', '3.8'),
    'home/.conda/environments.txt': '',
    'home/.local/share/uv/python/cpython-3.12.9-linux-x86_64-gnu/bin/python': '',
    'home/.local/share/uv/python/cpython-3.12.10-linux-x86_64-gnu/bin/python': '',
    'home/.local/share/uv/python/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python': '',
    'home/.local/share/uv/python/cpython-3.13.1+debug-linux-x86_64-gnu/bin/python': '',
    'home/.local/share/uv/python/pypy-3.10.14-linux-x86_64-gnu/bin/python': '',
    'home/.pyenv/versions/3.12.3/bin/python': '',
    'home/.pyenv/versions/3.13.0/bin/python': '',
    'home/.pyenv/versions/3.13.2t/bin/python': '',
    'home/.pyenv/versions/3.13.2-debug/bin/python': '',
    'home/.pyenv/versions/named/bin/python': '',
    'home/.pyenv/shims/python3': '',
    'home/.pyenv/shims/python3.12': '',
  });
  writeTree({'home/.conda/environments.txt': `${root}/elsewhere/env\n`}, root);
  return root;
}

const root = machine();

function candidates(
  variables: Readonly<Record<string, string>>,
  {stated = null, project = 'project'}: {stated?: string | null; project?: string} = {},
): readonly InterpreterCandidate[] {
  return interpreterCandidates({
    stated,
    project: join(root, project),
    cwd: root,
    home: join(root, 'home'),
    isWindows: false,
    variables,
    files: localFiles,
  });
}

const shownOf = (found: readonly InterpreterCandidate[]): string[] =>
  found.map(({from, command}) => `${from}: ${command.join(' ').replaceAll(`${root}/`, '')}`);

test('an active venv goes first, then conda, .venv, pyxdbg itself and PATH', t => {
  const all = {
    VIRTUAL_ENV: join(root, 'venv'),
    CONDA_PREFIX: join(root, 'conda'),
    PYXDBG_PYTHON: join(root, 'own/bin/python'),
    PATH: join(root, 'bin'),
  };
  t.deepEqual(shownOf(candidates(all)), [
    'VIRTUAL_ENV: venv/bin/python',
    'CONDA_PREFIX: conda/bin/python',
    '.venv: project/.venv/bin/python',
    'PYXDBG_PYTHON: own/bin/python',
    'PATH: bin/python3',
    'PATH: bin/python',
  ]);
  t.deepEqual(shownOf(candidates({...all, CONDA_DEFAULT_ENV: 'base'})).slice(0, 3), [
    'VIRTUAL_ENV: venv/bin/python',
    '.venv: project/.venv/bin/python',
    'CONDA_PREFIX: conda/bin/python',
  ]);
  t.deepEqual(shownOf(candidates({VIRTUAL_ENV: join(root, 'gone')})), ['.venv: project/.venv/bin/python']);
});

test('nothing is found where nothing is', t => {
  t.deepEqual(candidates({}, {project: 'bin'}), []);
  t.deepEqual(candidates({PATH: root}, {project: 'bin', stated: '3.7'}), []);
});

test('a version is looked for in the active environment, uv, pyenv, conda and PATH', t => {
  const variables = {PATH: join(root, 'bin'), VIRTUAL_ENV: join(root, 'venv')};
  t.deepEqual(shownOf(candidates(variables, {stated: '3.12'})), [
    '--python 3.12, VIRTUAL_ENV: venv/bin/python',
    '--python 3.12, uv: home/.local/share/uv/python/cpython-3.12.10-linux-x86_64-gnu/bin/python',
    '--python 3.12, uv: home/.local/share/uv/python/cpython-3.12.9-linux-x86_64-gnu/bin/python',
    '--python 3.12, pyenv: home/.pyenv/versions/3.12.3/bin/python',
    '--python 3.12, conda: home/miniforge3/envs/work/bin/python',
  ]);
  const found = (stated: string): string[] => shownOf(candidates(variables, {stated}));
  t.deepEqual(found('3.11'), ['--python 3.11, .venv: project/.venv/bin/python']);
  t.deepEqual(found('3.10'), ['--python 3.10, PATH: bin/python3.10']);
  t.deepEqual(found('3.8'), ['--python 3.8, conda: elsewhere/env/bin/python']);
});

test('a patch release, free threading and a debug build are asked for by name', t => {
  const found = (stated: string): string[] => shownOf(candidates({}, {stated, project: 'bin'}));
  t.deepEqual(found('3.12.9'), [
    '--python 3.12.9, uv: home/.local/share/uv/python/cpython-3.12.9-linux-x86_64-gnu/bin/python',
    '--python 3.12.9, conda: home/miniforge3/envs/work/bin/python',
  ]);
  t.deepEqual(found('3.13'), ['--python 3.13, pyenv: home/.pyenv/versions/3.13.0/bin/python']);
  t.deepEqual(found('3.13t'), [
    '--python 3.13t, uv: home/.local/share/uv/python/cpython-3.13.1+freethreaded-linux-x86_64-gnu/bin/python',
    '--python 3.13t, pyenv: home/.pyenv/versions/3.13.2t/bin/python',
  ]);
  t.deepEqual(found('3.13d'), [
    '--python 3.13d, uv: home/.local/share/uv/python/cpython-3.13.1+debug-linux-x86_64-gnu/bin/python',
    '--python 3.13d, pyenv: home/.pyenv/versions/3.13.2-debug/bin/python',
  ]);
});

test('a path, a folder and a name are taken as they stand', t => {
  const variables = {PATH: join(root, 'bin'), VIRTUAL_ENV: join(root, 'venv')};
  const found = (stated: string): string[] => shownOf(candidates(variables, {stated}));
  t.deepEqual(found('own/bin/python'), ['--python: own/bin/python']);
  t.deepEqual(found('./venv'), ['--python: venv/bin/python']);
  t.deepEqual(found('python3.10'), ['--python: bin/python3.10']);
  t.deepEqual(found('pypy3'), ['--python: pypy3']);
  t.deepEqual(found('gone/python'), ['--python: gone/python']);
  t.true(candidates(variables, {stated: './venv'}).every(({mayFail}) => !mayFail));
});

test('.python-version names a version of pyenv, or of uv, and is remarked on where there is none', t => {
  const found = (text: string, variables: Readonly<Record<string, string>> = {}): string[] => {
    const project = `versioned-${encodeURIComponent(text)}`;
    writeTree({'.python-version': text, 'sub/a': ''}, join(root, project));
    return shownOf(candidates({PATH: join(root, 'bin'), ...variables}, {project: `${project}/sub`}));
  };
  t.is(found('3.12\n')[0], '.python-version: home/.pyenv/versions/3.12.3/bin/python');
  t.is(found('# of the team\nnamed\n')[0], '.python-version: home/.pyenv/versions/named/bin/python');
  t.is(
    found('3.12.9')[0],
    '.python-version, uv: home/.local/share/uv/python/cpython-3.12.9-linux-x86_64-gnu/bin/python',
  );
  t.is(found('system')[0], 'PATH: bin/python3');
  t.is(found('3.7.1')[0], 'PATH (.python-version asks for 3.7.1, which is not found): bin/python3');
  t.is(found('3.12', {PYENV_VERSION: '3.13.0'})[0], 'PYENV_VERSION: home/.pyenv/versions/3.13.0/bin/python');
});

test("pyenv's shims are followed without running them", t => {
  const shims = join(root, 'home/.pyenv/shims');
  const PATH = [shims, join(root, 'bin')].join(delimiter);
  writeTree({'home/.pyenv/version': '3.13.0\n'}, root);
  const found = (stated: string | null): string[] => shownOf(candidates({PATH}, {stated, project: 'bin'}));
  t.is(found(null)[0], 'PATH: home/.pyenv/versions/3.13.0/bin/python');
  t.deepEqual(found(join(shims, 'python3.12')), ['--python: home/.pyenv/versions/3.12.3/bin/python']);
  writeTree({'home/.pyenv/version': 'system\n'}, root);
  t.is(found(null)[0], 'PATH: bin/python3');
});

const shim = join(pyenvRoot, 'shims', 'python');
const [active] = pyenvPythons.map(({name}) => name).filter(name => name.startsWith('3.'));
const shimTest = active !== undefined && existsSync(shim) ? test : test.skip;

shimTest(`follows a shim to where it leads${active === undefined ? ' (skipped: no pyenv)' : ''}`, t => {
  const env = {...process.env, PYENV_VERSION: active ?? ''};
  const script = 'import os, sys; print(os.path.realpath(sys.executable))';
  const led = execFileSync(shim, ['-c', script], {env, encoding: 'utf8', cwd: root}).trim();
  const [first] = interpreterCandidates({
    stated: shim,
    project: root,
    cwd: root,
    home: temporaryFolder(),
    isWindows: false,
    variables: {PYENV_VERSION: active, PYENV_ROOT: pyenvRoot},
    files: localFiles,
  });
  t.is(localFiles.realPath(first?.command[0] ?? ''), led);
});

test('on Windows the launcher stands behind PATH, and the stand-ins of the store behind it', t => {
  const windows = writeTree({
    'Python312/python.exe': '',
    'AppData/Microsoft/WindowsApps/python.exe': '',
    'Windows/py.exe': '',
    'venv/pyvenv.cfg': 'version = 3.11.4\n',
    'venv/Scripts/python.exe': '',
    'home/.pyenv/pyenv-win/versions/3.10.2/python.exe': '',
  });
  const PATH = ['AppData/Microsoft/WindowsApps', 'Python312', 'Windows'].map(name => join(windows, name));
  const request = {
    project: windows,
    cwd: windows,
    home: join(windows, 'home'),
    isWindows: true,
    variables: {Path: PATH.join(delimiter)},
    files: localFiles,
  };
  const found = (stated: string | null): string[] =>
    interpreterCandidates({...request, stated}).map(
      ({from, command}) => `${from}: ${command.join(' ').replaceAll(`${windows}/`, '')}`,
    );
  t.deepEqual(found(null), [
    'venv: venv/Scripts/python.exe',
    'PATH: Python312/python.exe',
    'py: Windows/py.exe -3',
    'PATH: AppData/Microsoft/WindowsApps/python.exe',
  ]);
  t.deepEqual(found('3.10'), [
    '--python 3.10, pyenv: home/.pyenv/pyenv-win/versions/3.10.2/python.exe',
    '--python 3.10, py: Windows/py.exe -3.10',
  ]);
});

test('a version is told from a path', t => {
  t.like(parseWantedPython('3.13t'), {version: [3, 13], patch: null, freeThreaded: true, debug: false});
  t.like(parseWantedPython('3.12.4d'), {version: [3, 12], patch: 4, freeThreaded: false, debug: true});
  for (const text of ['3', 'python3.12', './3.12', '3.12-dev', '']) t.is(parseWantedPython(text), null, text);
});
