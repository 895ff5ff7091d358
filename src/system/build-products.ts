import {type Dirent, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';

/** Folders that hold no product: histories, environments, what build systems and we keep for the next time. */
const SKIPPED = new Set(['.git', '.hg', '.tox', '.nox', '.venv', 'venv', 'node_modules', '__pycache__']);

/** Modules and libraries below a folder, absolute, in path order. Links are not followed. */
export function binariesBelow(folder: string, skipped: readonly string[] = []): readonly string[] {
  const found: string[] = [];
  const pending = [folder];
  for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
    for (const entry of entriesOf(place)) {
      const path = join(place, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name) && !skipped.includes(path)) pending.push(path);
      } else if (entry.isFile() && /\.(?:so|pyd|dylib|dll)$|\.so\.\d/.test(entry.name)) found.push(path);
    }
  }
  return found.sort();
}

/** Wheels in a folder, the newest last. */
export function wheelsIn(folder: string): readonly string[] {
  return entriesOf(folder)
    .filter(entry => entry.isFile() && entry.name.endsWith('.whl'))
    .map(entry => join(folder, entry.name))
    .sort((a, b) => modifiedMs(a) - modifiedMs(b));
}

/** Milliseconds since 1970; 0 for a file that is not there. */
export function modifiedMs(path: string): number {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true});
  } catch {
    return [];
  }
}
