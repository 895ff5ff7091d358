import {checkProjectName} from './project-name.ts';

/** What the module of a new project is written in. */
export type NewProjectKind = 'c' | 'c++' | 'cython' | 'pybind11';

/** What builds a new project. */
export type NewProjectBackend = 'setuptools' | 'meson-python';

/** A file to write. */
export interface NewProjectFile {
  /** Relative to the project's folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Gives the text of a file of `templates/project/new/`. */
export type TemplateReader = (path: string) => string;

interface Kind {
  /** Below `templates/project/new/`. */
  readonly folder: string;
  readonly language: string;
  readonly source: string;
  readonly requirements: readonly string[];
  /** Whether the templates have lines of its own for `.gitignore`. */
  readonly ignoresMore: boolean;
}

/** Cython knows free-threaded Pythons since 3.1, pybind11 interpreters with a GIL of their own since 3.0. */
const KINDS: Readonly<Record<NewProjectKind, Kind>> = {
  c: {folder: 'c', language: 'C', source: '_core.c', requirements: [], ignoresMore: false},
  'c++': {folder: 'cpp', language: 'C++', source: '_core.cpp', requirements: [], ignoresMore: false},
  cython: {
    folder: 'cython',
    language: 'Cython',
    source: '_core.pyx',
    requirements: ['Cython>=3.1'],
    ignoresMore: true,
  },
  pybind11: {
    folder: 'pybind11',
    language: 'C++ with pybind11',
    source: '_core.cpp',
    requirements: ['pybind11>=3.0'],
    ignoresMore: false,
  },
};

/**
 * The oldest that do for Python 3.8 to 3.14: setuptools 70.1 makes wheels without the package wheel, meson-python 0.17
 * knows free-threaded Pythons.
 */
const BACKENDS: Readonly<
  Record<NewProjectBackend, {readonly requirement: string; readonly buildFile: string}>
> = {
  setuptools: {requirement: 'setuptools>=70.1', buildFile: 'setup.py'},
  'meson-python': {requirement: 'meson-python>=0.17', buildFile: 'meson.build'},
};

/** The placeholders of the templates; words that leave a template valid in its own language. */
const PLACEHOLDER = /PROJECT_NAME|IMPORT_NAME|LANGUAGE|BACKEND|INSTALLED|"REQUIREMENTS"/g;

/**
 * The files of a new project that builds, passes its own test and is debuggable at once. Throws a UserError for a name
 * that a distribution or its package cannot have.
 */
export function newProjectFiles(
  kind: NewProjectKind,
  backend: NewProjectBackend,
  name: string,
  read: TemplateReader,
): readonly NewProjectFile[] {
  const module = checkProjectName(name);
  const {folder, language, source, requirements, ignoresMore} = KINDS[kind];
  const {requirement, buildFile} = BACKENDS[backend];
  const quoted = [requirement, ...requirements].map(text => `"${text}"`);
  const values: Readonly<Record<string, string>> = {
    PROJECT_NAME: name,
    IMPORT_NAME: module,
    LANGUAGE: language,
    BACKEND: backend,
    INSTALLED: quoted.join(' '),
    '"REQUIREMENTS"': quoted.join(', '),
  };
  const rendered = (path: string, ...templates: readonly string[]): NewProjectFile => ({
    path,
    // One pass: a name that reads like a placeholder is not replaced again.
    text: templates
      .map(read)
      .join('')
      .replaceAll(PLACEHOLDER, word => values[word] ?? word),
  });
  return [
    rendered('pyproject.toml', `${backend}/pyproject.toml`),
    rendered(buildFile, `${folder}/${buildFile}`),
    rendered(`src/${module}/__init__.py`, 'shared/__init__.py'),
    rendered(`src/${module}/${source}`, `${folder}/${source}`),
    rendered(`tests/test_${module}.py`, 'shared/test_core.py'),
    rendered('README.md', 'shared/README.md'),
    // npm leaves out every file called .gitignore.
    rendered('.gitignore', 'shared/gitignore', ...(ignoresMore ? [`${folder}/gitignore`] : [])),
  ];
}
