import type {WorkBudget} from '../elf/work-budget.ts';
import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {Cursor} from './cursor.ts';
import {type FormValue, readForm, type UnitShape} from './forms.ts';
import {isPseudoFile, type PathJoiner} from './paths.ts';
import {readInitialLength} from './unit-header.ts';

/** What a line table needs to know of its unit. */
export interface LineContext {
  /** DW_AT_comp_dir, with which relative folders are joined. */
  readonly directory: string | null;
  /** The text of a value, as the unit finds strings. */
  text(value: FormValue): string | null;
  readonly paths: PathJoiner;
  readonly budget: WorkBudget;
}

/**
 * The files that a line table names, joined with their folders, each once; without what compilers put in place of a
 * file. Throws {@link UnreadableError}: `truncated`, or `unsupported` for a version other than 2 to 5.
 */
export function readLineFiles(section: FieldReader, at: number, context: LineContext): readonly string[] {
  const cursor = new Cursor(section, at, section.size, 'a line table');
  const {length, offsetBytes} = readInitialLength(cursor);
  if (length > cursor.bytesLeft) throw new UnreadableError('truncated', 'a line table lies past its section');
  const table = new Cursor(section, cursor.position, cursor.position + length, 'a line table');
  const start = table.position;
  const version = table.uint(2);
  if (version < 2 || version > 5) {
    throw new UnreadableError('unsupported', `a line table is of version ${version}, not 2 to 5`);
  }
  const addressBytes = version === 5 ? table.u8() : 0;
  // The size of a segment selector; then the length of the header.
  table.skip((version === 5 ? 1 : 0) + offsetBytes);
  // minimum_instruction_length, maximum_operations_per_instruction, default_is_stmt, line_base, line_range.
  table.skip(version >= 4 ? 5 : 4);
  // opcode_base and the lengths of the opcodes below it.
  table.skip(Math.max(0, table.u8() - 1));
  const found = new Set<string>();
  for (const file of readFileTable(table, {version, addressBytes, offsetBytes}, context)) {
    if (file !== null) found.add(file);
  }
  context.budget.spend(table.position - start);
  return [...found];
}

/**
 * The files of a table in their order, joined with their folders; null in place of what compilers put there that is no
 * file. The cursor stands behind the lengths of the opcodes. Throws {@link UnreadableError}.
 */
export function readFileTable(
  table: Cursor,
  shape: UnitShape,
  context: LineContext,
): readonly (string | null)[] {
  const found: (string | null)[] = [];
  if (shape.version === 5) collectFiles5(table, shape, context, found);
  else collectFiles(table, context, found);
  return found;
}

/** What an entry counts for beside its bytes: in a hostile table it has two of them. */
const ENTRY_COST = 8;

/** DWARF 4, section 6.2.4: lists of strings that end with an empty one; folder 0 is the unit's. */
function collectFiles(
  table: Cursor,
  {directory, paths, budget}: LineContext,
  found: (string | null)[],
): void {
  const folders: (string | null)[] = [directory];
  for (let folder = table.cString(); folder !== ''; folder = table.cString()) {
    folders.push(paths.join(directory, folder));
    budget.spend(ENTRY_COST);
  }
  for (let name = table.cString(); name !== ''; name = table.cString()) {
    const folder = folders[table.uleb()];
    // Time and length, which hardly any compiler writes.
    table.uleb();
    table.uleb();
    budget.spend(ENTRY_COST);
    found.push(isPseudoFile(name) ? null : paths.join(folder ?? directory, name));
  }
}

/** DWARF 5, section 6.2.4: two tables that describe their own fields; folder 0 is written there too. */
function collectFiles5(
  table: Cursor,
  shape: UnitShape,
  context: LineContext,
  found: (string | null)[],
): void {
  const {directory, paths} = context;
  const folders: string[] = [];
  visitEntries(table, shape, context, name => {
    // Folder 0 is the unit's again, which may be relative itself (-ffile-prefix-map).
    const isUnits = folders.length === 0 && name === directory;
    folders.push(isUnits ? name : paths.join(folders[0] ?? directory, name));
  });
  visitEntries(table, shape, context, (name, folder) => {
    found.push(isPseudoFile(name) ? null : paths.join(folders[folder] ?? directory, name));
  });
}

/** DW_LNCT_* of the fields that matter here. */
const PATH = 1;
const DIRECTORY_INDEX = 2;

/** Shows each entry of a table; no objects, since a large library has millions of entries. */
function visitEntries(
  table: Cursor,
  shape: UnitShape,
  {text, budget}: LineContext,
  visit: (name: string, folder: number) => void,
): void {
  const formats: (readonly [content: number, form: number])[] = [];
  for (let left = table.u8(); left > 0; left--) formats.push([table.uleb(), table.uleb()]);
  const count = table.uleb();
  // Each entry has at least one byte, whatever its fields are.
  if (count > table.bytesLeft) throw new UnreadableError('truncated', 'a line table ends too early');
  budget.spend(count * (formats.length + ENTRY_COST));
  if (formats.length === 0) return;
  for (let left = count; left > 0; left--) {
    let name: string | null = null;
    let folder = 0;
    for (const [content, form] of formats) {
      const value = readForm(table, form, shape, 0);
      if (content === PATH) name = text(value);
      else if (content === DIRECTORY_INDEX && value?.kind === 'number') folder = value.value;
    }
    visit(name ?? '', folder);
  }
}
