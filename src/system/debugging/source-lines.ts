import {closeSync, constants, fstatSync, openSync, readSync, statSync} from 'node:fs';
import {isAbsolute, join, relative, win32} from 'node:path';
import type {Sources} from '../../debugging/render/text-options.ts';
import {isReadableBy} from './readable-by.ts';

/** Larger files are no sources that a person reads; the debugged process may name any file. */
const MAX_BYTES = 8 << 20;
/** Of all files together: a hostile process may name many. */
const MAX_TOTAL_BYTES = 64 << 20;
/** Parts of a path that are looked for below a folder: `src/parts/work.c`, `parts/work.c`, `work.c`. */
const MAX_PARTS = 12;

interface FoundFile {
  readonly path: string;
  readonly lines: readonly string[];
  readonly changedMs: number;
}

/**
 * Lines of source files of this machine. Relative names, as Python keeps them of a script, are looked for in `folders`;
 * so are absolute ones that are not here, by as much of their end as is there: the module was built in another folder,
 * or on another machine. What is no regular file, too large, or not to be read by `owner` (see {@link isReadableBy}) has no
 * lines.
 */
export function sourceLines(folders: readonly string[], owner: number | null = null): Sources {
  const files = new Map<string, FoundFile | null>();
  const budget = {bytes: MAX_TOTAL_BYTES};
  const find = (file: string): FoundFile | null => {
    const known = files.get(file);
    if (known !== undefined) return known;
    let found: FoundFile | null = null;
    for (const path of placesOf(file, folders)) {
      found = isReadableBy(owner, path) ? readSource(path, budget) : null;
      if (found) break;
    }
    files.set(file, found);
    return found;
  };
  return {
    line: (file, line) => find(file)?.lines[line - 1] ?? null,
    elsewhere(file) {
      const found = isAbsolute(file) || win32.isAbsolute(file) ? find(file) : null;
      return found === null || found.path === file ? null : shortPath(found.path, folders);
    },
    isNewer(file, module) {
      const found = find(file);
      const built = statSync(module, {throwIfNoEntry: false});
      return found !== null && built !== undefined && found.changedMs > built.mtimeMs;
    },
  };
}

/** Where a file may be, the most likely place first. */
function placesOf(file: string, folders: readonly string[]): readonly string[] {
  // A dump of a Windows process has the paths of its machine.
  if (!isAbsolute(file) && !win32.isAbsolute(file)) return folders.map(folder => join(folder, file));
  const parts = file.split(/[\\/]+/).filter(part => part !== '');
  const ends = Array.from({length: Math.min(parts.length, MAX_PARTS)}, (_, at) => parts.slice(-(at + 1)));
  return [
    file,
    ...ends
      .toReversed()
      .filter(end => !end.includes('..'))
      .flatMap(end => folders.map(folder => join(folder, ...end))),
  ];
}

function shortPath(path: string, folders: readonly string[]): string {
  const below = folders.map(folder => relative(folder, path)).find(one => !one.startsWith('..'));
  return below ?? path;
}

function readSource(path: string, budget: {bytes: number}): FoundFile | null {
  let handle: number | null = null;
  try {
    // Without O_NONBLOCK, which Windows does not have, opening a pipe of that name waits for its writer.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(handle);
    if (!status.isFile() || status.size > MAX_BYTES || status.size > budget.bytes) return null;
    // Files of /proc have no size, and what is in them is no source.
    const text = readWhole(handle, status.size);
    budget.bytes -= status.size;
    return {path, lines: text.split(/\r?\n/), changedMs: status.mtimeMs};
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}

/** So many bytes, or what there is of them: a file that grows meanwhile is not followed. */
function readWhole(handle: number, size: number): string {
  const bytes = Buffer.alloc(size);
  let read = 0;
  while (read < size) {
    const count = readSync(handle, bytes, read, size - read, read);
    if (count === 0) break;
    read += count;
  }
  return bytes.toString('utf8', 0, read);
}
