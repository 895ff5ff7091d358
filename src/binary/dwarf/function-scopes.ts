import type {WorkBudget} from '../elf/work-budget.ts';
import {Cursor} from './cursor.ts';
import {
  BOUNDS,
  type EntryValues,
  entryOffset,
  FUNCTION_AT,
  type PlainBounds,
  readPlainBounds,
  readShape,
  readValues,
  skipValues,
} from './entries.ts';
import type {EntryShape} from './entry-shapes.ts';
import {firstAtLeast} from './line-program.ts';
import type {AddressRange} from './unit-ranges.ts';
import type {Unit, Units} from './units.ts';

/** An entry of a function, or of a call that was inlined, whose code holds an address. */
export interface FunctionEntry {
  readonly unit: Unit;
  readonly isInlined: boolean;
  readonly values: EntryValues;
}

/** DW_TAG_* (DWARF 5, table 7.3). */
const TAG = {subprogram: 0x2e, inlined: 0x1d} as const;

/** What functions may stand in: the unit, namespaces, types with members, blocks (DW_TAG_*, as above). */
const CONTAINERS: ReadonlySet<number> = new Set([
  0x02, 0x0b, 0x11, 0x13, 0x17, 0x1e, 0x25, 0x32, 0x38, 0x39, 0x3c, 0x41, 0x4a,
]);

/** What an entry counts for. */
const ENTRY_COST = 4;

/** What an entry counts for with each address that it holds. */
const HELD_COST = 64;

/** The children of an entry: how deep they are, and which addresses its code holds, by ascending index. */
interface Scope {
  readonly depth: number;
  readonly held: readonly number[];
}

/**
 * Goes through the entries of a unit and finds the functions that hold each of the addresses, which come in ascending
 * order: the function itself first, then the calls inlined in one another. What cannot hold one is left out, where the
 * entry says where its children end. Throws {@link UnreadableError}.
 */
export function functionsAt(
  unit: Unit,
  addresses: readonly number[],
  units: Units,
  budget: WorkBudget,
): readonly (readonly FunctionEntry[])[] {
  const found = new ScopeWalk(unit, addresses, units, budget).run(false);
  // A function of GNU C inside another one lies beside its code.
  if (found.every(one => one.length > 0)) return found;
  const thorough = new ScopeWalk(unit, addresses, units, budget).run(true);
  return found.map((one, index) => (one.length > 0 ? one : (thorough[index] ?? [])));
}

class ScopeWalk {
  readonly #unit: Unit;
  readonly #addresses: readonly number[];
  readonly #units: Units;
  readonly #budget: WorkBudget;
  readonly #cursor: Cursor;
  readonly #found: FunctionEntry[][];
  readonly #scopes: Scope[];
  readonly #plain: PlainBounds = {low: 0, high: 0, sibling: null};
  readonly #first: number;
  readonly #last: number;
  #depth = 0;

  constructor(unit: Unit, addresses: readonly number[], units: Units, budget: WorkBudget) {
    const {header} = unit;
    this.#unit = unit;
    this.#addresses = addresses;
    this.#units = units;
    this.#budget = budget;
    this.#cursor = new Cursor(units.info, header.entryAt, header.end, 'a unit of the debug information');
    this.#found = addresses.map(() => []);
    this.#scopes = [];
    this.#first = addresses[0] ?? 0;
    this.#last = addresses.at(-1) ?? 0;
  }

