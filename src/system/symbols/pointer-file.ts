import {closeSync, openSync, readSync} from 'node:fs';
import type {Candidate} from '../../symbols/source.ts';
import {isFile} from './obtain.ts';

/** More than any path. */
const MAX_BYTES = 32 * 1024;

/**
 * What `file.ptr` of a folder store says: `PATH:` a file elsewhere, `MSG:` why there is none (learn.microsoft.com,
 * "SymStore", `/p`). Null where there is no such file.
 */
export function followPointer(
  path: string,
): Extract<Candidate, {kind: 'plain' | 'packed'}> | {readonly why: string} | null {
  if (!isFile(path)) return null;
  const text = beginningOf(path).trim();
  if (/^MSG:/i.test(text)) return {why: `its file.ptr says: ${text.slice('MSG:'.length).trim()}`};
  const target = text.replace(/^PATH:/i, '').trim();
  if (target === '' || /[\0\r\n]|^[a-z][a-z0-9+.-]+:\/\//i.test(target)) {
    return {why: 'its file.ptr names no file'};
  }
  const place = {at: 'path', path: target} as const;
  return target.endsWith('_') ? {kind: 'packed', place, packing: 'cab'} : {kind: 'plain', place};
}

function beginningOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MAX_BYTES);
    return bytes.subarray(0, readSync(file, bytes, 0, MAX_BYTES, 0)).toString('utf8');
  } finally {
    closeSync(file);
  }
}
