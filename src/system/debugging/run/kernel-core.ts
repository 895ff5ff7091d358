import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {pagedSource} from '../../../binary/byte-source.ts';
import {readCore} from '../../../binary/core/read-core.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';
import {type CorePlace, corePlace} from '../../../debugging/run/core-pattern.ts';
import {localFiles} from '../../files.ts';

/**
 * Where the kernel would write the core of a program that runs in `folder`; null where no file comes of it, and where
 * it would take the place of a file of the user's.
 */
export function kernelCores(folder: string): CorePlace | null {
  const setting = (name: string): string => readFileSync(`/proc/sys/kernel/${name}`, 'utf8').trim();
  try {
    const place = corePlace(setting('core_pattern'), setting('core_uses_pid') !== '0');
    return place && place.onlyName !== null && existsSync(join(place.folder ?? folder, place.onlyName))
      ? null
      : place;
  } catch {
    return null;
  }
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

/** The core of a program that ran in `folder` and has ended since then; null without one. */
export function coreOf(pid: number, place: CorePlace, folder: string, sinceMs: number): string | null {
  const where = place.folder ?? folder;
  for (const name of namesIn(where)) {
    const file = join(where, name);
    const status = statSync(file, {throwIfNoEntry: false});
    if (!place.isCore(name, pid) || !status?.isFile()) continue;
    // A clock of a file system may be a little behind; the number in the file decides.
    if (status.mtimeMs >= sinceMs - 1000 && processIn(file) === pid) return file;
  }
  return null;
}

/**
 * Cores of other processes of a run, such as a Python with -I that a shell started: by `mark`, a text that the
 * environment of all of them has, and no other process.
 */
export function coresWith(
  mark: string,
  place: CorePlace,
  folder: string,
  sinceMs: number,
): readonly string[] {
  const where = place.folder ?? folder;
  return namesIn(where)
    .map(name => ({name, file: join(where, name)}))
    .filter(({name, file}) => {
      const status = statSync(file, {throwIfNoEntry: false});
      if (!status?.isFile() || status.mtimeMs < sinceMs - 1000) return false;
      const pid = processIn(file);
      return pid !== null && place.isCore(name, pid) && holds(file, mark);
    })
    .map(({file}) => file);
}

const CHUNK_BYTES = 1 << 20;

/** Whether a file has a text in it, read part by part. */
function holds(path: string, text: string): boolean {
  const file = localFiles.openFile(path);
  try {
    for (let at = 0; at < file.size; at += CHUNK_BYTES) {
      // So many bytes more, that the text is found across two parts, too.
      const bytes = file.read(at, Math.min(CHUNK_BYTES + text.length, file.size - at));
      if (Buffer.from(bytes).includes(text)) return true;
    }
    return false;
  } finally {
    file.close();
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The process that a core says it was; null for what is no core: names prove nothing. */
function processIn(path: string): number | null {
  const file = localFiles.openFile(path);
  try {
    return readCore(pagedSource(file)).processId;
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    return null;
  } finally {
    file.close();
  }
}
