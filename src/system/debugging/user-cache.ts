import {accessSync, constants, lstatSync, mkdirSync} from 'node:fs';
import {isAbsolute, join} from 'node:path';
import {homeFolder} from '../home-folder.ts';
import {describeWriteFailure} from '../system-failure.ts';

/** The folder of a name in the user's cache; it need not be there. */
export function cacheFolder(name: string, env: NodeJS.ProcessEnv): string {
  const own = env['XDG_CACHE_HOME'] ?? '';
  // "All paths set in these environment variables must be absolute" (XDG Base Directory Specification); others do not count.
  const base = isAbsolute(own) ? own : join(homeFolder(env), '.cache');
  return join(base, 'pyxdbg', name);
}

/** Makes a folder that no other user may write; else says why it cannot. */
export function makeOwnFolder(folder: string): string | null {
  try {
    mkdirSync(folder, {recursive: true, mode: 0o700});
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    return `${folder} ${describeWriteFailure(error)}`;
  }
  return isOurs(folder) ? null : `${folder} may be written by other users`;
}

/** What another user could write does what that user wants: it counts as not there. */
export function isOurs(path: string): boolean {
  const status = lstatSync(path, {throwIfNoEntry: false});
  if (!status?.isFile() && !status?.isDirectory()) return false;
  return status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
}
