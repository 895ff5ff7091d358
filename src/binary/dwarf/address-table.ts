import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import {uintAt} from './raw-numbers.ts';
import {readInitialLength} from './unit-header.ts';

/** What a set counts for beside its bytes. */
const SET_COST = 32;

/**
 * Goes through `.debug_aranges` (DWARF 5, section 6.1.2): shows each range of code with where the unit that describes
 * it begins, and gives the units that are listed. Throws {@link UnreadableError} `truncated`.
 */
export function readAddressTable(
  section: FieldReader,
  budget: WorkBudget,
  visit: (unitAt: number, start: number, end: number) => void,
): ReadonlySet<number> {
  const units = new Set<number>();
  for (let at = 0; at + 4 <= section.size; ) {
    const cursor = new Cursor(section, at, section.size, 'the table of addresses');
    const {length, offsetBytes} = readInitialLength(cursor);
    const end = cursor.position + length;
    if (length > cursor.bytesLeft) {
      throw new UnreadableError('truncated', 'the table of addresses lies past its section');
    }
    budget.spend(end - at + SET_COST);
    const unitAt = readSet(section, {at, end, offsetBytes}, visit);
    if (unitAt !== null) units.add(unitAt);
    at = end;
  }
  return units;
}

/** Where a set lies in the section, from its length on. */
interface SetPlace {
  readonly at: number;
  readonly end: number;
  readonly offsetBytes: 4 | 8;
}

function readSet(
  section: FieldReader,
  {at, end, offsetBytes}: SetPlace,
  visit: (unitAt: number, start: number, end: number) => void,
): number | null {
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
    if (length > 0) visit(unitAt, first, first + length);
  }
  return unitAt;
}
