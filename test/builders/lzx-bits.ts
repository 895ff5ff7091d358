/** Writes the bit stream of LZX: 16-bit little-endian words, filled from the highest bit on. */
export class LzxBitWriter {
  #bytes: number[] = [];
  #word = 0;
  #used = 0;

  /** Writes the low `count` bits of a value, the highest of them first. */
  bits(value: number, count: number): void {
    for (let at = count - 1; at >= 0; at--) {
      this.#word = (this.#word << 1) | ((value >>> at) & 1);
      this.#used++;
      if (this.#used === 16) this.#flush();
    }
  }

  /** Fills up the word that was begun, if any. */
  alignToWord(): void {
    if (this.#used > 0) this.bits(0, 16 - this.#used);
  }

  /** 1 to 16 bits to a word's boundary: a whole word where one was just finished. */
  padToWord(): void {
    this.bits(0, 16 - this.#used);
  }

  /** Bytes as they stand, at a word's boundary. */
  raw(bytes: Iterable<number>): void {
    for (const byte of bytes) this.#bytes.push(byte);
  }

  /** What was written, which starts anew. */
  take(): Uint8Array {
    const taken = Uint8Array.from(this.#bytes);
    this.#bytes = [];
    return taken;
  }

  #flush(): void {
    this.#bytes.push(this.#word & 0xff, this.#word >>> 8);
    this.#word = 0;
    this.#used = 0;
  }
}
