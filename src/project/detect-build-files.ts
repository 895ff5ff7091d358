import {join} from 'node:path';
import type {Files} from '../system/files.ts';
import type {BackendName} from './project-facts.ts';

/** A file that configures the build. */
export interface BuildFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Far more than any real file of this kind, in bytes. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** Reads the build scripts that are there: the usual ones, and those that the project's settings name. */
export function readBuildFiles(
  folder: string,
  named: readonly string[],
  files: Pick<Files, 'status' | 'readText'>,
): readonly BuildFile[] {
  const paths = new Set(['setup.py', 'CMakeLists.txt', 'meson.build', ...named.filter(isInside)]);
  return [...paths].flatMap(path => {
    if (files.status(join(folder, path))?.kind !== 'file') return [];
    return {path, text: files.readText(join(folder, path), MAX_FILE_BYTES) ?? ''};
  });
}

/** Whether the backend reads a build file: many projects have one for CMake or meson beside their Python packaging. */
export function isUsedBy(backend: BackendName, {path}: BuildFile, all: readonly BuildFile[]): boolean {
  if (path === 'meson.build') return backend === 'meson-python' || backend === 'other';
  if (path !== 'CMakeLists.txt') return true;
  if (backend === 'meson-python' || backend === 'maturin') return false;
  if (backend !== 'setuptools' && backend !== 'setuptools-rust') return true;
  return all.some(one => one.path === 'setup.py' && /\bcmake\b|\bskbuild\b/i.test(one.text));
}

/** Settings may not lead out of the project. */
function isInside(path: string): boolean {
  return !/^(?:[/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes('..');
}
