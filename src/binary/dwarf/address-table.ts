import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
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
    // Sections of PE files end with zeros.
    if (length > 0) {
      const unitAt = readSet(new Cursor(section, cursor.position, end, 'the table of addresses'), {
        at,
        offsetBytes,
        visit,
      });
      if (unitAt !== null) units.add(unitAt);
    }
    at = end;
  }
  return units;
}

function readSet(
  cursor: Cursor,
  {
    at,
    offsetBytes,
    visit,
  }: {
    readonly at: number;
    readonly offsetBytes: 4 | 8;
    readonly visit: (unitAt: number, start: number, end: number) => void;
  },
): number | null {
  // All versions of DWARF have version 2 of this table; another one is left to the heads of the units.
  if (cursor.uint(2) !== 2) return null;
  const unitAt = cursor.uint(offsetBytes);
  const addressBytes = cursor.u8();
  const segmentBytes = cursor.u8();
  if ((addressBytes !== 4 && addressBytes !== 8) || segmentBytes !== 0) return null;
  const pairBytes = 2 * addressBytes;
  cursor.skip((pairBytes - ((cursor.position - at) % pairBytes)) % pairBytes);
  while (cursor.bytesLeft >= pairBytes) {
    const start = cursor.uint(addressBytes);
    const length = cursor.uint(addressBytes);
    if (length > 0) visit(unitAt, start, start + length);
  }
  return unitAt;
}
