import type {ByteSource} from '../byte-source.ts';

/** The blocks of an MSF file: their size in bytes, and the source that they lie in. */
export interface Blocks {
  readonly source: ByteSource;
  readonly blockBytes: number;
}

/**
 * A stream of `size` bytes whose blocks lie anywhere in the file, in the order of `numbers`, none of them past its end.
 * What lies within one block is a view of the file's bytes; what spans several is copied.
 */
export function blockStream({source, blockBytes}: Blocks, numbers: Uint32Array, size: number): ByteSource {
  const inBlock = (offset: number, most: number): Uint8Array => {
    const start = offset % blockBytes;
    const number = numbers[Math.floor(offset / blockBytes)];
    if (number === undefined) return new Uint8Array(0);
    return source.read(number * blockBytes + start, Math.min(most, blockBytes - start));
  };
  return {
    size,
    read(offset, length) {
      const start = clamp(offset, size);
      const wanted = clamp(start + length, size) - start;
      const first = inBlock(start, wanted);
      if (first.length >= wanted) return first;
      const joined = new Uint8Array(wanted);
      let filled = 0;
      for (let part = first; part.length > 0; part = inBlock(start + filled, wanted - filled)) {
        joined.set(part, filled);
        filled += part.length;
        if (filled === wanted) break;
      }
      return joined.subarray(0, filled);
    },
    window: offset => (offset >= 0 && offset < size ? inBlock(offset, size - offset) : new Uint8Array(0)),
  };
}

function clamp(value: number, max: number): number {
  if (!(value > 0)) return 0;
  return value < max ? value : max;
}
