import {UnreadableError} from '../unreadable.ts';
import type {MachHeader} from './header.ts';
import {commandView, LC, type LoadCommand} from './load-commands.ts';

/** A run of entries of the symbol table. */
export interface SymbolRange {
  readonly first: number;
  readonly count: number;
}

/** LC_SYMTAB, and the three parts that LC_DYSYMTAB divides it into (null without that command). */
export interface SymbolTable {
  readonly header: MachHeader;
  readonly offset: number;
  readonly entryBytes: 12 | 16;
  readonly stringsOffset: number;
  readonly stringsSize: number;
  readonly all: SymbolRange;
  readonly locals: SymbolRange | null;
  readonly definedExternals: SymbolRange | null;
  readonly undefineds: SymbolRange | null;
}

/** The fields of nlist / nlist_64 (<mach-o/nlist.h>) that say what a symbol is. */
export interface SymbolEntry {
  /** Offset of the name in the string table, in bytes. */
  readonly nameOffset: number;
  readonly type: number;
  readonly description: number;
}

/** `n_type` bits. */
const N_STAB = 0xe0;
const N_PRIVATE_EXTERNAL = 0x10;
const N_TYPE = 0x0e;
const N_EXTERNAL = 0x01;
/** Values of the N_TYPE bits: undefined, and undefined but prebound. */
const N_UNDEFINED = 0x0;
const N_PREBOUND_UNDEFINED = 0xc;

/** A debugging entry, not a symbol of the program. */
const isStab = (type: number): boolean => (type & N_STAB) !== 0;

/** Seen in this image only; what was private to the library while it was linked is local afterwards. */
export const isLocal = (type: number): boolean => !isStab(type) && (type & N_EXTERNAL) === 0;

/** Asked of another image. */
export const isUndefined = (type: number): boolean =>
  !isStab(type) && (type & N_EXTERNAL) !== 0 && isUndefinedKind(type & N_TYPE);

/** Defined here for other images to use. */
export const isExported = (type: number): boolean =>
  (type & (N_STAB | N_EXTERNAL | N_PRIVATE_EXTERNAL)) === N_EXTERNAL && !isUndefinedKind(type & N_TYPE);

const isUndefinedKind = (kind: number): boolean => kind === N_UNDEFINED || kind === N_PREBOUND_UNDEFINED;

/** Reads LC_SYMTAB and LC_DYSYMTAB; null without a symbol table. Throws where it lies past the end of the slice. */
export function readSymbolTable(header: MachHeader, commands: readonly LoadCommand[]): SymbolTable | null {
  const symtab = commands.find(command => command.kind === LC.symtab);
  if (!symtab) return null;
  const field = commandView(header, symtab, 24, 'LC_SYMTAB');
  const entryBytes = header.bits === 64 ? 16 : 12;
  const all = {first: 0, count: field(12)};
  const table = {
    header,
    offset: field(8),
    entryBytes,
    stringsOffset: field(16),
    stringsSize: field(20),
    all,
  } as const;
  mustFit(header, table.offset, all.count * entryBytes, 'the symbol table');
  mustFit(header, table.stringsOffset, table.stringsSize, 'the string table');
  return {...table, ...readRanges(header, commands, all.count)};
}

function readRanges(header: MachHeader, commands: readonly LoadCommand[], count: number) {
  const command = commands.find(({kind}) => kind === LC.dysymtab);
  if (!command) return {locals: null, definedExternals: null, undefineds: null};
  const field = commandView(header, command, 32, 'LC_DYSYMTAB');
  const range = (at: number): SymbolRange => {
    const part = {first: field(at), count: field(at + 4)};
    if (part.count > 0 && part.first + part.count > count) {
      throw new UnreadableError('truncated', 'LC_DYSYMTAB names symbols past the end of the symbol table');
    }
    return part;
  };
  return {locals: range(8), definedExternals: range(16), undefineds: range(24)};
}

function mustFit(header: MachHeader, offset: number, length: number, what: string): void {
  if (offset + length > header.reader.size) {
    throw new UnreadableError('truncated', `${what} lies past the end of the file`);
  }
}

/** Entries read at a time: 1,024 of them are one page. */
const ENTRIES_A_READ = 1024;

/** The entries of a range, in order. */
export function* symbolEntries(table: SymbolTable, range: SymbolRange): Generator<SymbolEntry> {
  const {reader} = table.header;
  const end = range.first + range.count;
  for (let first = range.first; first < end; first += ENTRIES_A_READ) {
    const count = Math.min(ENTRIES_A_READ, end - first);
    const start = table.offset + first * table.entryBytes;
    const view = reader.view(start, count * table.entryBytes, 'the symbol table');
    for (let at = 0; at < view.byteLength; at += table.entryBytes) {
      yield {
        nameOffset: view.getUint32(at, reader.littleEndian),
        type: view.getUint8(at + 4),
        description: view.getUint16(at + 6, reader.littleEndian),
      };
    }
  }
}
