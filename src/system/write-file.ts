import {randomBytes} from 'node:crypto';
import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {UserError} from '../errors.ts';
import {describeFailure} from './system-failure.ts';

/**
 * Writes a whole file or nothing: into a temporary file beside it, moved into place at the end, so that Ctrl-C leaves
 * the old one. Throws a UserError where that cannot be done.
 */
export function writeWholeFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.pyxdbg-${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, text, {flag: 'wx'});
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, {force: true});
    throw new UserError({
      what: describeFailure(error).replace('read', 'written'),
      where: path,
      advice: 'name a file in a folder that exists and can be written to',
      cause: error,
    });
  }
}
