import type {ByteSource} from '../../src/binary/byte-source.ts';

/** A stretch of a file that a reader looked at. */
export interface Spot {
  readonly offset: number;
  readonly length: number;
}

/** A file with a long table is looked at in more places than are of use. */
const MAX_SPOTS = 10_000;

/** A source over bytes that notes what is read of it: changes there are the ones that a reader can stumble over. */
export function recordingSource(bytes: Uint8Array): {
  readonly source: ByteSource;
  readonly spots: () => readonly Spot[];
} {
  const seen = new Map<string, Spot>();
  const note = (offset: number, length: number): void => {
    if (length > 0 && seen.size < MAX_SPOTS) seen.set(`${offset}+${length}`, {offset, length});
  };
  return {
    source: {
      size: bytes.length,
      read(offset, length) {
        const start = Math.min(Math.max(offset, 0), bytes.length);
        const end = Math.min(start + Math.max(length, 0), bytes.length);
        note(start, end - start);
        return bytes.subarray(start, end);
      },
    },
    spots: () => [...seen.values()],
  };
}
