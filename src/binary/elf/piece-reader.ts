import {asBuffer, type FieldReader} from '../field-reader.ts';
import {giveBackLongBuffer, takeLongBuffer} from '../long-buffers.ts';
import {UnreadableError} from '../unreadable.ts';

/** Up to this length a page cache serves a read. */
const SHORT_BYTES = 16 * 1024;

/**
 * Reads long tables piece by piece. Where the source can fill a buffer, all pieces share one: the tables of a real
 * library have 46 MB, which as garbage would stay in memory long after.
 */
export class PieceReader {
  readonly #reader: FieldReader;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(reader: FieldReader) {
    this.#reader = reader;
  }

  /** Exactly `length` bytes from `offset`, valid until the next piece is read. Throws {@link UnreadableError} `truncated`. */
  piece(offset: number, length: number, what: string): Buffer {
    const {source} = this.#reader;
    if (length <= SHORT_BYTES || source.readInto === undefined || offset + length > source.size) {
      return asBuffer(this.#reader.bytes(offset, length, what));
    }
    if (this.#buffer.length < length) {
      this.release();
      this.#buffer = takeLongBuffer(length);
    }
    const piece = this.#buffer.subarray(0, length);
    if (source.readInto(offset, piece) < length) {
      throw new UnreadableError('truncated', 'the file became shorter while it was read');
    }
    return piece;
  }

  /** Ends the use of the last piece; the next one takes a buffer anew. */
  release(): void {
    giveBackLongBuffer(this.#buffer);
    this.#buffer = Buffer.alloc(0);
  }
}
