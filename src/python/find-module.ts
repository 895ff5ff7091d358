import {join} from 'node:path';
import type {Files} from '../system/files.ts';
import {type FileTag, parseFileTag} from './file-tag.ts';
import type {EnvironmentPython} from './interpreter-layout.ts';

/** Where a module is, or one clause why it cannot be checked. */
export type FoundModule =
  | {readonly kind: 'package'; readonly path: string}
  | {
      readonly kind: 'binary';
      readonly path: string;
      /** Binaries of the same module for other Pythons, in the same folder. */
      readonly others: readonly string[];
    }
  | {readonly kind: 'missing'; readonly problem: string};

/** Whether a text is a module's dotted name. */
export function isModuleName(text: string): boolean {
  return /^[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*$/u.test(text);
}

/**
 * Finds a module as importlib's path finder would (importlib/_bootstrap_external.py, "FileFinder.find_spec"), by the
 * names of files: nothing is imported. Import hooks and editable installs that work by one are not seen.
 */
export function findModule(
  name: string,
  searchPaths: readonly string[],
  files: Files,
  python: EnvironmentPython | null = null,
): FoundModule {
  const parts = name.split('.');
  let folders = searchPaths;
  for (const [index, part] of parts.entries()) {
    const full = parts.slice(0, index + 1).join('.');
    const isLast = index === parts.length - 1;
    const found = findPart(part, folders, files, python);
    if (found.kind === 'absent') return missing(`there is no module ${full} in the search path`);
    if (found.kind === 'package') {
      if (isLast) return {kind: 'package', path: found.paths[0]};
      folders = found.paths;
    } else if (!isLast) return missing(`${full} is a module, not a package (${found.path})`);
    else if (found.kind === 'binary') return found;
    else return missing(`${full} is Python source and has no binary of its own (${found.path})`);
  }
  return missing('is no module name');
}

function missing(problem: string): FoundModule {
  return {kind: 'missing', problem};
}

type Part =
  | {readonly kind: 'package'; readonly paths: readonly [string, ...string[]]}
  | Extract<FoundModule, {kind: 'binary'}>
  | {readonly kind: 'source'; readonly path: string}
  | {readonly kind: 'absent'};

/** In each folder a package comes first, then an extension module, then source; folders without `__init__` only at the end. */
function findPart(
  part: string,
  folders: readonly string[],
  files: Files,
  python: EnvironmentPython | null,
): Part {
  const namespace: string[] = [];
  for (const folder of folders) {
    const names = files.entryNames(folder);
    const path = join(folder, part);
    if (names.includes(part) && files.status(path)?.kind === 'folder') {
      const inside = files.entryNames(path);
      const isPackage =
        inside.some(name => /^__init__\.pyc?$/.test(name)) ||
        binariesOf('__init__', inside, python).length > 0;
      if (isPackage) return {kind: 'package', paths: [path]};
      namespace.push(path);
    }
    const [binary, ...others] = binariesOf(part, names, python).map(name => join(folder, name));
    if (binary !== undefined) return {kind: 'binary', path: binary, others};
    const source = names.find(name => name === `${part}.py` || name === `${part}.pyc`);
    if (source !== undefined) return {kind: 'source', path: join(folder, source)};
  }
  const [first, ...rest] = namespace;
  return first === undefined ? {kind: 'absent'} : {kind: 'package', paths: [first, ...rest]};
}

/** Files that are the module `part`, the one that the Python would take first. */
function binariesOf(part: string, names: readonly string[], python: EnvironmentPython | null): string[] {
  return names
    .flatMap(name => {
      const tag = name.startsWith(part) ? parseFileTag(name) : null;
      return tag?.moduleName === part ? [{name, rank: rankOf(tag, python)}] : [];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({name}) => name);
}

/** The order of importlib.machinery.EXTENSION_SUFFIXES; what the Python would not look for comes last. */
function rankOf(tag: FileTag, python: EnvironmentPython | null): number {
  if (tag.implementation === 'other') return 4;
  if (tag.version) {
    const isOther =
      python !== null &&
      (tag.version[0] !== python.major ||
        tag.version[1] !== python.minor ||
        (python.freeThreaded !== null && tag.flags.includes('t') !== python.freeThreaded));
    return isOther ? 3 : 0;
  }
  return tag.limited ? 1 : 2;
}
