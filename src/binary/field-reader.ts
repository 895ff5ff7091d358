import type {ByteSource} from './byte-source.ts';
import {sharedName} from './shared-names.ts';
import {UnreadableError} from './unreadable.ts';

/** The longest name that any reader decodes, in bytes. C++ names in real modules reach 5,000; a table of hostile ones stays bounded. */
export const MAX_NAME_BYTES = 32 * 1024;

/** What is read for one name, and kept for those behind it, where a source has no pages: a dozen names. */
const NAMES_BYTES = 256;

/** Longer than all but mangled C++ names, and short enough for a page cache. */
const LONG_NAME_BYTES = 2048;

/**
 * Checked access to integers and strings of a source. Every offset of every reader goes through here: one that lies
 * past the end throws {@link UnreadableError} `truncated`, naming `what` was looked for.
 */
export class FieldReader {
  readonly source: ByteSource;
  readonly littleEndian: boolean;
  /** Bytes from the last string on: names mostly stand one behind the other. */
  #names: Buffer = Buffer.alloc(0);
  #namesOffset = 0;

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
    const start = offset - this.#namesOffset;
    const limit = Math.min(this.#names.length, start + MAX_NAME_BYTES);
    const known = start >= 0 && start < limit ? sharedName(this.#names, start, limit) : null;
    return known ?? this.#readCString(offset);
  }

  #readCString(offset: number): string {
    this.#names = asBuffer(this.source.window?.(offset) ?? this.source.read(offset, NAMES_BYTES));
    this.#namesOffset = offset;
    const limit = Math.min(this.#names.length, MAX_NAME_BYTES);
    return sharedName(this.#names, 0, limit) ?? this.#readLongCString(offset);
  }

  /** A name that goes on behind the page, or is longer than most. */
  #readLongCString(offset: number): string {
    const most = asBuffer(this.source.read(offset, LONG_NAME_BYTES));
    const name = sharedName(most, 0, most.length);
    if (name !== null || most.length < LONG_NAME_BYTES) return name ?? decodeText(most);
    const all = asBuffer(this.source.read(offset, MAX_NAME_BYTES));
    return sharedName(all, 0, all.length) ?? decodeText(all);
  }
}

/** The same bytes as Node's Buffer, which decodes text. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** Bytes from `start` to `end` as UTF-8 text, wrong sequences replaced. */
export function decodeText(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return asBuffer(bytes).toString('utf8', start, end);
}
