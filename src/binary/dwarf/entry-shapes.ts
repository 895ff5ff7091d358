import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import {FORM, formBytes, type UnitShape} from './forms.ts';
import {AT} from './unit-attributes.ts';

/** How the entries of one abbreviation are written. */
export interface EntryShape {
  readonly tag: number;
  readonly hasChildren: boolean;
  /** DW_AT_*, DW_FORM_* and the value of DW_FORM_implicit_const (0 for other forms), three numbers for each attribute. */
  readonly attributes: readonly number[];
  /** How long all attributes are together; null where that stands in the values themselves. */
  readonly fixedBytes: number | null;
  /** How it says which code it has: not at all, by an address and a length or a second address, or otherwise. */
  readonly code: 'none' | 'plain' | 'other';
}

/** The shapes of a unit's entries by their codes. */
export type EntryShapes = ReadonlyMap<number, EntryShape>;

/** DW_FORM_data1, data2, data4, data8, udata. */
const PLAIN_LENGTHS: ReadonlySet<number> = new Set([0x0b, 0x05, 0x06, 0x07, 0x0f]);

/** The shape of a code of a unit. Throws {@link UnreadableError} `truncated`. */
export function shapeOf(shapes: EntryShapes, code: number): EntryShape {
  const shape = shapes.get(code);
  if (!shape) throw new UnreadableError('truncated', 'an entry of its debug information has no abbreviation');
  return shape;
}

/** More abbreviations than any compiler writes for one unit: Chromium's have some thousands. */
const MOST_SHAPES = 64 * 1024;

/** Numbers of attributes in one table, and in those that are kept: units that follow one another may share one. */
const MOST_NUMBERS = 1024 * 1024;

/** What an abbreviation counts for beside its bytes. */
const SHAPE_COST = 32;

/** Whole abbreviation tables (DWARF 5, section 7.5.3), for those who go through all entries of a unit. */
export class EntryShapeTables {
  readonly #reader: FieldReader;
  readonly #budget: WorkBudget;
  readonly #known = new Map<string, EntryShapes>();
  #keptNumbers = 0;

  constructor(reader: FieldReader, budget: WorkBudget) {
    this.#reader = reader;
    this.#budget = budget;
  }

  /** The table at this offset, for units of this shape. Throws {@link UnreadableError}. */
  at(tableAt: number, unit: UnitShape): EntryShapes {
    const key = `${tableAt}:${unit.version === 2}:${unit.addressBytes}:${unit.offsetBytes}`;
    const known = this.#known.get(key);
    if (known) return known;
    if (this.#keptNumbers > MOST_NUMBERS) {
      this.#known.clear();
      this.#keptNumbers = 0;
    }
    const table = this.#read(tableAt, unit);
    this.#known.set(key, table);
    return table;
  }

  #read(tableAt: number, unit: UnitShape): EntryShapes {
    const cursor = new Cursor(this.#reader, tableAt, this.#reader.size, 'the abbreviation table');
    const table = new Map<number, EntryShape>();
    let numbers = 0;
    for (;;) {
      const start = cursor.position;
      // A table at the end of its section may lack the zero that ends it.
      const code = cursor.bytesLeft > 0 ? cursor.uleb() : 0;
      if (code === 0) {
        this.#keptNumbers += numbers;
        return table;
      }
      if (table.size >= MOST_SHAPES || numbers > MOST_NUMBERS) {
        throw new UnreadableError(
          'unsupported',
          'a unit of its debug information has too many abbreviations',
        );
      }
      const shape = readShape(cursor, unit);
      numbers += shape.attributes.length;
      this.#budget.spend(cursor.position - start + SHAPE_COST);
      if (!table.has(code)) table.set(code, shape);
    }
  }
}

function codeOf(attributes: readonly number[]): EntryShape['code'] {
  let low = 0;
  let high = 0;
  for (let i = 0; i < attributes.length; i += 3) {
    const form = attributes[i + 1] ?? 0;
    if (attributes[i] === AT.ranges) return 'other';
    if (attributes[i] === AT.lowPc) low = form;
    if (attributes[i] === AT.highPc) high = form;
  }
  if (low === 0 || high === 0) return 'none';
  return low === FORM.address && (high === FORM.address || PLAIN_LENGTHS.has(high)) ? 'plain' : 'other';
}

function readShape(cursor: Cursor, unit: UnitShape): EntryShape {
  const tag = cursor.uleb();
  const hasChildren = cursor.u8() !== 0;
  const attributes: number[] = [];
  let fixedBytes: number | null = 0;
  for (;;) {
    const attribute = cursor.uleb();
    const form = cursor.uleb();
    const constant = form === FORM.implicitConst ? cursor.sleb() : 0;
    if (attribute === 0 && form === 0) {
      return {tag, hasChildren, attributes, fixedBytes, code: codeOf(attributes)};
    }
    attributes.push(attribute, form, constant);
    const bytes = formBytes(form, unit);
    fixedBytes = bytes === null || fixedBytes === null ? null : fixedBytes + bytes;
  }
}
