import {execFileSync} from 'node:child_process';
import {seededRandom} from '../../fuzz/random.ts';

const CALL = 0xe8;

/**
 * Bytes like those of a program: phrases that come again at near and far distances, runs, noise, and x86 calls of the
 * same functions from many places.
 */
export function programLike(length: number, seed: number): Buffer {
  const random = seededRandom(seed);
  const bytes = Buffer.alloc(length);
  const functions = Array.from({length: 20}, () => random.below(length));
  for (let at = 0; at < length; ) {
    const run = Math.min(1 + random.below(random.pick([8, 40, 400])), length - at);
    const kind = random.below(10);
    if (kind < 5 && at > 0) {
      // Some of these reach back as far as the data does.
      const from = random.below(2) === 0 ? Math.max(0, at - 1 - random.below(300)) : random.below(at);
      for (let index = 0; index < run; index++) bytes[at + index] = bytes[from + index] ?? 0;
      at += run;
    } else if (kind < 7 && at + 5 <= length) {
      bytes[at] = CALL;
      bytes.writeInt32LE((functions[random.below(20)] ?? 0) - at, at + 1);
      at += 5;
    } else {
      const fixed = kind === 7 ? random.below(256) : null;
      for (let index = 0; index < run; index++) bytes[at + index] = fixed ?? random.below(256);
      at += run;
    }
  }
  return bytes;
}

/** Bytes so unevenly distributed (by Fibonacci's numbers) that a Huffman code for them has lengths up to 16. */
export function unevenBytes(symbols: number): Buffer {
  const counts = [1, 1];
  while (counts.length < symbols) counts.push((counts.at(-1) ?? 0) + (counts.at(-2) ?? 0));
  const sorted = Buffer.concat(counts.map((count, index) => Buffer.alloc(count, 16 + index * 7)));
  // Dealt out, so that there are few matches.
  const random = seededRandom(symbols);
  for (let at = sorted.length - 1; at > 0; at--) {
    const other = random.below(at + 1);
    const byte = sorted[at] ?? 0;
    sorted[at] = sorted[other] ?? 0;
    sorted[other] = byte;
  }
  return sorted;
}

/** The bytes as zstd packs them; the program has to be there. */
export function zstd(bytes: Uint8Array, ...options: readonly string[]): Buffer {
  return execFileSync('zstd', ['-q', '-c', ...options], {input: bytes, maxBuffer: 64 * 1024 * 1024});
}
