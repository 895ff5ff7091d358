import test from 'ava';
import {detectProject} from '../../src/project/detect-project.ts';
import {localFiles} from '../../src/system/files.ts';
import {type Tree, writeTree} from '../builders/tree.ts';
import {buildSystem, detect} from './detected-tree.ts';

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
