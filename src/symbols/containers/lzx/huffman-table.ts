import type {LzxBits} from './bit-reader.ts';

/** The longest code, in bits ([MS-PATCH] 2.3). */
const MAX_LENGTH = 16;

/** Codes up to this length are found in one step. */
const FAST_BITS = 10;

/**
 * A canonical Huffman code: shorter codes come first, those of one length in the order of their symbols. `lengths` is
 * written by the reader of code lengths, and stays for the next block, whose lengths are differences to it.
 */
export class HuffmanTable {
  readonly lengths: Uint8Array;
  readonly #fast = new Uint16Array(1 << FAST_BITS);
  readonly #symbols: Uint16Array;
  /** The first 16 bits behind all codes of a length and shorter ones. */
  readonly #ends = new Uint32Array(MAX_LENGTH + 1);
  /** What is to be added to a code of that length to find its symbol. */
  readonly #bases = new Int32Array(MAX_LENGTH + 1);

  constructor(symbolCount: number) {
    this.lengths = new Uint8Array(symbolCount);
    this.#symbols = new Uint16Array(symbolCount);
  }

  /** Makes the code of the lengths. False where they are no complete code; `empty` where there is no symbol at all. */
  build(): boolean | 'empty' {
    const counts = new Uint32Array(MAX_LENGTH + 1);
    for (const length of this.lengths) counts[length] = (counts[length] ?? 0) + 1;
    const next = new Uint32Array(MAX_LENGTH + 1);
    let code = 0;
    let index = 0;
    for (let length = 1; length <= MAX_LENGTH; length += 1) {
      const count = counts[length] ?? 0;
      next[length] = index;
      this.#bases[length] = index - code;
      code += count;
      index += count;
      this.#ends[length] = code << (MAX_LENGTH - length);
      if (code > 1 << length) return false;
      if (length < MAX_LENGTH) code <<= 1;
    }
    if (index === 0) return 'empty';
    if (code !== 1 << MAX_LENGTH) return false;
    for (const [symbol, length] of this.lengths.entries()) {
      if (length === 0) continue;
      const place = next[length] ?? 0;
      next[length] = place + 1;
      this.#symbols[place] = symbol;
      if (length <= FAST_BITS) this.#fill(symbol, length, place - (this.#bases[length] ?? 0));
    }
    const firstLong = (this.#ends[FAST_BITS] ?? 0) >>> (MAX_LENGTH - FAST_BITS);
    this.#fast.fill(0, firstLong);
    return true;
  }

  #fill(symbol: number, length: number, code: number): void {
    const spare = FAST_BITS - length;
    this.#fast.fill((symbol << 4) | length, code << spare, (code + 1) << spare);
  }

  /** Takes one symbol. To be called only after a {@link build} that gave true. */
  decode(bits: LzxBits): number {
    const next = bits.peek16();
    const entry = this.#fast[next >>> (MAX_LENGTH - FAST_BITS)] ?? 0;
    if (entry !== 0) {
      bits.skip(entry & 15);
      return entry >>> 4;
    }
    let length = FAST_BITS + 1;
    while (length < MAX_LENGTH && next >= (this.#ends[length] ?? 0)) length += 1;
    bits.skip(length);
    return this.#symbols[(next >>> (MAX_LENGTH - length)) + (this.#bases[length] ?? 0)] ?? 0;
  }
}
