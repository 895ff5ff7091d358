import type {WorkBudget} from '../elf/work-budget.ts';
import {FieldReader} from '../field-reader.ts';
import {Abbreviations} from './abbreviations.ts';
import {type AddressTable, readAddressTable} from './address-table.ts';
import {type EntryShapes, EntryShapeTables, shapeOf} from './entry-shapes.ts';
import type {FormValue} from './forms.ts';
import {firstAtLeast} from './line-program.ts';
import type {DwarfSections} from './sections.ts';
import {DwarfStrings, stringOffsets} from './strings.ts';
import {AT, readUnitEntry} from './unit-attributes.ts';
import {readUnitHeaders, type UnitHeader} from './unit-header.ts';
import {type AddressRange, UnitRanges} from './unit-ranges.ts';

/** A unit of which the entries are read. */
export interface Unit {
  readonly header: UnitHeader;
  /** Attributes of its first entry. */
  readonly values: ReadonlyMap<number, FormValue>;
  readonly shapes: EntryShapes;
  /** The text of a value of one of its entries; null where it is none, or lies in another file. Throws {@link UnreadableError}. */
  text(value: FormValue | undefined): string | null;
}

/** The units of a file, each found by what lies in it: no other is read but for its head. */
export class Units {
  readonly info: FieldReader;
  readonly ranges: UnitRanges;
  readonly #addressTable: FieldReader | null;
  readonly #budget: WorkBudget;
  readonly #abbreviations: Abbreviations;
  readonly #shapes: EntryShapeTables;
  readonly #strings: DwarfStrings;
  readonly #unread: Iterator<UnitHeader>;
  /** In their order. */
  readonly #headers: UnitHeader[] = [];
  readonly #starts: number[] = [];
  readonly #known = new Map<UnitHeader, Unit | null>();
  #listed: AddressTable | null = null;

  constructor(dwarf: DwarfSections, info: FieldReader, abbrev: FieldReader, budget: WorkBudget) {
    const table = dwarf.sections.get('aranges');
    this.info = info;
    this.ranges = new UnitRanges(dwarf, budget);
    this.#addressTable = table ? new FieldReader(table, dwarf.littleEndian) : null;
    this.#budget = budget;
    this.#abbreviations = new Abbreviations(abbrev, budget);
    this.#shapes = new EntryShapeTables(abbrev, budget);
    this.#strings = new DwarfStrings(dwarf, budget);
    this.#unread = readUnitHeaders(info, budget);
  }

  /** Reads what units are found by: the table of addresses and the headers. Throws {@link UnreadableError}. */
  readHeads(): void {
    this.#table();
    while (this.#readNext());
  }

  /** The unit that has an entry at this offset of the section; null for none. Throws {@link UnreadableError}. */
  ofEntry(offset: number): Unit | null {
    while ((this.#headers.at(-1)?.end ?? 0) <= offset) if (!this.#readNext()) break;
    const header = this.#headers[firstAtLeast(this.#starts, offset + 1) - 1];
    return header && offset < header.end ? this.#open(header) : null;
  }

  /**
   * The units that hold addresses, which come in ascending order, each with those of it; by `.debug_aranges`, which not
   * every compiler writes, then by the heads of the units that it does not list, unless it is trusted to list all of
   * them. Throws {@link UnreadableError}.
   */
  holding(addresses: readonly number[], isTableTrusted: boolean): ReadonlyMap<Unit, readonly number[]> {
    const unitsAt: (number | null)[] = addresses.map(() => null);
    let missing = addresses.length;
    const take = (unitAt: number, start: number, end: number): void => {
      for (let at = firstAtLeast(addresses, start); (addresses[at] ?? end) < end; at++) {
        if (unitsAt[at] !== null) continue;
        unitsAt[at] = unitAt;
        missing -= 1;
      }
    };
    const {units: listed, ranges} = this.#table();
    for (let at = 0; at < ranges.length; at += 3)
      take(ranges[at] ?? 0, ranges[at + 1] ?? 0, ranges[at + 2] ?? 0);
    const isRest = listed.size === 0 || !isTableTrusted;
    for (let index = 0; isRest && missing > 0; index++) {
      const header = this.#headers[index] ?? this.#readNext();
      if (!header) break;
      if (listed.has(header.start)) continue;
      for (const [start, end] of this.#rangesOf(header)) take(header.start, start, end);
    }
    return this.#grouped(addresses, unitsAt);
  }

  #table(): AddressTable {
    this.#listed ??= this.#addressTable
      ? readAddressTable(this.#addressTable, this.#budget)
      : {units: new Set(), ranges: []};
    return this.#listed;
  }

  #grouped(
    addresses: readonly number[],
    unitsAt: readonly (number | null)[],
  ): ReadonlyMap<Unit, readonly number[]> {
    const found = new Map<Unit, number[]>();
    for (const [index, address] of addresses.entries()) {
      const unitAt = unitsAt[index] ?? null;
      const unit = unitAt === null ? null : this.ofEntry(unitAt);
      if (!unit || unit.header.start !== unitAt) continue;
      const own = found.get(unit);
      if (own) own.push(address);
      else found.set(unit, [address]);
    }
    return found;
  }

  #readNext(): UnitHeader | null {
    const next = this.#unread.next();
    if (next.done === true) return null;
    this.#headers.push(next.value);
    this.#starts.push(next.value.start);
    return next.value;
  }

  #rangesOf(header: UnitHeader): readonly AddressRange[] {
    const entry = readUnitEntry(this.info, header, this.#abbreviations, this.#budget);
    return (entry && this.ranges.of(header, entry.values)) ?? [];
  }

  #open(header: UnitHeader): Unit | null {
    const known = this.#known.get(header);
    if (known !== undefined) return known;
    const shapes = this.#shapes.at(header.abbreviationsAt, header);
    const table = {find: (_: number, code: number) => shapeOf(shapes, code)};
    const values = readUnitEntry(this.info, header, table, this.#budget)?.values;
    const base = values?.get(AT.stringOffsetsBase);
    const offsets = stringOffsets(header, base?.kind === 'number' ? base.value : null);
    const unit = values
      ? {
          header,
          values,
          shapes,
          text: (value: FormValue | undefined) => this.#strings.text(value, offsets),
        }
      : null;
    this.#known.set(header, unit);
    return unit;
  }
}
