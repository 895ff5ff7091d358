import {type Dirent, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Folders that hold no product, beside those that begin with a dot, which no import finds: histories, environments,
 * what build systems try out and keep for the next time, the `.eggs` that setuptools fetches for `setup_requires`.
 */
const SKIPPED = new Set(['node_modules', '__pycache__', 'meson-private', 'CMakeFiles']);

/** Folders without objects of the project: build systems compile in some of them to try something out. */
const WITHOUT_OBJECTS = new Set(['.git', 'node_modules', 'meson-private', 'CMakeTmp', 'CMakeScratch']);

/** What makes a folder a virtual environment (PEP 405), whatever its name. */
const VENV = 'pyvenv.cfg';

/** Whether a file is a module or library by its name. */
export function isBinaryName(name: string): boolean {
  return /\.(?:so|pyd|dylib|dll)$|\.so\.\d/.test(name);
}

/** Modules and libraries below a folder, absolute, in path order. Links are not followed. */
export function binariesBelow(folder: string, skipped: readonly string[] = []): readonly string[] {
  const found: string[] = [];
  const pending = [folder];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const entries = entriesOf(place);
    if (entries.some(({name}) => name === VENV)) continue;
    for (const entry of entries) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) {
        const isSkipped = entry.name.startsWith('.') || SKIPPED.has(entry.name) || skipped.includes(path);
        if (!isSkipped) pending.push(path);
      } else if (entry.isFile() && isBinaryName(entry.name)) found.push(path);
    }
  }
  return found.sort();
}

/** Wheels in a folder, the newest last. */
export function wheelsIn(folder: string): readonly string[] {
  return entriesOf(folder)
    .filter(entry => entry.isFile() && entry.name.endsWith('.whl'))
    .map(entry => join(folder, entry.name))
    .sort((a, b) => changedMs(a) - changedMs(b));
}

/**
 * Object files below a folder that were written since then (milliseconds since 1970): what a build compiled, where its
 * calls are not recorded. One that two modules write is one.
 */
export function objectsSince(folder: string, startMs: number): number {
  let count = 0;
  const pending = [folder];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    const entries = entriesOf(place);
    if (entries.some(({name}) => name === VENV)) continue;
    for (const entry of entries) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) {
        if (!WITHOUT_OBJECTS.has(entry.name)) pending.push(path);
      } else if (/\.(?:obj|o)$/i.test(entry.name) && changedMs(path) >= startMs) count++;
    }
  }
  return count;
}

/**
 * When a file was last written or put where it is, in milliseconds since 1970; 0 for one that is not there. Not its
 * modification time: setuptools' copy_file (distutils/file_util.py) sets that to the original's, in whole seconds.
 */
export function changedMs(path: string): number {
  return statSync(path, {throwIfNoEntry: false})?.ctimeMs ?? 0;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true});
  } catch {
    return [];
  }
}
