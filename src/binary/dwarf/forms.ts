import {UnreadableError} from '../unreadable.ts';
import type {Cursor} from './cursor.ts';

/** The value of an attribute; null for one that says nothing here (a block) or lies in another file. */
export type FormValue =
  | {readonly kind: 'number'; readonly value: number}
  | {readonly kind: 'address'; readonly value: number}
  | {readonly kind: 'text'; readonly text: string}
  /** A string at an offset of `.debug_str` or `.debug_line_str`. */
  | {readonly kind: 'string-at'; readonly section: 'str' | 'line_str'; readonly offset: number}
  /** A string by its index in `.debug_str_offsets`. */
  | {readonly kind: 'string-index'; readonly index: number}
  /** Another entry: its offset from the start of the unit, or of the section. */
  | {readonly kind: 'entry'; readonly from: 'unit' | 'section'; readonly offset: number}
  /** A list by its index in the table of offsets of `.debug_rnglists` or `.debug_loclists`. */
  | {readonly kind: 'list-index'; readonly index: number}
  | null;

/** What the length of a value depends on. */
export interface UnitShape {
  readonly version: number;
  readonly addressBytes: number;
  /** 4 in 32-bit DWARF, 8 in 64-bit DWARF. */
  readonly offsetBytes: 4 | 8;
}

/** DW_FORM_* that have meaning elsewhere (DWARF 5, table 7.6). */
export const FORM = {address: 0x01, indirect: 0x16, implicitConst: 0x21} as const;

/** Integers of fixed length: data, references by signature, addresses by index. */
const FIXED_NUMBERS: ReadonlyMap<number, number> = new Map([
  [0x05, 2],
  [0x06, 4],
  [0x07, 8],
  [0x0b, 1],
  [0x0c, 1],
  [0x1c, 4],
  [0x20, 8],
  [0x24, 8],
  [0x29, 1],
  [0x2a, 2],
  [0x2b, 3],
  [0x2c, 4],
]);

/** DW_FORM_ref1, ref2, ref4 and ref8. */
const FIXED_REFERENCES: ReadonlyMap<number, number> = new Map([
  [0x11, 1],
  [0x12, 2],
  [0x13, 4],
  [0x14, 8],
]);

const number = (value: number): FormValue => ({kind: 'number', value});
const entryOfUnit = (offset: number): FormValue => ({kind: 'entry', from: 'unit', offset});
const stringIndex = (index: number): FormValue => ({kind: 'string-index', index});

/**
 * Reads a value and moves behind it; knows all forms of DWARF 2 to 5 (DWARF 5, section 7.5.6), GNU's of split and
 * shared DWARF, and LLVM's. Throws {@link UnreadableError}: `unsupported` for any other, whose length nobody knows.
 */
export function readForm(cursor: Cursor, form: number, shape: UnitShape, implicitConst: number): FormValue {
  const fixed = FIXED_NUMBERS.get(form);
  if (fixed !== undefined) return number(cursor.uint(fixed));
  const reference = FIXED_REFERENCES.get(form);
  if (reference !== undefined) return entryOfUnit(cursor.uint(reference));
  switch (form) {
    case FORM.address:
      return {kind: 'address', value: cursor.uint(shape.addressBytes)};
    case 0x08:
      return {kind: 'text', text: cursor.cString()};
    case 0x0e:
      return {kind: 'string-at', section: 'str', offset: cursor.uint(shape.offsetBytes)};
    case 0x1f:
      return {kind: 'string-at', section: 'line_str', offset: cursor.uint(shape.offsetBytes)};
    case 0x1a:
    case 0x1f02:
      return stringIndex(cursor.uleb());
    case 0x25:
    case 0x26:
    case 0x27:
    case 0x28:
      return stringIndex(cursor.uint(form - 0x24));
    case 0x0d:
      return number(cursor.sleb());
    case 0x10:
      return {kind: 'entry', from: 'section', offset: cursor.uint(longReferenceBytes(shape))};
    case 0x15:
      return entryOfUnit(cursor.uleb());
    case 0x0f:
    case 0x1b:
    case 0x1f01:
      return number(cursor.uleb());
    case 0x22:
    case 0x23:
      return {kind: 'list-index', index: cursor.uleb()};
    case 0x17:
      return number(cursor.uint(shape.offsetBytes));
    case 0x19:
      return number(1);
    case FORM.implicitConst:
      return number(implicitConst);
    default:
      return skipForm(cursor, form, shape, implicitConst);
  }
}

/** DW_FORM_ref_addr is an address in DWARF 2, an offset since (DWARF 3, section 1.5.1). */
function longReferenceBytes({version, addressBytes, offsetBytes}: UnitShape): number {
  return version === 2 ? addressBytes : offsetBytes;
}

/** How long each value of a form is, in bytes; null where that stands in the value itself. */
export function formBytes(form: number, shape: UnitShape): number | null {
  const fixed = FIXED_NUMBERS.get(form) ?? FIXED_REFERENCES.get(form);
  if (fixed !== undefined) return fixed;
  switch (form) {
    case FORM.address:
      return shape.addressBytes;
    case 0x0e:
    case 0x17:
    case 0x1d:
    case 0x1f:
    case 0x1f20:
    case 0x1f21:
      return shape.offsetBytes;
    case 0x10:
      return longReferenceBytes(shape);
    case 0x19:
    case FORM.implicitConst:
      return 0;
    case 0x25:
    case 0x26:
    case 0x27:
    case 0x28:
      return form - 0x24;
    default:
      return null;
  }
}

function skipForm(cursor: Cursor, form: number, shape: UnitShape, implicitConst: number): FormValue {
  switch (form) {
    case 0x03:
      cursor.skip(cursor.uint(2));
      return null;
    case 0x04:
      cursor.skip(cursor.uint(4));
      return null;
    case 0x09:
    case 0x18:
      cursor.skip(cursor.uleb());
      return null;
    case 0x0a:
      cursor.skip(cursor.u8());
      return null;
    // Strings and entries of a supplementary file: DW_FORM_strp_sup, DW_FORM_GNU_ref_alt, DW_FORM_GNU_strp_alt.
    case 0x1d:
    case 0x1f20:
    case 0x1f21:
      cursor.skip(shape.offsetBytes);
      return null;
    case 0x1e:
      cursor.skip(16);
      return null;
    // DW_FORM_LLVM_addrx_offset: an index and an offset of four bytes.
    case 0x2001:
      cursor.uleb();
      cursor.skip(4);
      return null;
    case FORM.indirect: {
      const actual = cursor.uleb();
      // Neither has a meaning behind DW_FORM_indirect (DWARF 5, section 7.5.3), and the first could nest for ever.
      if (actual === FORM.indirect || actual === FORM.implicitConst) throw unknownForm(actual);
      return readForm(cursor, actual, shape, implicitConst);
    }
    default:
      throw unknownForm(form);
  }
}

function unknownForm(form: number): UnreadableError {
  return new UnreadableError(
    'unsupported',
    `its debug information has an attribute of the unknown form 0x${form.toString(16)}`,
  );
}
