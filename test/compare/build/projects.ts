/** A released project, and where a debugger ought to stop in it. */
export interface Project {
  /** As pip fetches its sdist. */
  readonly requirement: string;
  /** What its build needs, as its pyproject.toml says. */
  readonly needs: readonly string[];
  /** Folder below the project that Python imports from, after a build in place. */
  readonly importFrom: string;
  /** A function of the module, and Python that calls it; null where only the build is looked at. */
  readonly stop: {readonly at: string; readonly code: string} | null;
  /** Takes minutes, or much of another registry: only with PYXDBG_ALL_PROJECTS=1. */
  readonly isSlow?: true;
}

/** Real projects, several with flags of their own against debugging (-O3, -O2 -g0, LTO). */
export const projects: readonly Project[] = [
  {
    requirement: 'simplejson==4.3.0',
    needs: ['setuptools'],
    importFrom: '.',
    stop: {
      at: 'py_scanstring',
      code: 'from simplejson._speedups import scanstring; scanstring(\'"abc"\', 1)',
    },
  },
  {
    requirement: 'markupsafe==3.0.4',
    needs: ['setuptools'],
    importFrom: 'src',
    stop: {at: 'escape_unicode', code: 'from markupsafe._speedups import _escape_inner as e; e("<a>")'},
  },
  {
    requirement: 'bitarray==3.12.3',
    needs: ['setuptools'],
    importFrom: '.',
    stop: {at: 'bitarray_append', code: 'import bitarray; bitarray.bitarray().append(1)'},
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
  },
  {
    requirement: 'kiwisolver==1.5.1',
    needs: ['setuptools', 'setuptools_scm', 'cppy'],
    importFrom: 'py',
    stop: {
      at: 'Solver_addConstraint',
      code: 'import kiwisolver as k; k.Solver().addConstraint((k.Variable("x") >= 1) | "weak")',
    },
  },
  {requirement: 'msgpack==1.2.4', needs: ['setuptools', 'cython'], importFrom: '.', stop: null},
  {requirement: 'pyyaml==6.0.3', needs: ['setuptools', 'cython'], importFrom: 'lib', stop: null},
  {
    requirement: 'bluetooth-data-tools==1.29.24',
    needs: ['poetry-core', 'setuptools', 'cython'],
    importFrom: 'src',
    stop: null,
  },
  {
    requirement: 'zstandard==0.25.0',
    needs: ['setuptools', 'cffi', 'packaging'],
    importFrom: '.',
    stop: {at: 'ZstdCompressor_init', code: 'import zstandard; zstandard.ZstdCompressor()'},
    isSlow: true,
  },
  {
    requirement: 'bcrypt==5.0.0',
    needs: ['setuptools', 'setuptools-rust', 'wheel'],
    importFrom: 'src',
    stop: null,
    isSlow: true,
  },
  {
    requirement: 'contourpy==1.3.3',
    needs: ['meson', 'meson-python', 'ninja', 'pybind11'],
    importFrom: 'lib',
    stop: null,
    isSlow: true,
  },
  {requirement: 'rpds-py==2026.9.1', needs: ['maturin'], importFrom: '.', stop: null, isSlow: true},
  {
    requirement: 'awkward-cpp==57',
    needs: ['scikit-build-core', 'cmake', 'ninja', 'pybind11'],
    importFrom: '.',
    stop: null,
    isSlow: true,
  },
];
