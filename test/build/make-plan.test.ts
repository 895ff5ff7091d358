import test from 'ava';
import type {BuildPlaces} from '../../src/build/backend.ts';
import {
  backendPlan,
  refuseFolder,
  refuseOtherAbi,
  requireMode,
  usualMode,
} from '../../src/build/make-plan.ts';
import type {BuildInterpreter, BuildRequest} from '../../src/build/model.ts';
import {UserError} from '../../src/errors.ts';
import type {ProjectFacts} from '../../src/project/project-facts.ts';

const project: ProjectFacts = {
  folder: '/project',
  name: 'demo',
  backend: 'setuptools',
  buildBackend: 'setuptools.build_meta',
  buildRequires: [],
  requiresPython: null,
  hasSetupPy: true,
  hasSetupCfg: false,
  hasCLibraries: false,
  hasPyproject: true,
  languages: ['c'],
  bindings: [],
  buildFiles: ['setup.py'],
};

const interpreter: BuildInterpreter = {
  executable: '/venv/bin/python',
  from: '.venv',
  implementation: 'cpython',
  version: [3, 12, 1],
  freeThreaded: false,
  debug: false,
  platform: 'linux',
  platformTag: 'linux_x86_64',
  extSuffix: '.cpython-312-x86_64-linux-gnu.so',
  config: {},
  installed: {},
  prefix: '/venv',
  basePrefix: '/usr',
};

const request = (parts: Partial<BuildRequest> = {}): BuildRequest => ({
  project,
  interpreter,
  debug: true,
  mode: 'inplace',
  outDir: '/out',
  optimize: '0',
  assertions: false,
  sanitize: [],
  configSettings: [],
  ...parts,
});

test('in place where the backend can, else editable into a virtual environment, else a wheel', t => {
  t.is(usualMode(request()), 'inplace');
  const meson = {...project, backend: 'meson-python'} as const;
  t.is(usualMode(request({project: meson})), 'editable');
  t.is(usualMode(request({project: meson, interpreter: {...interpreter, prefix: '/usr'}})), 'wheel');
});

test('a backend around another one is installed as editable, which keeps the sources; others build a wheel', t => {
  const inTree = {...project, backend: 'in-tree'} as const;
  t.is(usualMode(request({project: {...inTree, wraps: 'setuptools'}})), 'editable');
  t.is(usualMode(request({project: inTree})), 'wheel');
});

test('a mode that the backend does not have is refused with those that it has', t => {
  const meson = {...project, backend: 'meson-python', buildBackend: 'mesonpy'} as const;
  const error = t.throws(() => requireMode('inplace', {project: meson}), {instanceOf: UserError});
  t.is(error?.message, '--inplace: mesonpy cannot build in place; use --editable or --wheel');
});

test('a debug interpreter is refused: its modules have another ABI (PEP 3149, Py_DEBUG)', t => {
  const error = t.throws(() => refuseOtherAbi(request({interpreter: {...interpreter, debug: true}})));
  t.regex(error?.message ?? '', /Py_DEBUG.*--python/);
});

// "Refusing to create a venv in ... because it contains the PATH separator :" (CPython, Lib/venv/__init__.py)
test('a folder that no PATH can hold is refused', t => {
  t.throws(() => refuseFolder('/home/me/a:b', 'linux'), {message: /colon/});
  t.notThrows(() => refuseFolder('/home/me/a b', 'linux'));
  t.notThrows(() => refuseFolder('C:\\\\me', 'win32'));
});

test("setuptools' own --debug is refused on every system", t => {
  for (const value of ['build_ext --debug', '--debug']) {
    t.throws(() => refuseOtherAbi(request({configSettings: [['--build-option', value]]})), {
      message: /Py_DEBUG on Windows.*leave it out/,
    });
  }
});

test("CMake's Debug links python3XX_d.lib on Windows and is refused; a release setting is not", t => {
  t.throws(() => refuseOtherAbi(request({configSettings: [['cmake.build-type', 'Debug']]})));
  t.notThrows(() => refuseOtherAbi(request({configSettings: [['cmake.build-type', 'RelWithDebInfo']]})));
});

const places: BuildPlaces = {work: '/work', hookDriver: '/hook.py', force: false, installer: null};

test('static libraries of setup.py are built before the modules that link them', t => {
  const words = (hasCLibraries: boolean) =>
    backendPlan(request({project: {...project, hasCLibraries}}), places).steps[0]?.command.slice(1);
  t.deepEqual(words(true), ['setup.py', 'build_clib', 'build_ext', '--inplace']);
  t.deepEqual(words(false), ['setup.py', 'build_ext', '--inplace']);
});

test('a backend that may pass on to setuptools keeps its objects apart from those of other configurations', t => {
  const inTree = {...project, backend: 'in-tree'} as const;
  const {environment, files} = backendPlan(request({project: inTree, mode: 'wheel'}), places);
  const config = environment['DIST_EXTRA_CONFIG'] ?? '';
  t.is(files?.[config], '[build]\nbuild_base = /work/setuptools\n');
});
