import type {ByteSource} from '../byte-source.ts';
import {UnreadableError} from '../unreadable.ts';
import type {ProcessMemory} from './process-memory.ts';

/** No image is larger than what its addresses can be told apart in. */
const ENDLESS_BYTES = Number.MAX_SAFE_INTEGER;

/**
 * The memory from `start` on as a source for the readers of headers: offset 0 is where the image begins. A read of bytes
 * that are not there throws an UnreadableError, since what is missing lies between pages that are.
 */
export function imageSource(memory: ProcessMemory, start: bigint): ByteSource {
  const at = (offset: number): bigint => start + BigInt(offset);
  return {
    size: ENDLESS_BYTES,
    read(offset, length) {
      const bytes = memory.read(at(offset), length);
      if (bytes.length === length) return bytes;
      throw new UnreadableError('truncated', 'a part of its memory is missing');
    },
  };
}
