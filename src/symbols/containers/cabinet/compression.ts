import {UnreadableError} from '../../../binary/unreadable.ts';
import {LzxDecoder} from '../lzx/lzx-decoder.ts';
import {MAX_WINDOW_BITS, MIN_WINDOW_BITS} from '../lzx/positions.ts';
import type {BlockDecoder} from './block-decoder.ts';
import {MszipDecoder} from './mszip-decoder.ts';

/** Methods in the low four bits of CFFOLDER typeCompress ([MS-CAB] 2.2). */
const METHOD_BITS = 0x000f;
const NONE = 0;
const MSZIP = 1;
const QUANTUM = 2;
const LZX = 3;

/** The decoder of a folder that holds at most `totalBytes`. Throws an UnreadableError for methods that are not read. */
export function decoderOf(compression: number, totalBytes: number): BlockDecoder {
  switch (compression & METHOD_BITS) {
    case NONE:
      return {decode: storedBlock};
    case MSZIP:
      return new MszipDecoder();
    case QUANTUM:
      throw new UnreadableError(
        'unsupported',
        'it is compressed by Quantum, which MSZIP and LZX replaced in 1997',
      );
    case LZX: {
      const windowBits = (compression >>> 8) & 0x1f;
      if (windowBits < MIN_WINDOW_BITS || windowBits > MAX_WINDOW_BITS) {
        throw new UnreadableError('unsupported', `it states an LZX window of 2^${windowBits} bytes`);
      }
      return new LzxDecoder(windowBits, totalBytes);
    }
    default:
      throw new UnreadableError('unsupported', `it is compressed by method ${compression & METHOD_BITS}`);
  }
}

function storedBlock(packed: Uint8Array, sizeBytes: number): Uint8Array {
  if (packed.length === sizeBytes) return packed;
  throw new UnreadableError('truncated', 'it has a stored block that states two different sizes');
}
