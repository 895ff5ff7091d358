import {homedir} from 'node:os';
import {posix, win32} from 'node:path';

/**
 * The folder of fetched symbols where the user names none: below the cache of the user as each system has it (XDG Base
 * Directory Specification; macOS' Library/Caches; Windows' LOCALAPPDATA).
 */
export function defaultStoreFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir();
  if (platform === 'win32') {
    return win32.join(env['LOCALAPPDATA'] || win32.join(home, 'AppData', 'Local'), 'pyxdbg', 'symbols');
  }
  const cache = platform === 'darwin' ? posix.join(home, 'Library', 'Caches') : posix.join(home, '.cache');
  const own = env['XDG_CACHE_HOME'];
  // The specification: relative paths are to be ignored.
  return posix.join(own && posix.isAbsolute(own) ? own : cache, 'pyxdbg', 'symbols');
}
