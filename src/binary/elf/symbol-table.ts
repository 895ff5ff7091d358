import {UnreadableError} from '../unreadable.ts';
import {DT, type DynamicSection} from './dynamic-section.ts';
import type {ElfHeader} from './elf-header.ts';
import {PieceReader} from './piece-reader.ts';
import {placeOf, type Segment} from './program-headers.ts';
import {countSymbols} from './symbol-count.ts';
import {Uint32Column} from './uint32-column.ts';

/** Symbols read at once: 256 KiB of the larger class. A real library has 220,000. */
const CHUNK_SYMBOLS = 10_922;

const STB_LOCAL = 0;
const STB_WEAK = 2;
const STT_SECTION = 3;
const STT_FILE = 4;
const STT_TLS = 6;
const STV_DEFAULT = 0;
const STV_PROTECTED = 3;
const SHN_UNDEF = 0;
const SHN_ABS = 0xfff1;

/** Where the fields of Elf32_Sym and Elf64_Sym lie (gABI, "Symbol Table"). */
const FIELDS = {
  32: {bytes: 16, value: 4, valueBytes: 4, info: 12, other: 13, section: 14},
  64: {bytes: 24, value: 8, valueBytes: 8, info: 4, other: 5, section: 6},
} as const;

type Fields = (typeof FIELDS)[32 | 64];

const WHAT = 'the dynamic symbol table';

/** The dynamic symbols that matter, as parallel columns: tables are too long for an object each. */
export interface SymbolColumns {
  /** What the file asks others for: index in the table, string table offset of the name, weakness. */
  readonly undefinedIndexes: Uint32Array;
  readonly undefinedNames: Uint32Array;
  readonly undefinedWeak: readonly boolean[];
  /** String table offsets of what ld.so finds in this file for others. */
  readonly exportedNames: Uint32Array;
}

/** Walks the dynamic symbol table. Throws {@link UnreadableError} `truncated`. */
export function readSymbols(
  header: ElfHeader,
  segments: readonly Segment[],
  dynamic: DynamicSection,
): SymbolColumns {
  const indexes = new Uint32Column();
  const names = new Uint32Column();
  const weak: boolean[] = [];
  const exported = new Uint32Column();

  const {reader, bits} = header;
  const fields = FIELDS[bits];
  const little = reader.littleEndian;
  const stringBytes = dynamic.values.get(DT.STRSZ) ?? 0;
  const {offset, count, exact} = locate(header, segments, dynamic);
  const pieces = new PieceReader(reader);
  // Entry 0 is the null symbol.
  walk: for (let first = 1; first < count; first += CHUNK_SYMBOLS) {
    const chunk = Math.min(CHUNK_SYMBOLS, count - first);
    const piece = pieces.piece(offset + first * fields.bytes, chunk * fields.bytes, WHAT);
    const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
    for (let i = 0, at = 0; i < chunk; i++, at += fields.bytes) {
      const name = view.getUint32(at, little);
      if (!exact && name >= stringBytes) break walk;
      const bind = view.getUint8(at + fields.info) >> 4;
      if (name === 0 || bind === STB_LOCAL) continue;
      if (view.getUint16(at + fields.section, little) === SHN_UNDEF) {
        indexes.push(first + i);
        names.push(name);
        weak.push(bind === STB_WEAK);
      } else if (isExported(view, at, fields, little)) {
        exported.push(name);
      }
    }
  }
  pieces.release();
  return {
    undefinedIndexes: indexes.toArray(),
    undefinedNames: names.toArray(),
    undefinedWeak: weak,
    exportedNames: exported.toArray(),
  };
}

function locate(
  header: ElfHeader,
  segments: readonly Segment[],
  dynamic: DynamicSection,
): {offset: number; count: number; exact: boolean} {
  const address = dynamic.values.get(DT.SYMTAB);
  if (address === undefined) return {offset: 0, count: 0, exact: true};
  const symbolBytes = FIELDS[header.bits].bytes;
  const {count, exact} = countSymbols(header, segments, dynamic, symbolBytes);
  if (count <= 1) return {offset: 0, count: 0, exact: true};
  const {offset} = placeOf(segments, address, WHAT);
  const room = Math.floor((header.reader.size - offset) / symbolBytes);
  if (exact && count > room) throw new UnreadableError('truncated', `${WHAT} lies past the end of the file`);
  return {offset, count: Math.min(count, room), exact};
}

/** Whether ld.so finds a global, defined symbol for others (glibc, dl-lookup.c). */
function isExported(view: DataView, at: number, fields: Fields, little: boolean): boolean {
  const visibility = view.getUint8(at + fields.other) & 3;
  if (visibility !== STV_DEFAULT && visibility !== STV_PROTECTED) return false;
  const type = view.getUint8(at + fields.info) & 15;
  if (type === STT_SECTION || type === STT_FILE) return false;
  // A value of 0 means "not defined" there, but for absolute and thread-local symbols.
  if (type === STT_TLS || view.getUint16(at + fields.section, little) === SHN_ABS) return true;
  for (let i = 0; i < fields.valueBytes; i++) if (view.getUint8(at + fields.value + i) !== 0) return true;
  return false;
}
