import {posix, win32} from 'node:path';
import {UserError} from '../errors.ts';

/** Below the folder that each system has for caches. */
const BELOW = ['pyxdbg', 'symbols'] as const;

/**
 * Where fetched debug information is kept unless the user names a folder: `$XDG_CACHE_HOME` or `~/.cache` (XDG Base
 * Directory Specification), `~/Library/Caches` on macOS (Apple, "File System Programming Guide"), `%LOCALAPPDATA%` on
 * Windows; in each `pyxdbg/symbols`. Throws a UserError where the environment does not tell.
 */
export function defaultStoreFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  if (platform === 'win32') {
    const {LOCALAPPDATA: local, USERPROFILE: profile} = env;
    if (isAbsolute(local, win32)) return win32.join(local, ...BELOW);
    if (isAbsolute(profile, win32)) return win32.join(profile, 'AppData', 'Local', ...BELOW);
    throw nowhere('LOCALAPPDATA');
  }
  const {XDG_CACHE_HOME: cache, HOME: home} = env;
  // "All paths set in these environment variables must be absolute", and one that is not is to be ignored.
  if (platform !== 'darwin' && isAbsolute(cache, posix)) return posix.join(cache, ...BELOW);
  if (!isAbsolute(home, posix)) throw nowhere('HOME');
  return posix.join(home, ...(platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']), ...BELOW);
}

function isAbsolute(path: string | undefined, rules: typeof posix): path is string {
  return path !== undefined && rules.isAbsolute(path);
}

function nowhere(variable: string): UserError {
  return new UserError({
    what: 'does not name the folder below which caches lie',
    where: variable,
    advice: 'set it, or name the folder of the symbols with --store DIR',
  });
}
