import {lstatSync, readdirSync, readFileSync, type Stats, statSync} from 'node:fs';
import {join} from 'node:path';
import {type CorePlace, corePlace} from '../../../debugging/run/core-pattern.ts';

/**
 * Where the kernel would write the core of a program that runs in `folder`; null where no file comes of it, and where
 * it would take the place of a file of the user's.
 */
export function kernelCores(folder: string): CorePlace | null {
  const setting = (name: string): string => readFileSync(`/proc/sys/kernel/${name}`, 'utf8').trim();
  try {
    const place = corePlace(setting('core_pattern'), setting('core_uses_pid') !== '0');
    return place && place.onlyName !== null && isTaken(join(place.folder ?? folder, place.onlyName))
      ? null
      : place;
  } catch {
    return null;
  }
}

/** Also by a link that leads nowhere: the kernel unlinks whatever has the name (fs/coredump.c). */
function isTaken(path: string): boolean {
  return lstatSync(path, {throwIfNoEntry: false}) !== undefined;
}

/** Our own limit to the bytes of a core, as setrlimit(2) takes it: `unlimited` or a number; 0 where it is not told. */
export function coreLimit(): string {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return /^Max core file size\s+(\d+|unlimited)\s/m.exec(limits)?.[1] ?? '0';
  } catch {
    return '0';
  }
}

/**
 * The words that start a command with cores allowed as far as the system allows them. The number of the process, which
 * stays the same, goes to the crash handler: it takes the limit back in what the program starts.
 */
export function withCores(command: readonly string[]): readonly [string, ...string[]] {
  const script =
    'ulimit -S -c unlimited 2>/dev/null || ulimit -S -c "$(ulimit -H -c)" 2>/dev/null; PYXDBG_MAIN_PID=$$; export PYXDBG_MAIN_PID; exec "$@"';
  return ['sh', '-c', script, 'sh', ...command];
}

/** Files that by their names and ages may be cores that processes in `folder` have left since then; absolute. */
export function recentCoreFiles(place: CorePlace, folder: string, sinceMs: number): readonly string[] {
  const where = place.folder ?? folder;
  return namesIn(where)
    .filter(place.mayBeCore)
    .map(name => join(where, name))
    .filter(file => {
      const status = statusOf(file);
      // A clock of a file system may be a little behind.
      return status?.isFile() === true && status.mtimeMs >= sinceMs - 1000;
    });
}

/** Null also for a link that leads to itself, and in a folder that may be listed but not entered. */
function statusOf(file: string): Stats | null {
  try {
    return statSync(file);
  } catch {
    return null;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
