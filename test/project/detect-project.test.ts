import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {detectProject} from '../../src/project/detect-project.ts';
import type {ProjectFacts} from '../../src/project/project-facts.ts';
import {localFiles} from '../../src/system/files.ts';
import {type Tree, writeTree} from '../builders/tree.ts';

const detect = (tree: Tree): ProjectFacts => detectProject(writeTree(tree), localFiles);

const buildSystem = (backend: string, requires: readonly string[] = [], more = ''): string =>
  `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "${backend}"\n${more}`;

// The names are those that each backend's documentation tells projects to write.
for (const [written, requires, backend] of [
  ['setuptools.build_meta', ['setuptools'], 'setuptools'],
  ['setuptools.build_meta:__legacy__', ['setuptools'], 'setuptools'],
  ['setuptools.build_meta', ['setuptools', 'Setuptools_Rust>=1.7'], 'setuptools-rust'],
  ['mesonpy', ['meson-python'], 'meson-python'],
  ['scikit_build_core.build', ['scikit-build-core'], 'scikit-build-core'],
  ['scikit_build_core.setuptools.build_meta', ['scikit-build-core'], 'scikit-build-core'],
  ['maturin', ['maturin>=1,<2'], 'maturin'],
  ['poetry.core.masonry.api', ['poetry-core'], 'poetry'],
  ['poetry.masonry.api', ['poetry>=0.12'], 'poetry'],
  ['hatchling.build', ['hatchling'], 'hatchling'],
  ['flit_core.buildapi', ['flit_core >=3.11,<4'], 'flit'],
  ['py_build_cmake.build', ['py-build-cmake'], 'other'],
  ['maturin_like', [], 'other'],
] as const) {
  test(`${written}${requires.length > 1 ? ` with ${requires[1]}` : ''} is ${backend}`, t => {
    const facts = detect({'pyproject.toml': buildSystem(written, requires)});
    t.like(facts, {backend, buildBackend: written, hasPyproject: true, hasSetupPy: false});
    t.deepEqual(facts.buildRequires, requires);
    t.false('wraps' in facts);
  });
}

test('setup.py alone is built by setuptools, which then is all that is required', t => {
  const setup = {'setup.py': 'from setuptools import setup\nsetup()\n'};
  t.like(detect(setup), {
    backend: 'setuptools',
    buildBackend: null,
    buildRequires: ['setuptools'],
    name: null,
    hasSetupPy: true,
    hasPyproject: false,
    buildFiles: ['setup.py'],
  });
  const facts = detect({
    ...setup,
    'pyproject.toml': '[build-system]\nrequires = ["Cython<3.3", "setuptools"]\n',
  });
  t.like(facts, {backend: 'setuptools', buildBackend: null, buildRequires: ['Cython<3.3', 'setuptools']});
  t.like(detect({...setup, 'pyproject.toml': '[tool.ruff]\nline-length = 100\n'}), {backend: 'setuptools'});
});

test('[project] without [build-system] is built by setuptools', t => {
  const facts = detect({'pyproject.toml': '[project]\nname = "demo"\nrequires-python = ">=3.9"\n'});
  t.like(facts, {
    backend: 'setuptools',
    name: 'demo',
    requiresPython: '>=3.9',
    buildRequires: ['setuptools'],
  });
});

test('a CMakeLists.txt alone is a project where it says project()', t => {
  const facts = detect({
    'CMakeLists.txt': 'cmake_minimum_required(VERSION 3.18)\nproject (demo LANGUAGES C)\n',
    'a.c': '',
  });
  t.like(facts, {backend: 'cmake', buildRequires: [], languages: ['c'], buildFiles: ['CMakeLists.txt']});
  t.throws(() => detect({'CMakeLists.txt': 'add_library(a a.c)\n'}), {instanceOf: UserError});
});

test('what is read from setup.cfg stands on its own line', t => {
  const facts = detect({
    'setup.py': '',
    'setup.cfg':
      '[other]\nname = no\n[metadata]\nversion = 1\nname = Demo\n[options]\npython-requires = >=3.8\n',
  });
  t.like(facts, {name: 'Demo', requiresPython: '>=3.8', hasSetupCfg: true});
  const dynamic = detect({'setup.py': '', 'setup.cfg': '[metadata]\nname = attr: demo.NAME\n'});
  t.is(dynamic.name, null);
});