  run(isThorough: boolean): readonly (readonly FunctionEntry[])[] {
    const cursor = this.#cursor;
    const all = this.#addresses.map((_, index) => index);
    while (cursor.bytesLeft > 0) {
      const shape = readShape(cursor, this.#unit.shapes);
      if (!shape) {
        if (this.#scopes.at(-1)?.depth === this.#depth) this.#scopes.pop();
        this.#depth -= 1;
      } else if (shape.tag === TAG.subprogram) {
        this.#function(shape, all, isThorough);
      } else if (shape.tag === TAG.inlined && this.#held.length > 0) {
        this.#function(shape, this.#held, isThorough);
      } else {
        const sibling = skipValues(cursor, shape, this.#unit.header);
        const isClosed = !CONTAINERS.has(shape.tag) && !(isThorough && shape.tag === TAG.inlined);
        if (shape.hasChildren && !(isClosed && this.#jump(sibling))) this.#depth += 1;
      }
      this.#budget.spend(ENTRY_COST);
      // What follows the unit's own entry is padding.
      if (this.#depth <= 0) break;
    }
    return this.#found;
  }

  /** The addresses that the function around holds. */
  get #held(): readonly number[] {
    return this.#scopes.at(-1)?.held ?? [];
  }

  #function(shape: EntryShape, among: readonly number[], isThorough: boolean): void {
    const start = this.#cursor.position;
    const isInlined = shape.tag === TAG.inlined;
    const held = this.#indexesIn(this.#boundsOf(shape), among);
    this.#budget.spend(held.length * HELD_COST);
    if (held.length > 0)
      this.#hold(held, {unit: this.#unit, isInlined, values: this.#valuesAt(start, shape)});
    if (!shape.hasChildren) return;
    if (held.length === 0 && !isThorough && this.#jump(this.#plain.sibling)) return;
    this.#depth += 1;
    this.#scopes.push({depth: this.#depth, held});
  }

  /** The code of an entry; where its children end is left in {@link #plain}. */
  #boundsOf(shape: EntryShape): readonly AddressRange[] {
    const {header, values: unitValues} = this.#unit;
    const plain = this.#plain;
    if (shape.code === 'none') {
      plain.sibling = skipValues(this.#cursor, shape, header);
      return [];
    }
    if (shape.code === 'plain') {
      readPlainBounds(this.#cursor, shape, header, plain);
      const isOurs = plain.high > this.#first && plain.low <= this.#last;
      return isOurs ? [[plain.low, plain.high]] : [];
    }
    const bounds = readValues(this.#cursor, shape, header, BOUNDS);
    plain.sibling = entryOffset(bounds.get(FUNCTION_AT.sibling), header);
    return this.#units.ranges.of(header, unitValues, bounds) ?? [];
  }

  #hold(held: readonly number[], entry: FunctionEntry): void {
    const around = this.#held;
    for (const index of held) {
      const chain = this.#found[index] ?? [];
      if (entry.isInlined) chain.push(entry);
      // The first of several functions that claim the same code, but one inside another is the one that runs.
      else if (chain.length === 0 || around[firstAtLeast(around, index)] === index)
        this.#found[index] = [entry];
    }
  }

  #valuesAt(start: number, shape: EntryShape): EntryValues {
    const {header} = this.#unit;
    const cursor = new Cursor(this.#units.info, start, header.end, 'a unit of the debug information');
    return readValues(cursor, shape, header);
  }

  /** Moves to where the entry behind the children begins; false where that is not known. */
  #jump(sibling: number | null): boolean {
    const distance = sibling === null ? -1 : sibling - this.#cursor.position;
    if (distance < 0 || distance > this.#cursor.bytesLeft) return false;
    this.#cursor.skip(distance);
    return true;
  }

  /** Those of the addresses, by ascending index, that lie in ranges. */
  #indexesIn(ranges: readonly AddressRange[], among: readonly number[]): readonly number[] {
    const addresses = this.#addresses;
    const found: number[] = [];
    for (const [start, end] of ranges) {
      let at = 0;
      for (let to = among.length; at < to; ) {
        const middle = (at + to) >>> 1;
        if ((addresses[among[middle] ?? 0] ?? 0) < start) at = middle + 1;
        else to = middle;
      }
      for (; at < among.length && (addresses[among[at] ?? 0] ?? end) < end; at++) found.push(among[at] ?? 0);
    }
    return ranges.length > 1 ? [...new Set(found)].sort((a, b) => a - b) : found;
  }
}
