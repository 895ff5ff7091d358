import {asBuffer, type FieldReader, MAX_NAME_BYTES} from '../field-reader.ts';
import {sharedName} from '../shared-names.ts';
import {UnreadableError} from '../unreadable.ts';
import {PieceReader} from './piece-reader.ts';
import type {FilePlace} from './program-headers.ts';
import type {WorkBudget} from './work-budget.ts';

/** A table up to this length is read at once and kept; of a longer one (37 MB in a real library) only a window is in memory. */
const WINDOW_BITS = 18;
const WINDOW_BYTES = 2 ** WINDOW_BITS;

/** Bytes that hold a name from `start`; it ends at its NUL or at the end of the bytes. */
export type VisitName = (bytes: Buffer, start: number, index: number) => void;

/** The dynamic string table. */
export class StringTable {
  readonly #reader: FieldReader;
  readonly #place: FilePlace;
  readonly #declaredBytes: number;
  readonly #budget: WorkBudget;
  readonly #pieces: PieceReader;
  #whole: Buffer | undefined;

  /** `declaredBytes` is DT_STRSZ. ld.so does not look at it, so that a name may lie behind it, up to the end of the segment. */
  constructor(reader: FieldReader, place: FilePlace, declaredBytes: number, budget: WorkBudget) {
    this.#reader = reader;
    this.#place = place;
    this.#declaredBytes = Math.min(declaredBytes, place.bytesLeft);
    this.#budget = budget;
    this.#pieces = new PieceReader(reader);
  }

  /** The name at `offset` of the table. Throws {@link UnreadableError} `truncated`, naming `what`. */
  text(offset: number, what: string): string {
    this.#checkInside(offset, what);
    if (offset < this.#declaredBytes && this.#declaredBytes <= WINDOW_BYTES)
      return this.decode(this.#load(), offset);
    const name = this.#reader.cString(this.#place.offset + offset, what);
    this.#budget.spend(name.length);
    return name;
  }

  /** The name in `bytes` from `start`, as text. */
  decode(bytes: Buffer, start: number): string {
    const limit = Math.min(bytes.length, start + MAX_NAME_BYTES);
    const name = sharedName(bytes, start, limit) ?? bytes.toString('utf8', start, limit);
    this.#budget.spend(name.length);
    return name;
  }

  /**
   * Shows the name at each of `offsets`, with its index there: in that order when the table is short, else window by
   * window, so that a long table passes through memory once. Throws {@link UnreadableError} `truncated`, naming `what`.
   */
  visit(offsets: Uint32Array, what: string, visit: VisitName): void {
    // Plain loops: an iterator would make an object of each of half a million symbols.
    let last = 0;
    for (let index = 0; index < offsets.length; index++) last = Math.max(last, offsets[index] ?? 0);
    this.#checkInside(last, what);

    const size = last < this.#declaredBytes ? this.#declaredBytes : this.#place.bytesLeft;
    if (size === this.#declaredBytes && size <= WINDOW_BYTES) {
      const bytes = this.#load();
      for (let index = 0; index < offsets.length; index++) visit(bytes, offsets[index] ?? 0, index);
      return;
    }
    this.#visitByWindow(offsets, windowOf(last) + 1, size, visit);
  }

  #visitByWindow(offsets: Uint32Array, windowCount: number, size: number, visit: VisitName): void {
    const ends = new Uint32Array(windowCount);
    for (let index = 0; index < offsets.length; index++) addTo(ends, windowOf(offsets[index] ?? 0), 1);
    for (let i = 1; i < ends.length; i++) addTo(ends, i, ends[i - 1] ?? 0);
    // Filled from the back, so that each end becomes the start of its window.
    const order = new Uint32Array(offsets.length);
    for (let index = offsets.length - 1; index >= 0; index--) {
      order[addTo(ends, windowOf(offsets[index] ?? 0), -1)] = index;
    }

    let bytes: Buffer = Buffer.alloc(0);
    let start = -1;
    for (let place = 0; place < order.length; place++) {
      const index = order[place] ?? 0;
      const offset = offsets[index] ?? 0;
      const windowStart = windowOf(offset) * WINDOW_BYTES;
      if (windowStart !== start) {
        start = windowStart;
        // A name that begins in one window may end in the next.
        const length = Math.min(WINDOW_BYTES + MAX_NAME_BYTES, size - start);
        bytes = this.#pieces.piece(this.#place.offset + start, length, 'the dynamic string table');
      }
      visit(bytes, offset - start, index);
    }
    this.#pieces.release();
  }

  #checkInside(offset: number, what: string): void {
    if (offset >= this.#place.bytesLeft)
      throw new UnreadableError('truncated', `${what} lies past the string table`);
  }

  #load(): Buffer {
    this.#whole ??= asBuffer(
      this.#reader.bytes(this.#place.offset, this.#declaredBytes, 'the dynamic string table'),
    );
    return this.#whole;
  }
}

/** Adds to a counter and returns it. */
function addTo(counters: Uint32Array, at: number, by: number): number {
  const sum = (counters[at] ?? 0) + by;
  counters[at] = sum;
  return sum;
}

/** Symbols name 32-bit offsets, so that shifting them is exact; a division would make an object of each. */
function windowOf(offset: number): number {
  return offset >>> WINDOW_BITS;
}
