import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import type {UnitShape} from './forms.ts';

/** The header of one unit of `.debug_info`; offsets in bytes from the start of the section. */
export interface UnitHeader extends UnitShape {
  /** Where its header begins. */
  readonly start: number;
  readonly abbreviationsAt: number;
  /** Where its first entry begins. */
  readonly entryAt: number;
  /** Where the next unit begins. */
  readonly end: number;
}

/** The least header of any version: one that ends earlier is padding. */
const LEAST_UNIT_BYTES = 11;

/** What walking over one unit counts for, so that ever so many empty ones end. */
const WALK_COST = 64;

/** DW_UT_* (DWARF 5, section 7.5.1), each with the bytes that follow the common header. */
const UNIT_TYPES: ReadonlyMap<number, number> = new Map([
  // Compile and partial units.
  [0x01, 0],
  [0x03, 0],
  // Skeleton and split compile units have an identifier of eight bytes.
  [0x04, 8],
  [0x05, 8],
]);

/** A length, and whether the table it begins is 32-bit or 64-bit DWARF (DWARF 5, section 7.4). Throws {@link UnreadableError}. */
export function readInitialLength(cursor: Cursor): {length: number; offsetBytes: 4 | 8} {
  const length = cursor.uint(4);
  if (length < 0xffff_fff0) return {length, offsetBytes: 4};
  if (length !== 0xffff_ffff) {
    throw new UnreadableError('unsupported', `its debug information has the reserved length ${length}`);
  }
  return {length: cursor.uint(8), offsetBytes: 8};
}

/**
 * The units of `.debug_info` but type units, which no call of a compiler made; `from` is where one begins. Only their headers are read. Throws
 * {@link UnreadableError}: `truncated`, or `unsupported` for a version other than 2 to 5.
 */
export function* readUnitHeaders(info: FieldReader, budget: WorkBudget, from = 0): Generator<UnitHeader> {
  let at = from;
  while (at + LEAST_UNIT_BYTES <= info.size) {
    budget.spend(WALK_COST);
    const cursor = new Cursor(info, at, info.size, 'the debug information');
    const {length, offsetBytes} = readInitialLength(cursor);
    const end = cursor.position + length;
    // PE sections end with zeros up to a multiple of 512.
    if (length > 0) {
      if (length > cursor.bytesLeft) {
        throw new UnreadableError('truncated', 'a unit of the debug information lies past its end');
      }
      const unit = readHeader(cursor, offsetBytes, {start: at, end});
      if (unit) yield unit;
    }
    at = end;
  }
}

function readHeader(
  cursor: Cursor,
  offsetBytes: 4 | 8,
  {start, end}: {readonly start: number; readonly end: number},
): UnitHeader | null {
  const version = cursor.uint(2);
  if (version < 2 || version > 5) {
    throw new UnreadableError('unsupported', `its debug information is DWARF version ${version}, not 2 to 5`);
  }
  if (version < 5) {
    const abbreviationsAt = cursor.uint(offsetBytes);
    const addressBytes = cursor.u8();
    return {start, version, addressBytes, offsetBytes, abbreviationsAt, entryAt: cursor.position, end};
  }
  const extraBytes = UNIT_TYPES.get(cursor.u8());
  if (extraBytes === undefined) return null;
  const addressBytes = cursor.u8();
  const abbreviationsAt = cursor.uint(offsetBytes);
  cursor.skip(extraBytes);
  return {start, version, addressBytes, offsetBytes, abbreviationsAt, entryAt: cursor.position, end};
}
