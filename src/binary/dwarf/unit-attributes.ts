import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import type {Abbreviations} from './abbreviations.ts';
import {Cursor} from './cursor.ts';
import {type FormValue, readForm} from './forms.ts';
import type {UnitHeader} from './unit-header.ts';

/** DW_AT_* (DWARF 5, table 7.5, and LLVM's Dwarf.def for Apple's). */
export const AT = {
  name: 0x03,
  statementList: 0x10,
  lowPc: 0x11,
  highPc: 0x12,
  language: 0x13,
  directory: 0x1b,
  producer: 0x25,
  ranges: 0x55,
  stringOffsetsBase: 0x72,
  addressBase: 0x73,
  rangeListsBase: 0x74,
  appleOptimized: 0x3fe1,
  appleFlags: 0x3fe2,
} as const;

const WANTED: ReadonlySet<number> = new Set(Object.values(AT));

/** DW_TAG_partial_unit (DWARF 5, table 7.3). */
export const TAG_PARTIAL_UNIT = 0x3c;

/** The first entry of a unit: its tag, and those of its attributes that {@link AT} names. */
export interface UnitEntry {
  readonly tag: number;
  readonly values: ReadonlyMap<number, FormValue>;
}

/** Reads the first entry of a unit; null for a unit without one. Throws {@link UnreadableError}. */
export function readUnitEntry(
  info: FieldReader,
  unit: UnitHeader,
  abbreviations: Pick<Abbreviations, 'find'>,
  budget: WorkBudget,
): UnitEntry | null {
  const cursor = new Cursor(info, unit.entryAt, unit.end, 'a unit of the debug information');
  if (cursor.bytesLeft === 0) return null;
  const code = cursor.uleb();
  if (code === 0) return null;
  const {tag, attributes} = abbreviations.find(unit.abbreviationsAt, code);
  budget.spend(attributes.length);
  const values = new Map<number, FormValue>();
  for (let i = 0; i < attributes.length; i += 3) {
    const attribute = attributes[i] ?? 0;
    const value = readForm(cursor, attributes[i + 1] ?? 0, unit, attributes[i + 2] ?? 0);
    if (WANTED.has(attribute)) values.set(attribute, value);
  }
  return {tag, values};
}
