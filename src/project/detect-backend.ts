import {join} from 'node:path';
import {normaliseProject} from '../rules/distribution.ts';
import type {Files} from '../system/files.ts';
import type {BackendName} from './project-facts.ts';

/** Modules that are backends, by the beginning of their name. */
const MODULES: readonly (readonly [string, BackendName])[] = [
  ['setuptools.build_meta', 'setuptools'],
  ['mesonpy', 'meson-python'],
  ['scikit_build_core', 'scikit-build-core'],
  ['maturin', 'maturin'],
  ['poetry.core.masonry.api', 'poetry'],
  ['poetry.masonry.api', 'poetry'],
  ['hatchling', 'hatchling'],
  ['flit_core', 'flit'],
  ['flit.buildapi', 'flit'],
  ['flit_scm', 'flit'],
];

/** An in-tree backend is a page or two of Python, in bytes. */
const MAX_MODULE_BYTES = 256 * 1024;

/** The backend that `build-backend` names (`module:object`), with setuptools-rust where the requirements have it. */
export function backendOfModule(buildBackend: string | null, requires: readonly string[]): BackendName {
  const module = buildBackend?.split(':')[0]?.trim() ?? 'setuptools.build_meta';
  const found = MODULES.find(([name]) => module === name || module.startsWith(`${name}.`))?.[1] ?? 'other';
  return found === 'setuptools' && requiredNames(requires).has('setuptools-rust') ? 'setuptools-rust' : found;
}

/** The normalised names that requirements begin with. */
export function requiredNames(requires: readonly string[]): ReadonlySet<string> {
  const names = requires.map(text => /^\s*([A-Za-z0-9][\w.-]*)/.exec(text)?.[1] ?? '');
  return new Set(names.map(normaliseProject));
}

/** An in-tree backend: its file, relative with slashes, and what it passes on, each null where that is not sure. */
export function inTreeBackend(
  folder: string,
  buildBackend: string,
  backendPath: readonly string[],
  requires: readonly string[],
  files: Pick<Files, 'readText'>,
): {readonly file: string | null; readonly wraps: BackendName | null} {
  const module = buildBackend.split(':')[0]?.trim() ?? '';
  for (const path of backendPath) {
    const start = [...path.split('/'), ...module.split('.')].filter(part => part !== '' && part !== '.');
    // PEP 517: "the directories MUST be inside the source tree".
    if (start.includes('..')) continue;
    for (const file of [`${start.join('/')}.py`, `${start.join('/')}/__init__.py`]) {
      const text = files.readText(join(folder, file), MAX_MODULE_BYTES);
      if (text !== null) return {file, wraps: wrappedBackend(text, requires)};
    }
  }
  return {file: null, wraps: null};
}

/** `from setuptools.build_meta import *`, `from setuptools import build_meta`, `import mesonpy`, also in a function. */
function wrappedBackend(text: string, requires: readonly string[]): BackendName | null {
  const imports = text.matchAll(/^[ \t]*(?:from\s+([\w.]+)\s+import\s+([\w*]+)?|import\s+([\w.]+))/gm);
  const found = new Set<BackendName>();
  for (const [, from = '', name = '', imported = ''] of imports) {
    for (const module of [from, `${from}.${name}`, imported]) {
      const backend = backendOfModule(module, requires);
      if (backend !== 'other') found.add(backend);
    }
  }
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : null;
}
