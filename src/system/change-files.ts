import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {UserError} from '../errors.ts';
import {requireChangeable} from './require-changeable.ts';
import {describeFailure, describeWriteFailure} from './system-failure.ts';

/** pyxdbg's own folder in a project. */
export const OWN_FOLDER = '.pyxdbg';

/** The one name under which a new content is written before it is moved into place. */
const NEW_CONTENT = `${OWN_FOLDER}/new.tmp`;

/** Changes to the files below one folder; all paths are relative to it, with `/`. Failures are UserErrors. */
export interface ChangeFiles {
  /** Null where nothing is. */
  read(path: string): Uint8Array | null;
  /** Puts a whole new content in place of the old one; a crash leaves one of them. A link keeps leading to its file. */
  replace(path: string, bytes: Uint8Array): void;
  remove(path: string): void;
  hasFolder(path: string): boolean;
  /** Makes a folder where there is none. */
  makeFolder(path: string): void;
  /** Removes a folder if it is empty. */
  removeFolder(path: string): void;
}

/** The files below a folder (absolute) of this machine. */
export function localChangeFiles(root: string): ChangeFiles {
  const at = (path: string): string => join(root, ...path.split('/'));
  return {
    read(path) {
      try {
        return readFileSync(at(path));
      } catch (error) {
        if (isMissing(error)) return null;
        throw new UserError({what: describeFailure(error), where: path, cause: error});
      }
    },
    replace(path, bytes) {
      requireChangeable(root, path);
      writing(path, () => {
        const status = statSync(at(path), {throwIfNoEntry: false});
        const target = status ? realpathSync(at(path)) : at(path);
        const temporary = at(NEW_CONTENT);
        rmSync(temporary, {force: true});
        writeDown(temporary, bytes, status);
        renameSync(temporary, target);
        writeFolderDown(dirname(target));
      });
    },
    remove(path) {
      requireChangeable(root, path);
      writing(path, () => {
        rmSync(at(path), {force: true});
        writeFolderDown(dirname(at(path)));
      });
    },
    hasFolder: path => statSync(at(path), {throwIfNoEntry: false})?.isDirectory() === true,
    makeFolder(path) {
      writing(path, () => {
        // Our own must not lead elsewhere.
        const look = path === OWN_FOLDER ? lstatSync : statSync;
        const status = look(at(path), {throwIfNoEntry: false});
        if (status?.isDirectory()) return;
        if (status) throw new UserError({what: 'is not a folder', where: path, advice: 'move it away'});
        mkdirSync(at(path));
        writeFolderDown(dirname(at(path)));
      });
    },
    removeFolder(path) {
      if (path === OWN_FOLDER) rmSync(at(NEW_CONTENT), {force: true});
      try {
        rmdirSync(at(path));
      } catch {
        // Not empty, or gone: both are fine.
      }
    },
  };
}

function writeDown(temporary: string, bytes: Uint8Array, old: Stats | undefined): void {
  const file = openSync(temporary, 'wx', old?.mode ?? 0o666);
  try {
    writeFileSync(file, bytes);
    if (old) {
      fchmodSync(file, old.mode & 0o7777);
      keepOwner(file, old);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function keepOwner(file: number, {uid, gid}: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only the superuser may give a file away; for anyone else it is theirs already, or becomes theirs.
  }
}

/** A rename is safe against a crash of the machine once its folder is written. Windows cannot and need not do so. */
function writeFolderDown(folder: string): void {
  if (process.platform === 'win32') return;
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } catch {
    // Some network file systems refuse; the rename itself is done.
  } finally {
    closeSync(file);
  }
}

function writing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({what: describeWriteFailure(error), where: path, cause: error});
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
