import {posix} from 'node:path';

/** An absolute path as an archive names it: without `.` and `..`, which a debugger takes out before it looks. */
export function packedPath(path: string): string {
  return posix.normalize(path);
}
