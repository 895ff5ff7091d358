/** What builds a project. `cmake`: a CMakeLists.txt without any Python packaging; `in-tree`: `backend-path` of pyproject.toml. */
export type BackendName =
  | 'setuptools'
  | 'meson-python'
  | 'scikit-build-core'
  | 'maturin'
  | 'setuptools-rust'
  | 'hatchling'
  | 'poetry'
  | 'flit'
  | 'in-tree'
  | 'cmake'
  | 'other';

/** What a project's own files say of how it is built. Nothing of the project is run to learn it. */
export interface ProjectFacts {
  /** Absolute. */
  readonly folder: string;
  /** The distribution's name; null where only code states it. */
  readonly name: string | null;
  readonly backend: BackendName;
  /** `build-backend` as written; null without one (setuptools' legacy backend). */
  readonly buildBackend: string | null;
  /** The backend whose hooks an in-tree backend passes on, where its file imports exactly one at its top; else left out. */
  readonly wraps?: BackendName;
  /** `build-system.requires` as written; setuptools alone where the table is missing (PEP 518). */
  readonly buildRequires: readonly string[];
  /** `project.requires-python` or null. */
  readonly requiresPython: string | null;
  readonly hasSetupPy: boolean;
  readonly hasSetupCfg: boolean;
  /** Whether setup.py has static libraries of its own (distutils' `libraries`, built by build_clib). */
  readonly hasCLibraries: boolean;
  readonly hasPyproject: boolean;
  /** Whether hatchling runs build hooks, which may compile. */
  readonly hasBuildHooks?: true;
  /** Languages by source files and requirements: what compilers are needed. */
  readonly languages: readonly ('c' | 'c++' | 'cython' | 'rust' | 'fortran')[];
  /** Binding tools by requirements and sources. */
  readonly bindings: readonly ('cython' | 'cffi' | 'pybind11' | 'nanobind' | 'pyo3' | 'swig')[];
  /** Files that configure the build, relative, e.g. `setup.py`, `pyproject.toml`, `meson.build`. */
  readonly buildFiles: readonly string[];
}
