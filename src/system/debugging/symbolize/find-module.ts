import {basename, delimiter, isAbsolute, join, resolve} from 'node:path';
import {baseName} from '../../../debugging/verdict/frame-words.ts';
import {localFiles} from '../../files.ts';
import {filesByName} from '../files-by-name.ts';

/** Where binaries that a log names are looked for. Folders are absolute. */
export interface ModulePlaces {
  /** `--module NAME=PATH`, by base name. */
  readonly named: ReadonlyMap<string, string>;
  readonly folders: readonly string[];
}

const MAX_DEPTH = 12;

/** Finds the files of a log's modules: those the user named, the paths of the log, then by base name in folders. */
export function moduleFinder({named, folders}: ModulePlaces): (module: string) => string | null {
  let index: ReturnType<typeof filesByName> | null = null;
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
    index ??= filesByName(
      null,
      folders.map(path => ({path, depth: MAX_DEPTH})),
    );
    const candidates = index.get(name.toLowerCase()) ?? [];
    return candidates.find(path => basename(path) === name && isFile(path)) ?? null;
  };
  return module => {
    const before = known.get(module);
    if (before !== undefined) return before;
    const found = find(module);
    known.set(module, found);
    return found;
  };
}

function isFile(path: string): boolean {
  return localFiles.status(path)?.kind === 'file';
}
