import {readFileSync, statSync} from 'node:fs';
import type {ByteSource} from '../../binary/byte-source.ts';
import {UserError} from '../../errors.ts';
import {localFiles} from '../files.ts';

/** Bytes compared in one go. */
const CHUNK_BYTES = 1024 * 1024;

/** Whether two files have the same bytes. Throws a UserError for one that cannot be read. */
export function sameContent(a: string, b: string): boolean {
  if (a === b) return true;
  const first = localFiles.openFile(a);
  try {
    const second = localFiles.openFile(b);
    try {
      if (first.size !== second.size) return false;
      for (let at = 0; at < first.size; at += CHUNK_BYTES) {
        if (Buffer.compare(first.read(at, CHUNK_BYTES), second.read(at, CHUNK_BYTES)) !== 0) return false;
      }
      return true;
    } finally {
      second.close();
    }
  } finally {
    first.close();
  }
}

/**
 * All bytes of a source, of a binary with its debug information hundreds of megabytes. Throws UnreadableError where it
 * is damaged.
 */
export function wholeContent(source: ByteSource): Buffer {
  const bytes = Buffer.allocUnsafe(source.size);
  for (let at = 0; at < source.size; at += CHUNK_BYTES) bytes.set(source.read(at, CHUNK_BYTES), at);
  return bytes;
}

/** The most that Node reads into one buffer on every version that is supported. */
const MAX_WHEEL_BYTES = 2 ** 31 - 1;

/** A wheel or a file. Throws a UserError for one that Node cannot read into one buffer. */
export function wholeFile(path: string): Buffer {
  if (statSync(path).size <= MAX_WHEEL_BYTES) return readFileSync(path);
  throw new UserError({
    what: 'is larger than 2 GiB, more than is rewritten here',
    where: path,
    advice: 'strip its modules in the build instead, before the wheel is made',
  });
}
