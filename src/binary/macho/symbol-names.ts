import {asBuffer, MAX_NAME_BYTES} from '../field-reader.ts';
import {sharedName} from '../shared-names.ts';
import {UnreadableError} from '../unreadable.ts';
import type {SymbolTable} from './symbol-table.ts';

/**
 * The names at the given offsets of the string table, in order, without C's underscore. Names may share bytes, but a
 * table whose names repeat the string table many times over is refused: thousands of entries in one long string
 * would cost gigabytes.
 */
export function symbolNames(table: SymbolTable, nameOffsets: readonly number[]): readonly string[] {
  const nameAt = stringReader(table, nameOffsets);
  let budget = 16 * table.stringsSize + MAX_NAME_BYTES;
  return nameOffsets.map(offset => {
    if (offset >= table.stringsSize) {
      throw new UnreadableError('truncated', 'the name of a symbol lies past the end of the string table');
    }
    const name = nameAt(offset);
    budget -= name.length;
    if (budget < 0)
      throw new UnreadableError('truncated', 'the names of the symbols overlap in the string table');
    return name;
  });
}

const UNDERSCORE = 0x5f;

/** Read after the last name's first byte, in bytes: long enough for nearly every name. */
const TAIL_BYTES = 256;

/** One read for names that lie close together, as linkers write them; else one read a name. */
function stringReader(table: SymbolTable, offsets: readonly number[]): (offset: number) => string {
  const {reader} = table.header;
  const one = (offset: number) =>
    withoutUnderscore(reader.cString(table.stringsOffset + offset, 'the name of a symbol'));
  let low = table.stringsSize;
  let high = 0;
  for (const offset of offsets) {
    if (offset < low) low = offset;
    if (offset > high) high = offset;
  }
  const length = Math.min(high + TAIL_BYTES, table.stringsSize) - low;
  if (length <= 0 || length > TAIL_BYTES * (offsets.length + 1)) return one;
  const block = asBuffer(reader.bytes(table.stringsOffset + low, length, 'the string table'));
  return offset => {
    const start = offset - low + (block[offset - low] === UNDERSCORE ? 1 : 0);
    return sharedName(block, start, Math.min(block.length, start + MAX_NAME_BYTES)) ?? one(offset);
  };
}

/** C names carry one underscore more in a Mach-O symbol table than in the source. */
export function withoutUnderscore(name: string): string {
  return name.startsWith('_') ? name.slice(1) : name;
}
