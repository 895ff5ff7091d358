import {randomUUID} from 'node:crypto';
import {chmodSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {UserError} from '../../errors.ts';
import {uninterrupted} from '../interrupt.ts';
import {makeFolder} from '../make-folder.ts';
import {describeWriteFailure} from '../system-failure.ts';
import {PART_PREFIX} from './symbol-store.ts';

/**
 * The whole file or none at a path (absolute), its folders made; a file that is there is replaced. `mode`: permission
 * bits, those of a new file by default. Throws a UserError where that cannot be.
 */
export function placeBytes(path: string, bytes: Uint8Array, mode?: number): Promise<void> {
  return placeFile(path, part => {
    writeFileSync(part, bytes, {flag: 'wx'});
    if (mode !== undefined) chmodSync(part, mode);
  });
}

/** The same for a file that `make` writes at the path that it is given, on the same file system. */
export async function placeFile(path: string, make: (part: string) => void): Promise<void> {
  makeFolder(dirname(path));
  const part = join(dirname(path), `${PART_PREFIX}${randomUUID()}`);
  try {
    await uninterrupted(() => {
      try {
        make(part);
        renameSync(part, path);
      } finally {
        // POSIX: renaming one hard link of a file to another does nothing, and leaves both (rename(2)).
        rmSync(part, {force: true});
      }
    });
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError({
      what: describeWriteFailure(cause),
      where: path,
      advice: 'name a folder that can be written to',
      cause,
    });
  }
}
