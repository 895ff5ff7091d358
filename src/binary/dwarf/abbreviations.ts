import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import {FORM} from './forms.ts';

/** How an entry is written: its tag, and its attributes in order. */
export interface Abbreviation {
  readonly tag: number;
  /** DW_AT_*, DW_FORM_* and the value of DW_FORM_implicit_const (0 for other forms), three numbers for each attribute. */
  readonly attributes: readonly number[];
}

/** A unit's first entry has some ten attributes; this many are kept for the units that share a table. */
const MOST_KEPT_NUMBERS = 64 * 1024;

/** The abbreviation tables of a file (DWARF 5, section 7.5.3), of which only the entries asked for are kept. */
export class Abbreviations {
  readonly #reader: FieldReader;
  readonly #budget: WorkBudget;
  readonly #known = new Map<number, Map<number, Abbreviation>>();
  #keptNumbers = 0;

  constructor(reader: FieldReader, budget: WorkBudget) {
    this.#reader = reader;
    this.#budget = budget;
  }

  /** The entry with this code in the table at this offset. Throws {@link UnreadableError}. */
  find(tableAt: number, code: number): Abbreviation {
    const known = this.#known.get(tableAt)?.get(code);
    if (known) return known;
    const found = this.#search(tableAt, code);
    if (this.#keptNumbers > MOST_KEPT_NUMBERS) {
      this.#known.clear();
      this.#keptNumbers = 0;
    }
    this.#keptNumbers += found.attributes.length + 1;
    const table = this.#known.get(tableAt);
    if (table) table.set(code, found);
    else this.#known.set(tableAt, new Map([[code, found]]));
    return found;
  }

  #search(tableAt: number, wanted: number): Abbreviation {
    const cursor = new Cursor(this.#reader, tableAt, this.#reader.size, 'the abbreviation table');
    for (;;) {
      const start = cursor.position;
      const code = cursor.uleb();
      if (code === 0) {
        throw new UnreadableError('truncated', 'an entry of its debug information has no abbreviation');
      }
      const tag = cursor.uleb();
      // DW_CHILDREN_*.
      cursor.u8();
      const attributes: number[] = [];
      for (;;) {
        const attribute = cursor.uleb();
        const form = cursor.uleb();
        const constant = form === FORM.implicitConst ? cursor.sleb() : 0;
        if (attribute === 0 && form === 0) break;
        if (code === wanted) attributes.push(attribute, form, constant);
      }
      this.#budget.spend(cursor.position - start);
      if (code === wanted) return {tag, attributes};
    }
  }
}
