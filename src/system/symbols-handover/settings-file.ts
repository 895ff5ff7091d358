import {createHash, randomUUID} from 'node:crypto';
import {lstatSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {UserError} from '../../errors.ts';
import {readSignature, signText} from '../../symbols/handover/signed-text.ts';
import {describeFailure, describeWriteFailure} from '../system-failure.ts';

/**
 * Writes a file of settings whole. One that is there is replaced only if it is as pyxdbg left it; a UserError for any
 * other.
 */
export function writeSettingsFile(path: string, text: string, comment: string): void {
  requireOurs(path, comment, 'written over');
  const unfinished = `${path}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, signText(text, comment, digestOf), {flag: 'wx'});
    renameSync(unfinished, path);
  } catch (cause) {
    rmSync(unfinished, {force: true});
    throw new UserError({what: describeWriteFailure(cause), where: path, cause});
  }
}

/** Removes a file of settings; false where there is none. Throws a UserError for one that is not as pyxdbg left it. */
export function removeSettingsFile(path: string, comment: string): boolean {
  if (!requireOurs(path, comment, 'removed')) return false;
  try {
    rmSync(path);
    return true;
  } catch (cause) {
    throw new UserError({what: describeFailure(cause).replace('read', 'removed'), where: path, cause});
  }
}

/** Whether a file is there; it is ours then. */
function requireOurs(path: string, comment: string, done: string): boolean {
  // A link is none of ours, wherever it leads.
  const status = lstatSync(path, {throwIfNoEntry: false});
  if (!status) return false;
  const state = status.isFile() ? readSignature(textOf(path), comment, digestOf) : 'foreign';
  if (state === 'ours') return true;
  throw new UserError({
    what:
      state === 'changed'
        ? `has been changed since pyxdbg wrote it, and is not ${done}`
        : `is not a file that pyxdbg symbols path wrote, and is not ${done}`,
    where: path,
    advice: 'move it away, or name another file with -o',
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UserError({what: describeFailure(cause), where: path, cause});
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
