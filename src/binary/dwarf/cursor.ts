import {asBuffer, decodeText, type FieldReader, MAX_NAME_BYTES} from '../field-reader.ts';
import {sharedName} from '../shared-names.ts';
import {UnreadableError} from '../unreadable.ts';

/** What is read at once: a unit's head, or a good part of a line table's. */
const WINDOW_BYTES = 4096;

const NOTHING = Buffer.alloc(0);

/** Bits of a LEB128 number behind which nothing can change what it means: no offset or count has so many. */
const MOST_FACTOR = 2 ** 70;

/** Reads one table from front to end. Past the end it throws {@link UnreadableError} `truncated`, naming the table. */
export class Cursor {
  readonly #reader: FieldReader;
  readonly #end: number;
  readonly #what: string;
  #window: Buffer = NOTHING;
  #windowAt = 0;
  #at: number;

  constructor(reader: FieldReader, start: number, end: number, what: string) {
    this.#reader = reader;
    this.#at = start;
    this.#end = Math.min(end, reader.size);
    this.#what = what;
  }

  /** Offset in the section. */
  get position(): number {
    return this.#at;
  }

  get bytesLeft(): number {
    return Math.max(0, this.#end - this.#at);
  }

  skip(bytes: number): void {
    if (!(bytes <= this.bytesLeft)) throw this.#ended();
    this.#at += bytes;
  }

  u8(): number {
    const byte = this.#window[this.#at - this.#windowAt];
    if (byte === undefined || this.#at >= this.#end) {
      this.#load();
      return this.u8();
    }
    this.#at += 1;
    return byte;
  }

  /** An unsigned integer of so many bytes in the file's byte order; past 2^53 it loses its low bits. */
  uint(bytes: number): number {
    const start = this.#at - this.#windowAt;
    if (this.#reader.littleEndian && (bytes === 4 || bytes === 8) && start + bytes <= this.#window.length) {
      // The widths that entries have in their millions.
      this.#at += bytes;
      const low = littleEndian32(this.#window, start);
      return bytes === 4 ? low : low + littleEndian32(this.#window, start + 4) * 2 ** 32;
    }
    let value = 0;
    let factor = 1;
    for (let left = bytes; left > 0; left--) {
      const byte = this.u8();
      value = this.#reader.littleEndian ? value + byte * factor : value * 256 + byte;
      factor *= 256;
    }
    return value;
  }

  /** An unsigned LEB128 number (DWARF 5, section 7.6); past 2^53 it loses its low bits. */
  uleb(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.u8();
      if (factor < MOST_FACTOR) value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** A signed LEB128 number (DWARF 5, section 7.6). */
  sleb(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.u8();
      if (factor < MOST_FACTOR) value += (byte & 0x7f) * factor;
      if (byte < 0x80) return (byte & 0x40) !== 0 && factor < MOST_FACTOR ? value - factor * 128 : value;
    }
  }

  /** A NUL-terminated string, of which the first {@link MAX_NAME_BYTES} are kept. */
  cString(): string {
    if (this.bytesLeft === 0) throw this.#ended();
    if (this.#window[this.#at - this.#windowAt] === undefined) this.#load();
    const start = this.#at - this.#windowAt;
    const end = this.#window.indexOf(0, start);
    if (end < 0) return this.#longString();
    this.#at += end - start + 1;
    const limit = Math.min(end + 1, start + MAX_NAME_BYTES);
    return sharedName(this.#window, start, limit) ?? decodeText(this.#window, start, limit);
  }

  #longString(): string {
    const first = this.#at;
    for (;;) {
      const end = this.#window.indexOf(0, this.#at - this.#windowAt);
      if (end >= 0) {
        const length = this.#windowAt + end - first;
        this.#at = first + length + 1;
        return decodeText(this.#reader.bytes(first, Math.min(length, MAX_NAME_BYTES), this.#what));
      }
      this.#at = this.#windowAt + this.#window.length;
      this.#load();
    }
  }

  /** Moves the window to the position. */
  #load(): void {
    if (this.#at >= this.#end) throw this.#ended();
    const length = Math.min(WINDOW_BYTES, this.#end - this.#at);
    this.#window = asBuffer(this.#reader.bytes(this.#at, length, this.#what));
    this.#windowAt = this.#at;
  }

  #ended(): UnreadableError {
    return new UnreadableError('truncated', `${this.#what} ends too early`);
  }
}

/** Four bytes that are there: Buffer's own methods cost more, until they are compiled. */
function littleEndian32(bytes: Uint8Array, at: number): number {
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
  return low + (bytes[at + 3] ?? 0) * 2 ** 24;
}
