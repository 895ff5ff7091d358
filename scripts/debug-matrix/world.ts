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

/**
 * The chroot of Debian sid that scripts/debug-matrix/sid.sh makes, or null. What it sees of this machine is mounted in
 * a name space of its own, so that nothing stays mounted below the chroot.
 */
export function sidWorld(): World | null {
  const chroot = join(cache, 'sid');
  if (!existsSync(join(chroot, 'usr/bin/gdb'))) return null;
  const seen = [...new Set(['/proc', '/dev', tmpdir(), realpathSync(root), realpathSync(cache), root])];
  const mounts = seen.map(path => `mkdir -p ${chroot}${path} && mount --rbind ${path} ${chroot}${path}`);
  const script = `${mounts.join(' && ')} && where=$PWD && exec chroot ${chroot} sh -c 'cd "$1" && shift && exec "$@"' sh "$where" "$@"`;
  return {name: 'sid', enter: words => ['unshare', '-m', 'sh', '-c', script, 'sh', ...words]};
}