test('an in-tree backend is seen through where it imports one backend', t => {
  const wraps = (text: string, path = '_build/backend.py'): string | undefined =>
    detect({
      'pyproject.toml': buildSystem('backend', ['setuptools'], 'backend-path = ["_build"]\n'),
      [path]: text,
    }).wraps;
  t.is(wraps('from setuptools.build_meta import *  # noqa\n'), 'setuptools');
  t.is(wraps('def bridge():\n    from setuptools import build_meta\n'), 'setuptools');
  t.is(wraps('import mesonpy\n', '_build/backend/__init__.py'), 'meson-python');
  t.is(wraps('from setuptools.build_meta import *\nimport hatchling.build\n'), undefined);
  t.is(wraps('"""Not from setuptools.build_meta import *."""\n'), undefined);
  t.is(wraps('', 'elsewhere.py'), undefined);
  const facts = detect({
    'pyproject.toml': buildSystem('pkg.hooks', [], 'backend-path = ["packaging", ".."]\n'),
    'packaging/pkg/hooks.py': 'from setuptools.build_meta import *\n',
  });
  t.like(facts, {backend: 'in-tree', wraps: 'setuptools', buildBackend: 'pkg.hooks'});
  t.deepEqual(facts.buildFiles, ['pyproject.toml', 'packaging/pkg/hooks.py']);
});

test('names and Python requirements stand in the tables of poetry and flit, too', t => {
  const poetry = detect({
    'pyproject.toml': `${buildSystem('poetry.core.masonry.api', ['poetry-core'])}[tool.poetry]\nname = "p"\n[tool.poetry.build]\nscript = "build_ext.py"\n[tool.poetry.dependencies]\npython = "^3.10"\n`,
    'build_ext.py': '',
  });
  // poetry's `^3.10` is no version specifier.
  t.like(poetry, {name: 'p', requiresPython: null, buildFiles: ['pyproject.toml', 'build_ext.py']});
  const flit = detect({
    'pyproject.toml': `${buildSystem('flit_core.buildapi')}[tool.flit.metadata]\nmodule = "f"\nrequires-python = ">=3"\n`,
  });
  t.like(flit, {name: 'f', requiresPython: '>=3'});
});

test('languages are those that the build compiles, not those of tests, builds and environments', t => {
  const setup = {'setup.py': ''};
  const languages = (tree: Tree): readonly string[] => detect({...setup, ...tree}).languages;
  t.deepEqual(languages({'src/a.c': '', 'src/deep/b.CPP': ''}), ['c', 'c++']);
  t.deepEqual(languages({'a.f90': ''}), ['fortran']);
  t.deepEqual(
    languages({
      'tests/a.c': '',
      'docs/a.cpp': '',
      'build/lib/a.c': '',
      '.venv/lib/a.c': '',
      'myenv/pyvenv.cfg': '',
      'myenv/lib/a.c': '',
      'node_modules/x/a.cc': '',
      'demo.egg-info/a.c': '',
    }),
    [],
  );
  t.deepEqual(languages({'a.pyx': ''}), ['c', 'cython']);
  t.deepEqual(languages({'a.pyx': '# cython: x\n# distutils: language = c++\n'}), ['c++', 'cython']);
  // zstandard 0.25.0 has a Rust backend beside the C one that setup.py builds.
  t.deepEqual(languages({'a.c': '', 'rust/lib.rs': '', 'Cargo.toml': '[dependencies]\npyo3 = "0.1"\n'}), [
    'c',
  ]);
});

test('a link out of the project, or back into it, is not followed', t => {
  const outside = writeTree({'a.cpp': ''});
  const facts = detect({'setup.py': '', 'a.c': '', out: {linkTo: outside}, round: {linkTo: '.'}});
  t.deepEqual(facts.languages, ['c']);
});

