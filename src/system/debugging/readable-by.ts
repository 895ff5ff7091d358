import {readFileSync, realpathSync, type Stats, statSync} from 'node:fs';
import {dirname} from 'node:path';

/** Others' bits of a mode (inode(7)). */
const OTHERS_READ = 0o004;
const OTHERS_SEARCH = 0o001;

/**
 * Whether a user could read a file. A process names the files of its frames itself: root, who may look at any, must not
 * show its owner or a reader of the report what they could not see. `owner` null: it is our own.
 */
export function isReadableBy(owner: number | null, path: string): boolean {
  if (owner === null || owner === process.getuid?.()) return true;
  const may = (status: Stats, bit: number): boolean => status.uid === owner || (status.mode & bit) !== 0;
  try {
    const real = realpathSync(path);
    if (!may(statSync(real), OTHERS_READ)) return false;
    for (let folder = dirname(real); ; folder = dirname(folder)) {
      if (!may(statSync(folder), OTHERS_SEARCH)) return false;
      if (folder === dirname(folder)) return true;
    }
  } catch {
    return false;
  }
}

/** Whose a process is, by its real user (proc(5); /proc/PID itself is root's where a process wills so); null where that is not told. */
export function ownerOfProcess(pid: number): number | null {
  try {
    const [, user] = /^Uid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return user === undefined ? null : Number(user);
  } catch {
    return null;
  }
}

/** Whose a file is, such as a core; null where that is not told. */
export function ownerOfFile(path: string): number | null {
  return statSync(path, {throwIfNoEntry: false})?.uid ?? null;
}
