import test from 'ava';
import {UserError} from '../../src/errors.ts';
import type {ProjectFacts} from '../../src/project/project-facts.ts';
import type {Tree} from '../builders/tree.ts';
import {buildSystem, detect} from './detected-tree.ts';

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

test('tables of other types than they should be are passed over', t => {
  const facts = detect({'pyproject.toml': 'project = [1]\ntool = 2\n', 'setup.py': ''});
  t.like(facts, {name: null, requiresPython: null});
});

// distutils documentation, "C libraries"; PyNaCl's and others' own command.
test('static libraries that setup.py brings along are seen, and libraries that a module links are none', t => {
  const setup = (text: string): ProjectFacts => detect({'setup.py': text});
  t.true(setup('setup(libraries=[("hello", {"sources": ["hello.c"]})])').hasCLibraries);
  t.true(setup('setup(cmdclass={"build_clib": build_clib})').hasCLibraries);
  t.false(setup('setup(ext_modules=[Extension("a", ["a.c"], libraries=["z"])])').hasCLibraries);
});
