/** A growing list of 32-bit numbers. A plain array of the 200,000 that a real library needs would take three times the memory while it grows. */
export class Uint32Column {
  #values = new Uint32Array(256);
  #length = 0;

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Uint32Array(this.#length * 2);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length++] = value;
  }

  /** The numbers so far, as a view. */
  toArray(): Uint32Array {
    return this.#values.subarray(0, this.#length);
  }
}
