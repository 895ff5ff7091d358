import type {Cursor} from './cursor.ts';
import {type EntryShape, type EntryShapes, shapeOf} from './entry-shapes.ts';
import {FORM, type FormValue, formBytes, readForm, type UnitShape} from './forms.ts';
import {AT} from './unit-attributes.ts';
import type {UnitHeader} from './unit-header.ts';

/** DW_AT_* of functions and the calls of them (DWARF 5, table 7.5; the last is what GNU and LLVM wrote before DWARF 4). */
export const FUNCTION_AT = {
  sibling: 0x01,
  name: AT.name,
  lowPc: AT.lowPc,
  highPc: AT.highPc,
  abstractOrigin: 0x31,
  specification: 0x47,
  ranges: AT.ranges,
  callFile: 0x58,
  callLine: 0x59,
  linkageName: 0x6e,
  mipsLinkageName: 0x2007,
} as const;

const {sibling, lowPc, highPc, ranges} = FUNCTION_AT;

/** What tells which code a function has, and where its children end. */
export const BOUNDS: ReadonlySet<number> = new Set([sibling, lowPc, highPc, ranges]);

const ALL: ReadonlySet<number> = new Set(Object.values(FUNCTION_AT));

/** Those attributes of an entry that {@link FUNCTION_AT} names. */
export type EntryValues = ReadonlyMap<number, FormValue>;

/** Reads the code of an entry; null for the end of a list of children. Throws {@link UnreadableError}. */
export function readShape(cursor: Cursor, shapes: EntryShapes): EntryShape | null {
  const code = cursor.uleb();
  return code === 0 ? null : shapeOf(shapes, code);
}

/** Reads those attributes of an entry that are wanted; the cursor stands behind its code. Throws {@link UnreadableError}. */
export function readValues(
  cursor: Cursor,
  {attributes}: EntryShape,
  unit: UnitShape,
  wanted: ReadonlySet<number> = ALL,
): EntryValues {
  const values = new Map<number, FormValue>();
  for (let i = 0; i < attributes.length; i += 3) {
    const attribute = attributes[i] ?? 0;
    const form = attributes[i + 1] ?? 0;
    if (!wanted.has(attribute)) skipValue(cursor, form, unit);
    else values.set(attribute, readForm(cursor, form, unit, attributes[i + 2] ?? 0));
  }
  return values;
}

/** Which code an entry has, and where the entry behind its children begins, where that is said. */
export interface PlainBounds {
  low: number;
  high: number;
  sibling: number | null;
}

/** Reads the bounds of an entry whose shape has 'plain' code, into an object that serves for many. Throws {@link UnreadableError}. */
export function readPlainBounds(
  cursor: Cursor,
  {attributes}: EntryShape,
  unit: UnitHeader,
  into: PlainBounds,
): void {
  let isLength = false;
  into.sibling = null;
  for (let i = 0; i < attributes.length; i += 3) {
    const form = attributes[i + 1] ?? 0;
    switch (attributes[i]) {
      case lowPc:
        into.low = cursor.uint(unit.addressBytes);
        break;
      case highPc:
        isLength = form !== FORM.address;
        into.high = form === 0x0f ? cursor.uleb() : cursor.uint(formBytes(form, unit) ?? 0);
        break;
      case sibling:
        into.sibling = entryOffset(readForm(cursor, form, unit, 0), unit);
        break;
      default:
        skipValue(cursor, form, unit);
    }
  }
  if (isLength) into.high += into.low;
}

/**
 * Moves behind the attributes of an entry; gives where the entry behind its children begins, where that is said. Throws
 * {@link UnreadableError}.
 */
export function skipValues(cursor: Cursor, shape: EntryShape, unit: UnitHeader): number | null {
  const {attributes, fixedBytes, hasChildren} = shape;
  if (fixedBytes !== null && !hasChildren) {
    cursor.skip(fixedBytes);
    return null;
  }
  let next: number | null = null;
  for (let i = 0; i < attributes.length; i += 3) {
    const form = attributes[i + 1] ?? 0;
    if (attributes[i] !== sibling) skipValue(cursor, form, unit);
    else next = entryOffset(readForm(cursor, form, unit, 0), unit);
  }
  return next;
}

/** The offset in the section of the entry that a value refers to; null for none, and for one in another file. */
export function entryOffset(value: FormValue | undefined, unit: UnitHeader): number | null {
  if (value?.kind !== 'entry') return null;
  return value.from === 'unit' ? unit.start + value.offset : value.offset;
}

/** The forms that entries have most, without an object for each: all others are read and dropped. */
function skipValue(cursor: Cursor, form: number, unit: UnitShape): void {
  switch (form) {
    case 0x0b:
    case 0x11:
      cursor.skip(1);
      return;
    case 0x05:
    case 0x12:
      cursor.skip(2);
      return;
    case 0x06:
    case 0x13:
      cursor.skip(4);
      return;
    case 0x0e:
    case 0x10:
    case 0x17:
    case 0x1f:
      cursor.skip(form === 0x10 && unit.version === 2 ? unit.addressBytes : unit.offsetBytes);
      return;
    case 0x01:
      cursor.skip(unit.addressBytes);
      return;
    case 0x0d:
    case 0x0f:
    case 0x1b:
      cursor.uleb();
      return;
    case 0x18:
      cursor.skip(cursor.uleb());
      return;
    case 0x19:
    case 0x21:
      return;
    default:
      readForm(cursor, form, unit, 0);
  }
}
