import {closeSync, constants, fstatSync, openSync, readFileSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import type {Sources} from '../../debugging/render/text-options.ts';

/** Larger files are no sources that a person reads; the debugged process may name any file. */
const MAX_BYTES = 8 << 20;

/**
 * Lines of source files of this machine. Relative names, as Python keeps them of a script, are looked for in `folders`.
 * What is no regular file, or too large, has no lines.
 */
export function sourceLines(folders: readonly string[]): Sources {
  const files = new Map<string, readonly string[] | null>();
  const linesOf = (file: string): readonly string[] | null => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const paths = isAbsolute(file) ? [file] : folders.map(folder => join(folder, file));
    const found = paths.map(readLines).find(lines => lines !== null) ?? null;
    files.set(file, found);
    return found;
  };
  return {line: (file, line) => linesOf(file)?.[line - 1] ?? null};
}

function readLines(path: string): readonly string[] | null {
  let handle: number | null = null;
  try {
    // Without O_NONBLOCK, which Windows does not have, opening a pipe of that name waits for its writer.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const status = fstatSync(handle);
    if (!status.isFile() || status.size > MAX_BYTES) return null;
    return readFileSync(handle, 'utf8').split(/\r?\n/);
  } catch {
    return null;
  } finally {
    if (handle !== null) closeSync(handle);
  }
}
