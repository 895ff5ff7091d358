/**
 * The bit stream of LZX ([MS-PATCH] 2.1, Bitstream): 16-bit little-endian words, each read from its highest bit on.
 * Behind the end it gives zeros, and counts them: a decoder asks {@link isPastEnd} at the end of each frame.
 */
export class LzxBits {
  #bytes: Uint8Array = new Uint8Array(0);
  /** The next byte that is not in the buffer. */
  #at = 0;
  /** The next bits, from the highest one on. */
  #buffer = 0;
  #count = 0;

  /** Goes on with `bytes`; what was left is dropped. */
  load(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#buffer = 0;
    this.#count = 0;
  }

  /** The bytes that no bit was taken from. To be asked at a word's boundary. */
  get rest(): Uint8Array {
    return this.#bytes.subarray(this.#at - 2 * (this.#count >>> 4));
  }

  /** Whether bits were taken that are not there. */
  get isPastEnd(): boolean {
    // The last word may want its second byte: an odd length, as uncompressed blocks have.
    return this.#at - 2 * (this.#count >>> 4) > this.#bytes.length + 1;
  }

  /** The next 16 bits, without taking them. */
  peek16(): number {
    if (this.#count < 16) this.#refill();
    return this.#buffer >>> 16;
  }

  /** Takes up to 16 bits that were looked at. */
  skip(count: number): void {
    this.#buffer <<= count;
    this.#count -= count;
  }

  /** Takes up to 17 bits, the most that one field has. */
  read(count: number): number {
    if (count > 16) return (this.read(count - 16) << 16) | this.read(16);
    if (count === 0) return 0;
    if (this.#count < count) this.#refill();
    const value = this.#buffer >>> (32 - count);
    this.skip(count);
    return value;
  }

  /** Passes over what is left of a word, as every frame ends. */
  alignToWord(): void {
    this.#at -= 2 * (this.#count >>> 4);
    this.#buffer = 0;
    this.#count = 0;
  }

  /** Passes over 1 to 16 bits to a word's boundary, as before the bytes of an uncompressed block. */
  padToWord(): void {
    // Behind a block's header, which is longer than a word, less than one is in the buffer.
    if (this.#count === 0) this.#at += 2;
    this.#buffer = 0;
    this.#count = 0;
  }

  /** Takes bytes as they stand, at a word's boundary; fewer where the data ends. */
  takeBytes(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  #refill(): void {
    const low = this.#bytes[this.#at] ?? 0;
    const high = this.#bytes[this.#at + 1] ?? 0;
    this.#at += 2;
    this.#buffer |= ((high << 8) | low) << (16 - this.#count);
    this.#count += 16;
  }
}
