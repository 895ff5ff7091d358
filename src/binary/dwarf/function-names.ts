import type {WorkBudget} from '../elf/work-budget.ts';
import {Cursor} from './cursor.ts';
import {type EntryValues, entryOffset, FUNCTION_AT, readShape, readValues} from './entries.ts';
import type {FunctionEntry} from './function-scopes.ts';
import type {Unit, Units} from './units.ts';

/** Entries from that of the code to that which has the name: two or three in what compilers write. */
const MOST_STEPS = 16;

/** Names of C++ (Itanium C++ ABI, section 5.1.2), Rust and D. */
const MANGLED = /^_(?:Z|R|D\d)/;

/** What following one reference counts for: an entry has some tens of bytes. */
const STEP_COST = 64;

/** Names functions: the entry of the code mostly refers to another one, in another unit where a linker optimised. */
export class FunctionNames {
  readonly #units: Units;
  readonly #budget: WorkBudget;
  /** By the entry that is referred to. */
  readonly #known = new Map<number, string | null>();

  constructor(units: Units, budget: WorkBudget) {
    this.#units = units;
    this.#budget = budget;
  }

  /**
   * As gdb names it: by the name that C gives to the linker where it is another one (`__GI_raise`), else by that of the
   * source; a mangled name only where there is no other. Null where none is said, or lies in another file. Throws
   * {@link UnreadableError}.
   */
  of({unit, values}: FunctionEntry): string | null {
    return ownName(unit, values) ?? this.#referred(unit, values);
  }

  #referred(unit: Unit, values: EntryValues): string | null {
    const at = referenceOf(unit, values);
    if (at === null) return linkageName(unit, values);
    const known = this.#known.get(at);
    if (known !== undefined) return known;
    const name = this.#follow(at) ?? linkageName(unit, values);
    this.#known.set(at, name);
    return name;
  }

  #follow(start: number): string | null {
    let linkage: string | null = null;
    let at: number | null = start;
    for (let steps = 0; at !== null && steps < MOST_STEPS; steps++) {
      this.#budget.spend(STEP_COST);
      const unit = this.#units.ofEntry(at);
      const values = unit && this.#valuesAt(unit, at);
      if (!unit || !values) break;
      const name = ownName(unit, values);
      if (name !== null) return name;
      linkage ??= linkageName(unit, values);
      at = referenceOf(unit, values);
    }
    return linkage;
  }

  #valuesAt(unit: Unit, at: number): EntryValues | null {
    const {header, shapes} = unit;
    if (at < header.entryAt) return null;
    const cursor = new Cursor(this.#units.info, at, header.end, 'a unit of the debug information');
    const shape = readShape(cursor, shapes);
    return shape && readValues(cursor, shape, header);
  }
}

function referenceOf({header}: Unit, values: EntryValues): number | null {
  return (
    entryOffset(values.get(FUNCTION_AT.abstractOrigin), header) ??
    entryOffset(values.get(FUNCTION_AT.specification), header)
  );
}

/** What an entry itself says, but a mangled name. */
function ownName(unit: Unit, values: EntryValues): string | null {
  const linkage = linkageName(unit, values);
  return linkage !== null && !MANGLED.test(linkage) ? linkage : unit.text(values.get(FUNCTION_AT.name));
}

function linkageName(unit: Unit, values: EntryValues): string | null {
  return unit.text(values.get(FUNCTION_AT.linkageName)) ?? unit.text(values.get(FUNCTION_AT.mipsLinkageName));
}
