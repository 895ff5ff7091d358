import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import {uintAt} from './raw-numbers.ts';
import {readInitialLength} from './unit-header.ts';

/** What a set counts for beside its bytes. */
const SET_COST = 32;

/** What `.debug_aranges` lists. */
export interface AddressTable {
  /** Where the units that it lists begin. */
  readonly units: ReadonlySet<number>;
  /** Of each range of code three numbers: where the unit that describes it begins, its first address, and its end. */
  readonly ranges: readonly number[];
}

/** Reads `.debug_aranges` (DWARF 5, section 6.1.2). Throws {@link UnreadableError} `truncated`. */
export function readAddressTable(section: FieldReader, budget: WorkBudget): AddressTable {
  const units = new Set<number>();
  const ranges: number[] = [];
  for (let at = 0; at + 4 <= section.size; ) {
    const cursor = new Cursor(section, at, section.size, 'the table of addresses');
    const {length, offsetBytes} = readInitialLength(cursor);
    const end = cursor.position + length;
    if (length > cursor.bytesLeft) {
      throw new UnreadableError('truncated', 'the table of addresses lies past its section');
    }
    budget.spend(end - at + SET_COST);
    const unitAt = readSet(section, {at, end, offsetBytes}, ranges);
    if (unitAt !== null) units.add(unitAt);
    at = end;
  }
  return {units, ranges};
}

/** Where a set lies in the section, from its length on. */
interface SetPlace {
  readonly at: number;
  readonly end: number;
  readonly offsetBytes: 4 | 8;
}

function readSet(section: FieldReader, {at, end, offsetBytes}: SetPlace, ranges: number[]): number | null {
  const bytes = section.bytes(at, end - at, 'the table of addresses');
  const little = section.littleEndian;
  const start = offsetBytes === 8 ? 12 : 4;
  // All versions of DWARF have version 2 of this table; another one is left to the heads of the units.
  if (uintAt(bytes, start, 2, little) !== 2) return null;
  const unitAt = uintAt(bytes, start + 2, offsetBytes, little);
  const headBytes = start + 4 + offsetBytes;
  const addressBytes = bytes[headBytes - 2];
  if ((addressBytes !== 4 && addressBytes !== 8) || bytes[headBytes - 1] !== 0) return null;
  const pairBytes = 2 * addressBytes;
  for (
    let pair = Math.ceil(headBytes / pairBytes) * pairBytes;
    pair + pairBytes <= bytes.length;
    pair += pairBytes
  ) {
    const first = uintAt(bytes, pair, addressBytes, little);
    const length = uintAt(bytes, pair + addressBytes, addressBytes, little);
    if (length > 0) ranges.push(unitAt, first, first + length);
  }
  return unitAt;
}