test('binding tools are told by requirements, sources and build files', t => {
  const bindings = (backend: string, requires: readonly string[], tree: Tree = {}): readonly string[] =>
    detect({'pyproject.toml': buildSystem(backend, requires), ...tree}).bindings;
  t.deepEqual(bindings('setuptools.build_meta', ['setuptools', 'Cython>=3', 'cffi']), ['cython', 'cffi']);
  t.deepEqual(bindings('scikit_build_core.build', ['nanobind >=2', 'pybind11[global]']), [
    'pybind11',
    'nanobind',
  ]);
  t.deepEqual(
    bindings('scikit_build_core.build', [], {'CMakeLists.txt': 'project(x)\npybind11_add_module(x x.cpp)\n'}),
    ['pybind11'],
  );
  t.deepEqual(bindings('maturin', ['maturin'], {'Cargo.toml': '[dependencies.pyo3]\nversion = "0.29"\n'}), [
    'pyo3',
  ]);
  t.deepEqual(bindings('maturin', ['maturin'], {'Cargo.toml': '[dependencies]\npyo3-ffi = "0.29"\n'}), [
    'pyo3',
  ]);
  t.deepEqual(bindings('setuptools.build_meta', [], {'x.i': '%module x\n', 'y.i': '# 1 "y.c"\n'}), ['swig']);
});

test('a backend that packs files compiles none', t => {
  const sources = {'src/templates/a.c': ''};
  const languages = (toml: string): readonly string[] =>
    detect({'pyproject.toml': toml, ...sources}).languages;
  t.deepEqual(
    languages(`${buildSystem('hatchling.build')}[tool.hatch.build.hooks.vcs]\nversion-file = "v"\n`),
    [],
  );
  t.deepEqual(languages(`${buildSystem('hatchling.build')}[tool.hatch.build.hooks.custom]\n`), ['c']);
  t.deepEqual(languages(buildSystem('flit_core.buildapi')), []);
});

test('meson compiles the languages that its file names', t => {
  const languages = (project: string): readonly string[] =>
    detect({
      'pyproject.toml': buildSystem('mesonpy'),
      'meson.build': project,
      'a.c': '',
      'b.rs': '',
      'c.f90': '',
    }).languages;
  t.deepEqual(languages("project('x', 'c')"), ['c']);
  t.deepEqual(languages("project('x', 'c', 'rust', 'fortran')"), ['c', 'rust', 'fortran']);
});

test('build files are those that the backend reads', t => {
  const tree = {'setup.py': '', 'setup.cfg': '', 'CMakeLists.txt': 'project(x)', 'meson.build': ''};
  const files = (more: Tree): readonly string[] => detect({...tree, ...more}).buildFiles;
  t.deepEqual(files({'pyproject.toml': buildSystem('setuptools.build_meta')}), [
    'pyproject.toml',
    'setup.cfg',
    'setup.py',
  ]);
  t.deepEqual(files({'setup.py': 'subprocess.run(["cmake"])'}), ['setup.cfg', 'setup.py', 'CMakeLists.txt']);
  const rust = buildSystem('setuptools.build_meta', ['setuptools-rust']);
  t.true(files({'pyproject.toml': rust, 'src/x/Cargo.toml': ''}).includes('src/x/Cargo.toml'));
  const settings = `${buildSystem('scikit_build_core.build')}[tool.scikit-build]\ncmake.source-dir = "cpp"\n`;
  t.true(files({'pyproject.toml': settings, 'cpp/CMakeLists.txt': ''}).includes('cpp/CMakeLists.txt'));
  const leading = `${buildSystem('maturin')}[tool.maturin]\nmanifest-path = "../Cargo.toml"\n`;
  t.false(files({'pyproject.toml': leading}).includes('../Cargo.toml'));
});

