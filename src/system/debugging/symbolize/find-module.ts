import {readdirSync, statSync} from 'node:fs';
import {basename, delimiter, isAbsolute, join, resolve} from 'node:path';
import {baseName} from '../../../debugging/verdict/frame-words.ts';

/** Where binaries that a log names are looked for. Folders are absolute. */
export interface ModulePlaces {
  /** `--module NAME=PATH`, by base name. */
  readonly named: ReadonlyMap<string, string>;
  readonly folders: readonly string[];
}

const MAX_ENTRIES = 200_000;
const MAX_DEPTH = 12;

/** Finds the files of a log's modules: those the user named, the paths of the log, then by base name in folders. */
export function moduleFinder({named, folders}: ModulePlaces): (module: string) => string | null {
  let index: ReadonlyMap<string, string> | null = null;
  const known = new Map<string, string | null>();
  const find = (module: string): string | null => {
    const name = baseName(module);
    const given = named.get(name);
    if (given !== undefined) return given;
    if (isFile(module)) return resolve(module);
    if (!isAbsolute(module) && name === module) {
      const onPath = (process.env['PATH'] ?? '')
        .split(delimiter)
        .map(folder => join(folder, name))
        .find(isFile);
      if (onPath !== undefined) return onPath;
    }
    index ??= indexOf(folders);
    return index.get(name) ?? null;
  };
  return module => {
    const before = known.get(module);
    if (before !== undefined) return before;
    const found = find(module);
    known.set(module, found);
    return found;
  };
}

/** The first file of each name; links are not followed, so that no circle of them is. */
function indexOf(folders: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let left = MAX_ENTRIES;
  const visit = (folder: string, depth: number): void => {
    if (depth > MAX_DEPTH || left <= 0) return;
    try {
      for (const entry of readdirSync(folder, {withFileTypes: true})) {
        if (--left <= 0) return;
        const path = join(folder, entry.name);
        if (entry.isDirectory()) visit(path, depth + 1);
        else if (entry.isFile() && !found.has(entry.name)) found.set(basename(entry.name), path);
      }
    } catch {
      // It may not be read.
    }
  };
  for (const folder of folders) visit(folder, 0);
  return found;
}

function isFile(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isFile() === true;
}
