import {join, resolve} from 'node:path';
import {libraryFolders} from '../binary/containers/environment-layout.ts';
import type {Files} from '../system/files.ts';
import {type EnvironmentLayout, readEnvironmentLayout} from './environment.ts';
import {type EnvironmentPython, libraryFolderName} from './interpreter-layout.ts';

/**
 * The folders in which the Python of an environment looks for modules, in its order (site.py): standard library,
 * packages, and what `.pth` files add.
 */
export function searchPathOf(environment: EnvironmentLayout, files: Files): readonly string[] {
  const {folder, python, baseInterpreter, includesSystemPackages} = environment;
  const base = baseInterpreter ?? folder;
  const basePackages =
    baseInterpreter !== null && includesSystemPackages
      ? readEnvironmentLayout(baseInterpreter, files).sitePackages
      : [];
  const packages = [...environment.sitePackages, ...basePackages];
  const all = [
    ...standardLibrary(base, python, files),
    ...packages,
    ...packages.flatMap(one => addedByPth(one, files)),
  ];
  return [...new Set(all)];
}

/** The standard library with its binaries: `lib-dynload`, on Windows `DLLs`. */
function standardLibrary(prefix: string, python: EnvironmentPython | null, files: Files): string[] {
  const folders = libraryFolders(prefix, files)
    .filter(folder => python !== null && folder.endsWith(`/${libraryFolderName(python)}`))
    .flatMap(folder => [folder, `${folder}/lib-dynload`]);
  return [...folders, 'DLLs', 'Lib']
    .map(folder => join(prefix, folder))
    .filter(folder => files.status(folder)?.kind === 'folder');
}

const MAX_PTH_BYTES = 64 * 1024;

/** Folders that `.pth` files name. Lines that start with `import` are code, which is not run (site.py, "addpackage"). */
export function addedByPth(sitePackages: string, files: Files): string[] {
  return files
    .entryNames(sitePackages)
    .filter(name => name.endsWith('.pth') && !name.startsWith('.'))
    .flatMap(name => (files.readText(join(sitePackages, name), MAX_PTH_BYTES) ?? '').split(/\r?\n/))
    .filter(line => line.trim() !== '' && !/^(?:#|import[ \t])/.test(line))
    .map(line => resolve(sitePackages, line.trimEnd()))
    .filter(folder => files.status(folder)?.kind === 'folder');
}