for (const [what, toml, line, problem] of [
  ['no TOML', '[build-system]\nrequires = ["a"\nbuild-backend = "x"\n', 3, /^is not valid TOML: /],
  [
    'requires that is a text',
    '\n[build-system]\nrequires = "setuptools"\n',
    3,
    /requires` is no list of texts$/,
  ],
  ['requires of numbers', '[build-system]\nrequires = [1]\n', 2, /requires` is no list of texts$/],
  ['no requires', '# a\n[build-system]\nbuild-backend = "x"\n', 2, /^\[build-system\] has no `requires`/],
  [
    'a number as backend',
    '[build-system]\nrequires = []\nbuild-backend = 1\n',
    3,
    /build-backend` is no text$/,
  ],
  ['build-system = 1', 'build-system = 1\n', 1, /^`build-system` is no table$/],
] as const) {
  test(`a pyproject.toml with ${what} is refused with its line`, t => {
    const folder = writeTree({'pyproject.toml': toml, 'setup.py': ''});
    const error = t.throws(() => detectProject(folder, localFiles), {instanceOf: UserError});
    t.is(error.where, `${join(folder, 'pyproject.toml')}:${line}`);
    t.regex(error.what, problem);
    t.false(error.message.includes('\n'));
  });
}

test('tables of other types than they should be are passed over', t => {
  const facts = detect({'pyproject.toml': 'project = [1]\ntool = 2\n', 'setup.py': ''});
  t.like(facts, {name: null, requiresPython: null});
});

test('a folder that is no project is refused, with the way to one', t => {
  const refusal = (folder: string): string =>
    t
      .throws(() => detectProject(folder, localFiles), {instanceOf: UserError})
      .message.replaceAll(`${folder}: `, '');
  const init = 'name the folder of a project, or begin one: pyxdbg init NEW_FOLDER --template c';
  t.is(refusal(writeTree({})), `is empty; ${init}`);
  t.is(
    refusal(writeTree({'a.txt': ''})),
    `has no pyproject.toml with [build-system] or [project], no setup.py and no CMakeLists.txt; ${init}`,
  );
  t.is(
    refusal(writeTree({'meson.build': "project('x', 'c')"})),
    `has meson.build, but no pyproject.toml that names \`mesonpy\` as its build-backend; ${init}`,
  );
  t.is(refusal(join(writeTree({}), 'gone')), 'does not exist; name the folder of a project');
  const folder = writeTree({'setup.py': ''});
  t.is(refusal(join(folder, 'setup.py')), `is no folder; name the project's folder: ${folder}`);
});

test('a folder inside a project is refused with the project, inside a repository only with its own', t => {
  const root = writeTree({'setup.py': '', 'repo/.git/HEAD': '', 'repo/a/x.txt': '', 'src/pkg/a.c': ''});
  const where = (folder: string): string | undefined =>
    t.throws(() => detectProject(join(root, folder), localFiles), {instanceOf: UserError}).advice;
  t.is(where('src/pkg'), `run it there, or name that folder: ${join('..', '..')}`);
  t.is(where('repo/a'), 'name the folder of a project, or begin one: pyxdbg init NEW_FOLDER --template c');
  writeTree({'repo/pyproject.toml': '[project]\nname = "x"\n'}, root);
  t.is(where('repo/a'), 'run it there, or name that folder: ..');
});

test('a folder of 30,000 files is looked at in part', t => {
  const folder = writeTree({'setup.py': '', 'a.c': ''});
  const many = Array.from({length: 30_000}, (_, index) => `n${index}.py`);
  let listed = 0;
  const facts = detectProject(folder, {
    ...localFiles,
    entryNames(path) {
      listed += 1;
      const names = localFiles.entryNames(path);
      return path === folder ? [...names, ...many, 'z.cpp'] : names;
    },
  });
  t.deepEqual(facts.languages, ['c']);
  t.true(listed < 10);
});

// distutils documentation, "C libraries"; PyNaCl's and others' own command.
test('static libraries that setup.py brings along are seen, and libraries that a module links are none', t => {
  const setup = (text: string): ProjectFacts => detect({'setup.py': text});
  t.true(setup('setup(libraries=[("hello", {"sources": ["hello.c"]})])').hasCLibraries);
  t.true(setup('setup(cmdclass={"build_clib": build_clib})').hasCLibraries);
  t.false(setup('setup(ext_modules=[Extension("a", ["a.c"], libraries=["z"])])').hasCLibraries);
});

test('a repository of several projects names them', t => {
  const error = t.throws(
    () =>
      detect({'.git/HEAD': '', 'packages/b/setup.py': '', 'packages/a/pyproject.toml': '', 'docs/x.md': ''}),
    {instanceOf: UserError},
  );
  t.regex(error?.message ?? '', /name the folder of a project: packages\/a, packages\/b$/);
});
