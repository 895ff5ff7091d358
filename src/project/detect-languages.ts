import {join} from 'node:path';
import type {Files} from '../system/files.ts';
import {requiredNames} from './detect-backend.ts';
import type {SourceScan} from './detect-sources.ts';
import type {BackendName, ProjectFacts} from './project-facts.ts';

/** What languages and binding tools are told by. */
export interface LanguageEvidence {
  readonly folder: string;
  readonly backend: BackendName;
  readonly requires: readonly string[];
  readonly sources: SourceScan;
  /** Texts of the files that configure the build. */
  readonly buildTexts: readonly string[];
  /** False where the backend packs files and compiles none. */
  readonly compiles: boolean;
}

type Language = ProjectFacts['languages'][number];
type Binding = ProjectFacts['bindings'][number];

/** The part of a source that says what it is, in bytes. */
const HEAD_BYTES = 32 * 1024;

const EXTENSIONS: readonly (readonly [Exclude<Language, 'cython' | 'rust'>, readonly string[]])[] = [
  ['c', ['c']],
  ['c++', ['cc', 'cpp', 'cxx', 'c++']],
  ['fortran', ['f', 'for', 'ftn', 'f77', 'f90', 'f95', 'f03', 'f08']],
];

/** The binding tools that a project uses, by its requirements, its sources and what its build files call. */
export function bindingsOf(evidence: LanguageEvidence, files: Pick<Files, 'readText'>): readonly Binding[] {
  const {folder, requires, sources, buildTexts, compiles} = evidence;
  if (!compiles) return [];
  const names = requiredNames(requires);
  const head = (path: string): string => files.readText(join(folder, path), HEAD_BYTES) ?? '';
  const calls = (pattern: RegExp): boolean => buildTexts.some(text => pattern.test(text));
  const signs: readonly (readonly [Binding, () => boolean])[] = [
    ['cython', () => names.has('cython') || sources.cython.length > 0],
    ['cffi', () => names.has('cffi') || calls(/\bcffi_modules\b/)],
    [
      'pybind11',
      () =>
        names.has('pybind11') ||
        calls(/pybind11_add_module|(?:from|import) pybind11\b|dependency\('pybind11/),
    ],
    ['nanobind', () => names.has('nanobind') || calls(/nanobind_add_module|dependency\('nanobind/)],
    [
      'pyo3',
      () =>
        compilesRust(evidence) &&
        sources.cargo.some(path => /^\s*(?:\[.*\bpyo3(?:-ffi)?\]|pyo3(?:-ffi)?\s*[.=])/m.test(head(path))),
    ],
    // `.i` is also what a C preprocessor writes.
    ['swig', () => sources.swig.some(path => /^\s*%module\b/m.test(head(path)))],
  ];
  return signs.filter(([, isUsed]) => isUsed()).map(([name]) => name);
}

/** The languages that a build compiles. */
export function languagesOf(
  evidence: LanguageEvidence,
  bindings: readonly Binding[],
  files: Pick<Files, 'readText'>,
): readonly Language[] {
  const {folder, backend, sources, buildTexts, compiles} = evidence;
  if (!compiles) return [];
  const found = new Set<Language>();
  for (const [language, extensions] of EXTENSIONS) {
    if (extensions.some(extension => sources.extensions.has(extension))) found.add(language);
  }
  if (backend === 'meson-python' && !mesonSpeaks('fortran', buildTexts)) found.delete('fortran');
  if (bindings.includes('cython')) {
    found.add('cython');
    // Cython writes C, or C++ where a source or the build says so.
    const isCpp =
      sources.cython.some(path =>
        /^#.*distutils:\s*language\s*=\s*c\+\+/im.test(files.readText(join(folder, path), HEAD_BYTES) ?? ''),
      ) || buildTexts.some(text => /language\s*=\s*["']c\+\+["']|cython_language=cpp/.test(text));
    found.add(isCpp ? 'c++' : 'c');
  }
  if (bindings.includes('cffi')) found.add('c');
  if (bindings.includes('pybind11') || bindings.includes('nanobind')) found.add('c++');
  if (compilesRust(evidence)) found.add('rust');
  const order: readonly Language[] = ['c', 'c++', 'cython', 'rust', 'fortran'];
  return order.filter(language => found.has(language));
}

/** setuptools and poetry do not call cargo by themselves: Rust sources beside theirs are another way to build. */
function compilesRust({backend, requires, sources, buildTexts}: LanguageEvidence): boolean {
  if (backend === 'maturin' || backend === 'setuptools-rust') return true;
  const names = requiredNames(requires);
  if (names.has('setuptools-rust') || names.has('maturin')) return true;
  if (backend === 'meson-python') return mesonSpeaks('rust', buildTexts);
  return sources.extensions.has('rs') && backend !== 'setuptools' && backend !== 'poetry';
}

/** meson compiles the languages that `project()` and `add_languages()` name, in the outermost meson.build. */
function mesonSpeaks(language: 'rust' | 'fortran', buildTexts: readonly string[]): boolean {
  return buildTexts.some(text => text.includes(`'${language}'`));
}
