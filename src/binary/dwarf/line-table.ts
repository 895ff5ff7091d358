import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import {type LineContext, readFileTable} from './line-files.ts';
import {type LineMachine, type LineRow, runLineProgram} from './line-program.ts';
import {readInitialLength} from './unit-header.ts';

/** The line table of one unit: its files, and by its program the line of each address. */
export class LineTable {
  readonly #files: readonly (string | null)[];
  readonly #firstFile: number;
  readonly #machine: LineMachine;
  readonly #section: FieldReader;
  readonly #start: number;
  readonly #end: number;
  readonly #context: LineContext;

  /** Reads the head of the table at this offset. Throws {@link UnreadableError}. */
  constructor(section: FieldReader, at: number, context: LineContext) {
    const cursor = new Cursor(section, at, section.size, 'a line table');
    const {length, offsetBytes} = readInitialLength(cursor);
    if (length > cursor.bytesLeft) {
      throw new UnreadableError('truncated', 'a line table lies past its section');
    }
    const end = cursor.position + length;
    const table = new Cursor(section, cursor.position, end, 'a line table');
    const version = table.uint(2);
    if (version < 2 || version > 5) {
      throw new UnreadableError('unsupported', `a line table is of version ${version}, not 2 to 5`);
    }
    const addressBytes = version === 5 ? table.u8() : 0;
    if (version === 5) table.skip(1);
    const headerLength = table.uint(offsetBytes);
    const start = table.position + headerLength;
    if (start > end) throw new UnreadableError('truncated', 'a line table ends too early');
    const before = table.position;
    this.#machine = readMachine(table, version, section.littleEndian);
    this.#files = readFileTable(table, {version, addressBytes, offsetBytes}, context);
    context.budget.spend(table.position - before);
    this.#firstFile = version === 5 ? 0 : 1;
    this.#section = section;
    this.#start = start;
    this.#end = end;
    this.#context = context;
  }

  /** A file by its number, as the program and DW_AT_call_file count them; null where the table does not name it. */
  file(index: number): string | null {
    return this.#files[index - this.#firstFile] ?? null;
  }

  /** The rows that cover addresses, which come in ascending order; null for one that none covers. Throws {@link UnreadableError}. */
  rows(addresses: readonly number[]): readonly (LineRow | null)[] {
    const length = this.#end - this.#start;
    this.#context.budget.spend(2 * length);
    const bytes = this.#section.bytes(this.#start, length, 'a line program');
    return runLineProgram(bytes, this.#machine, addresses);
  }
}

function readMachine(table: Cursor, version: number, littleEndian: boolean): LineMachine {
  const minimumLength = table.u8();
  // maximum_operations_per_instruction, of VLIW machines; default_is_stmt.
  table.skip(version >= 4 ? 2 : 1);
  const base = table.u8();
  const lineBase = base > 127 ? base - 256 : base;
  const lineRange = table.u8();
  const opcodeBase = table.u8();
  const operandCounts = Array.from({length: Math.max(0, opcodeBase - 1)}, () => table.u8());
  if (lineRange === 0) throw new UnreadableError('unsupported', 'a line table has a line range of 0');
  return {minimumLength, lineBase, lineRange, opcodeBase, operandCounts, littleEndian};
}
