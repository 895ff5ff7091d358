import {WorkBudget} from '../elf/work-budget.ts';
import {FieldReader} from '../field-reader.ts';
import {FUNCTION_AT} from './entries.ts';
import type {FormValue} from './forms.ts';
import {FunctionNames} from './function-names.ts';
import {type FunctionEntry, functionsAt} from './function-scopes.ts';
import type {LineRow} from './line-program.ts';
import {LineTable} from './line-table.ts';
import {PathJoiner} from './paths.ts';
import type {DwarfSections} from './sections.ts';
import {AT} from './unit-attributes.ts';
import {type Unit, Units} from './units.ts';

/** A function that an address lies in, and the line that it is at. */
export interface CodePlace {
  /** As its source names it, without scopes and parameters; null where this file does not tell. */
  readonly function: string | null;
  readonly file: string | null;
  readonly line: number | null;
  /** Whether it was inlined into the one behind it. */
  readonly isInlined: boolean;
}

/** How {@link CodeLocator} finds units. */
export interface LocateOptions {
  /**
   * Whether the units that `.debug_aranges` lists, if any, are all: true of what one compiler has made. Else addresses
   * that it does not list, as those of assembler without debug information, cost a look at all other units.
   */
  readonly isTableTrusted?: boolean;
}

const BUDGET_FACTOR = 16;

/** What an address counts for. */
const ADDRESS_COST = 1024;

/** Looks addresses up in the debug information of a file that stays open. Versions 2 to 5. */
export class CodeLocator {
  readonly #fileBytes: number;
  readonly #budget = new WorkBudget(0);
  readonly #line: FieldReader | null;
  /** Null for a file without debug information. */
  readonly #units: Units | null;

  /** `fileBytes` bounds the work of each call. */
  constructor(dwarf: DwarfSections, fileBytes: number) {
    const {sections, littleEndian} = dwarf;
    const [info, abbrev, line] = (['info', 'abbrev', 'line'] as const).map(name => {
      const section = sections.get(name);
      return section ? new FieldReader(section, littleEndian) : null;
    });
    this.#fileBytes = fileBytes;
    this.#line = line ?? null;
    this.#units = info && abbrev ? new Units(dwarf, info, abbrev, this.#budget) : null;
  }

  /** Reads what {@link locate} needs for any address. Throws {@link UnreadableError}. */
  prepare(): void {
    this.#budget.allow(BUDGET_FACTOR * this.#fileBytes);
    this.#units?.readHeads();
  }

  /**
   * What the debug information says of addresses, in their order: the innermost inlined function first, the one that was
   * called last; empty where it says nothing. Only the units that hold an address are read, and those that name its
   * functions. Throws {@link UnreadableError}.
   */
  locate(
    addresses: readonly number[],
    {isTableTrusted = false}: LocateOptions = {},
  ): readonly (readonly CodePlace[])[] {
    const units = this.#units;
    if (!units) return addresses.map(() => []);
    const sorted = [...new Set(addresses)].sort((a, b) => a - b);
    const budget = this.#budget;
    budget.allow(BUDGET_FACTOR * this.#fileBytes + ADDRESS_COST * sorted.length);
    const names = new FunctionNames(units, budget);
    const paths = new PathJoiner(budget);
    const found = new Map<number, readonly CodePlace[]>();
    for (const [unit, own] of units.holding(sorted, isTableTrusted)) {
      const table = this.#line ? lineTable(unit, this.#line, paths, budget) : null;
      const rows = table?.rows(own) ?? [];
      const functions = functionsAt(unit, own, units, budget);
      for (const [index, address] of own.entries()) {
        found.set(address, places(rows[index] ?? null, functions[index] ?? [], table, names));
      }
    }
    return addresses.map(address => found.get(address) ?? []);
  }
}

function lineTable(
  unit: Unit,
  section: FieldReader,
  paths: PathJoiner,
  budget: WorkBudget,
): LineTable | null {
  const at = numberOf(unit.values.get(AT.statementList));
  if (at === null) return null;
  const directory = unit.text(unit.values.get(AT.directory));
  return new LineTable(section, at, {directory, text: value => unit.text(value), paths, budget});
}

/** The line of the innermost function is that of the code; of each other one, that of the call inlined in it. */
function places(
  row: LineRow | null,
  functions: readonly FunctionEntry[],
  table: LineTable | null,
  names: FunctionNames,
): readonly CodePlace[] {
  let file = row && (table?.file(row.file) ?? null);
  let line = row && lineOf(row.line);
  if (functions.length === 0) return row ? [{function: null, file, line, isInlined: false}] : [];
  const found: CodePlace[] = [];
  for (const entry of functions.toReversed()) {
    found.push({function: names.of(entry), file, line, isInlined: entry.isInlined});
    const callFile = numberOf(entry.values.get(FUNCTION_AT.callFile));
    file = callFile === null ? null : (table?.file(callFile) ?? null);
    line = lineOf(numberOf(entry.values.get(FUNCTION_AT.callLine)));
  }
  return found;
}

/** Compilers write 0 for code of no line. */
function lineOf(line: number | null): number | null {
  return line === 0 ? null : line;
}

function numberOf(value: FormValue | undefined): number | null {
  return value?.kind === 'number' ? value.value : null;
}
