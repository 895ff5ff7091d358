import {accessSync, constants, realpathSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {UserError} from '../errors.ts';
import {uninterrupted} from './interrupt.ts';
import {describeWriteFailure} from './system-failure.ts';

/**
 * Writes a whole file or nothing: into a temporary file beside it, moved into place at the end, so that a failure or
 * Ctrl-C leaves the old one. A link keeps leading to its file; a device or a pipe (`-o /dev/stderr`) is written to and
 * not replaced. Throws a UserError where that cannot be done.
 */
export async function writeWholeFile(path: string, text: string | Uint8Array): Promise<void> {
  try {
    const status = statSync(path, {throwIfNoEntry: false});
    if (!status) await uninterrupted(() => replaceFile(path, text));
    else if (status.isFile()) await uninterrupted(() => replaceFile(realpathSync(path), text, status.mode));
    else writeFileSync(path, text);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Throws the same UserError before any work is done, where it can be told already that a file cannot be written. */
export function requireWritable(path: string): void {
  try {
    const status = statSync(path, {throwIfNoEntry: false});
    if (status?.isDirectory()) throw Object.assign(new Error('a folder'), {code: 'EISDIR'});
    if (!status || status.isFile()) accessSync(dirname(status ? realpathSync(path) : path), constants.W_OK);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Throws a UserError where an output would replace an input (`-o dist/*.whl`, the name forgotten) or another output,
 * or cannot be written.
 */
export function requireOutputs(outputs: readonly string[], inputs: readonly string[]): void {
  const taken = new Map(inputs.map(input => [resolve(input), 'would replace what is to be checked']));
  for (const output of outputs) {
    const why = taken.get(resolve(output));
    if (why !== undefined) throw new UserError({what: why, where: output, advice: 'name another file'});
    taken.set(resolve(output), 'is named for two outputs');
    requireWritable(output);
  }
}

function unwritable(path: string, cause: unknown): UserError {
  return new UserError({
    what: describeWriteFailure(cause),
    where: path,
    advice: 'name a file in a folder that exists and can be written to',
    cause,
  });
}

function replaceFile(path: string, text: string | Uint8Array, mode?: number): void {
  // Not from node:crypto, which takes longer to load than most files to write: `wx` refuses a name that is taken.
  const unused = Math.random().toString(36).slice(2);
  const temporary = join(dirname(path), `.pyxdbg-${process.pid}-${unused}.tmp`);
  try {
    writeFileSync(temporary, text, {flag: 'wx', ...(mode === undefined ? {} : {mode})});
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, {force: true});
    throw error;
  }
}
