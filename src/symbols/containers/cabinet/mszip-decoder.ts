import {inflateRawSync} from 'node:zlib';
import {UnreadableError} from '../../../binary/unreadable.ts';
import type {BlockDecoder} from './block-decoder.ts';

/** `CK` before each block. */
const SIGNATURE = [0x43, 0x4b];

/** What a block unpacks to, and how far back its matches may reach. */
const WINDOW_BYTES = 32 * 1024;

/**
 * Decodes MSZIP ([MS-MCI]): each block is a whole deflate stream (RFC 1951) that starts with what the block before
 * unpacked to as its dictionary.
 */
export class MszipDecoder implements BlockDecoder {
  #history: Uint8Array = new Uint8Array(0);

  decode(packed: Uint8Array, sizeBytes: number): Uint8Array {
    if (packed[0] !== SIGNATURE[0] || packed[1] !== SIGNATURE[1]) {
      throw new UnreadableError('truncated', 'its MSZIP data is damaged: a block has no signature');
    }
    // All blocks but the last are of this length: what programs make of others differs.
    if (this.#history.length % WINDOW_BYTES !== 0) {
      throw new UnreadableError('truncated', 'its MSZIP data is damaged: a block follows a short one');
    }
    const block = inflated(packed.subarray(SIGNATURE.length), sizeBytes, this.#history);
    this.#history = block;
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
