import type {WorkBudget} from '../elf/work-budget.ts';
import {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import type {FormValue, UnitShape} from './forms.ts';
import type {DwarfSectionName, DwarfSections} from './sections.ts';

/** Where a unit's part of `.debug_str_offsets` begins, and how wide its offsets are, in bytes. */
export interface StringOffsets {
  readonly base: number;
  readonly offsetBytes: 4 | 8;
}

/** The strings that units and line tables refer to. Each is read once: thousands of units name the same headers. */
export class DwarfStrings {
  readonly #str: StringSection;
  readonly #lineStr: StringSection;
  readonly #offsets: FieldReader | null;

  constructor({sections, littleEndian}: DwarfSections, budget: WorkBudget) {
    const readerOf = (name: DwarfSectionName): FieldReader | null => {
      const source = sections.get(name);
      return source ? new FieldReader(source, littleEndian) : null;
    };
    this.#str = new StringSection(readerOf('str'), budget);
    this.#lineStr = new StringSection(readerOf('line_str'), budget);
    this.#offsets = readerOf('str_offsets');
  }

  /** The text of a value; null where it is no text, or lies in another file. Throws {@link UnreadableError} `truncated`. */
  text(value: FormValue | undefined, {base, offsetBytes}: StringOffsets): string | null {
    switch (value?.kind) {
      case 'text':
        return value.text;
      case 'string-at':
        return (value.section === 'str' ? this.#str : this.#lineStr).at(value.offset);
      case 'string-index': {
        const what = 'the table of string offsets';
        if (!this.#offsets) throw new UnreadableError('truncated', `${what} is missing`);
        const at = base + value.index * offsetBytes;
        const offset = offsetBytes === 8 ? Number(this.#offsets.u64(at, what)) : this.#offsets.u32(at, what);
        return this.#str.at(offset);
      }
      default:
        return null;
    }
  }
}

class StringSection {
  readonly #reader: FieldReader | null;
  readonly #budget: WorkBudget;
  readonly #known = new Map<number, string>();

  constructor(reader: FieldReader | null, budget: WorkBudget) {
    this.#reader = reader;
    this.#budget = budget;
  }

  at(offset: number): string {
    const known = this.#known.get(offset);
    if (known !== undefined) return known;
    const what = 'a string of the debug information';
    if (!this.#reader) throw new UnreadableError('truncated', `${what} is in a section that is missing`);
    const text = this.#reader.cString(offset, what);
    this.#budget.spend(text.length + 1);
    this.#known.set(offset, text);
    return text;
  }
}

/** Without DW_AT_str_offsets_base the offsets begin behind the header of the table (DWARF 5, section 7.26). */
export function stringOffsets({version, offsetBytes}: UnitShape, base: number | null): StringOffsets {
  return {base: base ?? (version < 5 ? 0 : 2 * offsetBytes), offsetBytes};
}
