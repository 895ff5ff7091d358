import type {WorkBudget} from '../elf/work-budget.ts';
import {FieldReader} from '../field-reader.ts';
import {Cursor} from './cursor.ts';
import type {FormValue} from './forms.ts';
import type {DwarfSections} from './sections.ts';
import {AT} from './unit-attributes.ts';
import type {UnitHeader} from './unit-header.ts';

/** Addresses of code: from the first up to, but not including, the second. */
export type AddressRange = readonly [start: number, end: number];

/** DW_RLE_* (DWARF 5, table 7.30). */
const RLE = {
  end: 0,
  baseIndex: 1,
  startEndIndex: 2,
  startLengthIndex: 3,
  offsetPair: 4,
  base: 5,
  startEnd: 6,
  startLength: 7,
} as const;

type UnitValues = ReadonlyMap<number, FormValue>;

/** Reads which code a unit describes (DWARF 5, sections 2.17 and 7.28; DWARF 4, section 7.24). */
export class UnitRanges {
  readonly #ranges: FieldReader | null;
  readonly #lists: FieldReader | null;
  readonly #addresses: FieldReader | null;
  readonly #budget: WorkBudget;

  constructor({sections, littleEndian}: DwarfSections, budget: WorkBudget) {
    const reader = (name: 'ranges' | 'rnglists' | 'addr'): FieldReader | null => {
      const source = sections.get(name);
      return source ? new FieldReader(source, littleEndian) : null;
    };
    this.#ranges = reader('ranges');
    this.#lists = reader('rnglists');
    this.#addresses = reader('addr');
    this.#budget = budget;
  }

  /**
   * The code of a unit, or of an entry of it with values of its own. None for one without code; null where it cannot be
   * told. Throws {@link UnreadableError} `truncated`.
   */
  of(unit: UnitHeader, values: UnitValues, own: UnitValues = values): readonly AddressRange[] | null {
    const ranges = own.get(AT.ranges);
    if (ranges) {
      const base = this.#address(unit, values, values.get(AT.lowPc)) ?? 0;
      return unit.version < 5 ? this.#oldList(unit, ranges, base) : this.#list(unit, values, ranges, base);
    }
    const high = own.get(AT.highPc);
    if (!own.has(AT.lowPc) || !high) return [];
    const low = this.#address(unit, values, own.get(AT.lowPc));
    if (low === null) return null;
    // A constant is an offset from the low one since DWARF 4.
    if (high.kind === 'address') return [[low, high.value]];
    return high.kind === 'number' ? [[low, low + high.value]] : null;
  }

  #address(unit: UnitHeader, values: UnitValues, value: FormValue | undefined): number | null {
    if (value?.kind === 'address') return value.value;
    return value?.kind === 'number' ? this.#indexed(unit, values, value.value) : null;
  }

  /** An address by its index in `.debug_addr`; null where that is not there, as in split DWARF. */
  #indexed({addressBytes}: UnitHeader, values: UnitValues, index: number): number | null {
    const base = values.get(AT.addressBase);
    if (!this.#addresses || base?.kind !== 'number') return null;
    const at = base.value + index * addressBytes;
    return new Cursor(this.#addresses, at, at + addressBytes, 'the table of addresses').uint(addressBytes);
  }

  #oldList({addressBytes}: UnitHeader, value: FormValue, start: number): readonly AddressRange[] | null {
    if (!this.#ranges || value?.kind !== 'number') return null;
    const cursor = new Cursor(this.#ranges, value.value, this.#ranges.size, 'a list of address ranges');
    const largest = 256 ** addressBytes - 1;
    const found: AddressRange[] = [];
    for (let base = start; ; ) {
      this.#budget.spend(2 * addressBytes);
      const from = cursor.uint(addressBytes);
      const to = cursor.uint(addressBytes);
      if (from === 0 && to === 0) return found;
      if (from >= largest) base = to;
      else found.push([base + from, base + to]);
    }
  }

  #list(
    unit: UnitHeader,
    values: UnitValues,
    value: FormValue,
    start: number,
  ): readonly AddressRange[] | null {
    const at = this.#listAt(unit, values, value);
    if (!this.#lists || at === null) return null;
    const cursor = new Cursor(this.#lists, at, this.#lists.size, 'a list of address ranges');
    const address = (): number => cursor.uint(unit.addressBytes);
    const indexed = (): number | null => this.#indexed(unit, values, cursor.uleb());
    const found: AddressRange[] = [];
    let base: number | null = start;
    for (;;) {
      this.#budget.spend(1);
      const kind = cursor.u8();
      let from: number | null = null;
      let to: number | null = null;
      if (kind === RLE.end) return found;
      if (kind === RLE.base || kind === RLE.baseIndex) {
        base = kind === RLE.base ? address() : indexed();
        continue;
      }
      if (kind === RLE.offsetPair) {
        const [first, last] = [cursor.uleb(), cursor.uleb()];
        [from, to] = base === null ? [null, null] : [base + first, base + last];
      } else if (kind === RLE.startEnd || kind === RLE.startLength) {
        from = address();
        to = kind === RLE.startEnd ? address() : from + cursor.uleb();
      } else if (kind === RLE.startEndIndex || kind === RLE.startLengthIndex) {
        from = indexed();
        const last: number | null = kind === RLE.startEndIndex ? indexed() : cursor.uleb();
        to = kind === RLE.startLengthIndex && from !== null && last !== null ? from + last : last;
      }
      if (from === null || to === null) return null;
      found.push([from, to]);
    }
  }

  /** DW_FORM_sec_offset as it stands; DW_FORM_rnglistx through the offsets behind DW_AT_rnglists_base. */
  #listAt({offsetBytes}: UnitHeader, values: UnitValues, value: FormValue): number | null {
    if (value?.kind === 'number') return value.value;
    const base = values.get(AT.rangeListsBase);
    if (value?.kind !== 'list-index' || base?.kind !== 'number' || !this.#lists) return null;
    const at = base.value + value.index * offsetBytes;
    return (
      base.value + new Cursor(this.#lists, at, at + offsetBytes, 'the table of range lists').uint(offsetBytes)
    );
  }
}
