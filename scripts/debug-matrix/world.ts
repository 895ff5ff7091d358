import {existsSync, realpathSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** The root of this repository, and its folder for what is made once. */
export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cache = join(root, '.cache');

/** A system that programs and debuggers run in: this one, or a chroot. */
export interface World {
  readonly name: string;
  /** A command line of this machine that runs the words in that system. */
  enter(words: readonly string[]): readonly string[];
}

export const host: World = {name: 'host', enter: words => words};

const sid = join(cache, 'sid');

/**
 * The chroot of Debian sid that scripts/debug-matrix/sid.sh makes, as far as inSharedPlace has mounted this machine's
 * folders in it; else null.
 */
export function sidWorld(): World | null {
  if (process.env[MOUNTED] === undefined || !existsSync(join(sid, 'usr/bin/gdb'))) return null;
  const script = 'exec chroot "$0" sh -c \'cd "$0" && exec "$@"\' "$PWD" "$@"';
  return {name: 'sid', enter: words => ['sh', '-c', script, sid, ...words]};
}

/** Says that this process has a name space of mounts of its own. */
const MOUNTED = 'PYXDBG_MATRIX_MOUNTED';

/**
 * A command that runs this script again in a name space of mounts of its own, where the chroot has the folders that its
 * programs and debuggers share with this machine, and from which nothing stays mounted; null in there, and without a
 * chroot. One for all: a debugger looks at the files of a process through the process's own mounts.
 */
export function mountedAgain(): readonly string[] | null {
  if (process.env[MOUNTED] !== undefined || !existsSync(join(sid, 'usr/bin/gdb')) || process.getuid?.() !== 0)
    return null;
  const shared = [...new Set(['/proc', '/dev', tmpdir(), realpathSync(root), realpathSync(cache)])];
  const mounts = shared.map(path => `mkdir -p "${sid}${path}" && mount --rbind "${path}" "${sid}${path}"`);
  const script = `${mounts.join(' && ')} && exec "$@"`;
  return [
    'unshare',
    '-m',
    'env',
    `${MOUNTED}=1`,
    'sh',
    '-c',
    script,
    'sh',
    process.execPath,
    ...process.argv.slice(1),
  ];
}
