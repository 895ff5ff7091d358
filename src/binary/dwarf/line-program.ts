import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import type {LineContext} from './line-files.ts';
import {readFileTable} from './line-files.ts';
import {readInitialLength} from './unit-header.ts';

/** Where an address comes from. */
export interface SourceLine {
  /** Null where the table does not name it. */
  readonly file: string | null;
  readonly line: number;
}

/** Header fields that the program runs by (DWARF 5, section 6.2.4). */
interface Machine {
  readonly minimumLength: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  readonly operandCounts: readonly number[];
}

/** DW_LNS_* and DW_LNE_* (DWARF 5, tables 7.25 and 7.26). */
const STANDARD = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  constAddPc: 8,
  fixedAdvancePc: 9,
} as const;
const EXTENDED = {endSequence: 1, setAddress: 2} as const;

/** What a row costs of the budget beside its bytes. */
const ROW_COST = 2;

/**
 * Runs the line program that begins at `at`, and gives the row that covers the address: null where none does. Throws
 * {@link UnreadableError}.
 */
export function lineAt(
  section: FieldReader,
  at: number,
  address: number,
  context: LineContext,
): SourceLine | null {
  const cursor = new Cursor(section, at, section.size, 'a line table');
  const {length, offsetBytes} = readInitialLength(cursor);
  if (length > cursor.bytesLeft) throw new UnreadableError('truncated', 'a line table lies past its section');
  const end = cursor.position + length;
  const table = new Cursor(section, cursor.position, end, 'a line table');
  const version = table.uint(2);
  if (version < 2 || version > 5) {
    throw new UnreadableError('unsupported', `a line table is of version ${version}, not 2 to 5`);
  }
  const addressBytes = version === 5 ? table.u8() : 0;
  if (version === 5) table.skip(1);
  const headerLength = table.uint(offsetBytes);
  const programAt = table.position + headerLength;
  const machine = readMachine(table, version);
  const files = readFileTable(table, {version, addressBytes, offsetBytes}, context);
  const program = new Cursor(section, programAt, end, 'a line program');
  const row = runTo(program, machine, address, context.budget);
  // Files count from 0 in version 5, and from 1 before.
  return row && {file: files[version === 5 ? row.file : row.file - 1] ?? null, line: row.line};
}

function readMachine(table: Cursor, version: number): Machine {
  const minimumLength = table.u8();
  // maximum_operations_per_instruction, of VLIW machines; default_is_stmt.
  table.skip(version >= 4 ? 2 : 1);
  const base = table.u8();
  const lineBase = base > 127 ? base - 256 : base;
  const lineRange = table.u8();
  const opcodeBase = table.u8();
  const operandCounts = Array.from({length: Math.max(0, opcodeBase - 1)}, () => table.u8());
  if (lineRange === 0) throw new UnreadableError('unsupported', 'a line table has a line range of 0');
  return {minimumLength, lineBase, lineRange, opcodeBase, operandCounts};
}

interface Row {
  address: number;
  file: number;
  line: number;
}

/** The last row before the first one behind the address, within one sequence (DWARF 5, section 6.2.5). */
function runTo(program: Cursor, machine: Machine, address: number, budget: WorkBudget): Row | null {
  const {minimumLength, lineBase, lineRange, opcodeBase, operandCounts} = machine;
  let row: Row = {address: 0, file: 1, line: 1};
  let last: Row | null = null;
  const emit = (isEnd: boolean): Row | null => {
    const found = last && last.address <= address && address < row.address ? last : null;
    last = isEnd ? null : {...row};
    return found;
  };
  while (program.bytesLeft > 0) {
    const start = program.position;
    const opcode = program.u8();
    let found: Row | null = null;
    if (opcode >= opcodeBase) {
      const adjusted = opcode - opcodeBase;
      row.address += Math.floor(adjusted / lineRange) * minimumLength;
      row.line += lineBase + (adjusted % lineRange);
      found = emit(false);
    } else if (opcode === 0) {
      const length = program.uleb();
      const next = program.position + length;
      const extended = length > 0 ? program.u8() : 0;
      if (extended === EXTENDED.endSequence) {
        found = emit(true);
        row = {address: 0, file: 1, line: 1};
      } else if (extended === EXTENDED.setAddress && length > 1 && length <= 9)
        row.address = program.uint(length - 1);
      program.skip(Math.max(0, next - program.position));
    } else if (opcode === STANDARD.copy) found = emit(false);
    else if (opcode === STANDARD.advancePc) row.address += program.uleb() * minimumLength;
    else if (opcode === STANDARD.advanceLine) row.line += program.sleb();
    else if (opcode === STANDARD.setFile) row.file = program.uleb();
    else if (opcode === STANDARD.constAddPc)
      row.address += Math.floor((255 - opcodeBase) / lineRange) * minimumLength;
    else if (opcode === STANDARD.fixedAdvancePc) row.address += program.uint(2);
    else for (let left = operandCounts[opcode - 1] ?? 0; left > 0; left--) program.uleb();
    budget.spend(program.position - start + ROW_COST);
    if (found) return found;
  }
  return null;
}
