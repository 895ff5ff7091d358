import {inflateRawSync} from 'node:zlib';
import {UnreadableError} from '../../../binary/unreadable.ts';
import type {BlockDecoder} from './block-decoder.ts';

/** `CK` before each block. */
const SIGNATURE = [0x43, 0x4b];

/** What a block may unpack to, and how far back its matches may reach into the blocks before. */
const WINDOW_BYTES = 32 * 1024;

/**
 * Decodes MSZIP ([MS-MCI]): each block is a whole deflate stream (RFC 1951) that starts with what the blocks before
 * unpacked to as its dictionary.
 */
export class MszipDecoder implements BlockDecoder {
  #history: Uint8Array = new Uint8Array(0);

  decode(packed: Uint8Array, sizeBytes: number): Uint8Array {
    if (packed[0] !== SIGNATURE[0] || packed[1] !== SIGNATURE[1]) {
      throw new UnreadableError('truncated', 'its MSZIP data is damaged: a block has no signature');
    }
    const block = inflated(packed.subarray(SIGNATURE.length), sizeBytes, this.#history);
    const history = block.length < WINDOW_BYTES ? Buffer.concat([this.#history, block]) : block;
    this.#history = history.subarray(Math.max(0, history.length - WINDOW_BYTES));
    return block;
  }
}

function inflated(packed: Uint8Array, sizeBytes: number, dictionary: Uint8Array): Uint8Array {
  let block: Uint8Array;
  try {
    block = inflateRawSync(packed, {
      maxOutputLength: sizeBytes,
      chunkSize: WINDOW_BYTES,
      // An empty one is none.
      ...(dictionary.length > 0 && {dictionary}),
    });
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'broken data';
    throw new UnreadableError('truncated', `its MSZIP data is damaged: ${detail}`);
  }
  if (block.length === sizeBytes) return block;
  throw new UnreadableError(
    'truncated',
    `its MSZIP data is damaged: a block of ${sizeBytes} bytes unpacks to ${block.length}`,
  );
}
