/** A run of bytes that is wanted of a stream, and what of it has passed by. */
export class KeptRange {
  readonly offset: number;
  readonly bytes: Uint8Array;
  #filled = 0;

  constructor(offset: number, length: number) {
    this.offset = offset;
    this.bytes = new Uint8Array(length);
  }

  /** Takes what a chunk has of it. Bytes behind a gap are not taken: they come in the next pass. */
  take(chunkOffset: number, chunk: Uint8Array): void {
    const from = this.offset + this.#filled;
    const to = Math.min(this.offset + this.bytes.length, chunkOffset + chunk.length);
    if (from < chunkOffset || from >= to) return;
    this.bytes.set(chunk.subarray(from - chunkOffset, to - chunkOffset), this.#filled);
    this.#filled = to - this.offset;
  }

  get isComplete(): boolean {
    return this.#filled === this.bytes.length;
  }

  /** Whether a stream that has come to `position` still brings it. */
  isAhead(position: number): boolean {
    return !this.isComplete && this.offset + this.#filled >= position;
  }
}
