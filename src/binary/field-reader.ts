import type {ByteSource} from './byte-source.ts';
import {UnreadableError} from './unreadable.ts';

/** The longest name that any reader decodes, in bytes. C++ names in real modules reach 5,000; a table of hostile ones stays bounded. */
export const MAX_NAME_BYTES = 32 * 1024;

/** What is read for one name, and kept for those behind it: a dozen names. */
const NAMES_BYTES = 256;

/**
 * Checked access to integers and strings of a source. Every offset of every reader goes through here: one that lies
 * past the end throws {@link UnreadableError} `truncated`, naming `what` was looked for.
 */
export class FieldReader {
  readonly source: ByteSource;
  readonly littleEndian: boolean;
  /** Bytes from the last string on: names mostly stand one behind the other. */
  #names: {readonly offset: number; readonly bytes: Uint8Array} = {offset: 0, bytes: new Uint8Array(0)};

  constructor(source: ByteSource, littleEndian = true) {
    this.source = source;
    this.littleEndian = littleEndian;
  }

  get size(): number {
    return this.source.size;
  }

  /** Exactly `length` bytes from `offset`. */
  bytes(offset: number, length: number, what: string): Uint8Array {
    if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > this.source.size) {
      throw new UnreadableError('truncated', `${what} lies past the end of the file`);
    }
    return this.source.read(offset, length);
  }

  /** Exactly `length` bytes from `offset`, as a DataView. */
  view(offset: number, length: number, what: string): DataView {
    const bytes = this.bytes(offset, length, what);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(offset: number, what: string): number {
    return this.view(offset, 1, what).getUint8(0);
  }

  u16(offset: number, what: string): number {
    return this.view(offset, 2, what).getUint16(0, this.littleEndian);
  }

  u32(offset: number, what: string): number {
    return this.view(offset, 4, what).getUint32(0, this.littleEndian);
  }

  u64(offset: number, what: string): bigint {
    return this.view(offset, 8, what).getBigUint64(0, this.littleEndian);
  }

  /** The NUL-terminated string at `offset`, without its NUL, at most {@link MAX_NAME_BYTES}; bytes are taken as UTF-8, wrong ones replaced. */
  cString(offset: number, what: string): string {
    if (offset < 0 || offset >= this.source.size) {
      throw new UnreadableError('truncated', `${what} lies past the end of the file`);
    }
    const start = offset - this.#names.offset;
    if (start >= 0 && start < this.#names.bytes.length) {
      const end = this.#names.bytes.indexOf(0, start);
      if (end >= 0) return decodeText(this.#names.bytes, start, end);
    }
    return this.#readCString(offset);
  }

  #readCString(offset: number): string {
    let bytes: Uint8Array = new Uint8Array(0);
    let end = -1;
    // Most names fit the first length, C++ ones the second, which a page cache still serves.
    for (const length of [NAMES_BYTES, 2048, MAX_NAME_BYTES]) {
      bytes = this.source.read(offset, length);
      end = bytes.indexOf(0);
      if (end >= 0 || bytes.length < length) break;
    }
    if (bytes.length <= NAMES_BYTES) this.#names = {offset, bytes};
    return decodeText(bytes, 0, end < 0 ? bytes.length : end);
  }
}

/** Bytes from `start` to `end` as UTF-8 text, wrong sequences replaced. */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString('utf8', start, end);
}
