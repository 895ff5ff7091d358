import {cacheFolder, makeOwnFolder} from './user-cache.ts';

/**
 * gdb keeps here what it has indexed of debug information, by build-id: reading it anew is most of what a dump of a
 * Python with debug information takes. Nothing before gdb 12, which has no such setting and goes on, nor where the
 * folder cannot be the user's alone.
 */
export function indexCacheSettings(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  const folder = cacheFolder('gdb-index', env);
  if (makeOwnFolder(folder) !== null) return [];
  return [`set index-cache directory ${folder}`, 'set index-cache enabled on'];
}
