/** A growing run of bytes in one byte order, for the builders of binaries. */
export class Bytes {
  readonly #parts: number[] = [];
  readonly #littleEndian: boolean;

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  get length(): number {
    return this.#parts.length;
  }

  u8(...values: readonly number[]): this {
    for (const value of values) this.#parts.push(value & 0xff);
    return this;
  }

  u16(...values: readonly number[]): this {
    return this.#integers(2, values);
  }

  u32(...values: readonly number[]): this {
    return this.#integers(4, values);
  }

  u64(...values: readonly number[]): this {
    return this.#integers(8, values);
  }

  /** A 32-bit or a 64-bit integer. */
  word(bits: 32 | 64, ...values: readonly number[]): this {
    return this.#integers(bits / 8, values);
  }

  raw(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#parts.push(byte);
    return this;
  }

  /** UTF-8 text and a NUL. */
  cString(text: string): this {
    return this.raw(Buffer.from(text)).u8(0);
  }

  /** Text in a field of fixed length, NULs behind it. */
  fixed(text: string, length: number): this {
    const bytes = Buffer.alloc(length);
    bytes.write(text);
    return this.raw(bytes);
  }

  padTo(length: number): this {
    while (this.#parts.length < length) this.#parts.push(0);
    return this;
  }

  align(to: number): this {
    return this.padTo(Math.ceil(this.#parts.length / to) * to);
  }

  toBytes(): Uint8Array {
    return Uint8Array.from(this.#parts);
  }

  #integers(length: number, values: readonly number[]): this {
    for (const value of values) {
      const bytes = new DataView(new ArrayBuffer(8));
      bytes.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), this.#littleEndian);
      const start = this.#littleEndian ? 0 : 8 - length;
      for (let index = 0; index < length; index++) this.#parts.push(bytes.getUint8(start + index));
    }
    return this;
  }
}
