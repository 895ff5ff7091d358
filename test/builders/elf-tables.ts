import {Bytes} from './bytes.ts';

/** A dynamic symbol; unless told, a global function that is defined and visible. */
export interface ElfSymbolSpec {
  readonly name: string;
  /** SHN_UNDEF and value 0. */
  readonly isUndefined?: boolean;
  /** `st_shndx` of a defined symbol; 1 unless told. */
  readonly section?: number;
  readonly value?: number;
  readonly bind?: number;
  readonly type?: number;
  readonly visibility?: number;
  /** The version it asks for, one of the spec's `versionNeeds`. */
  readonly version?: string;
}

/** A string table under construction; equal strings share their bytes. */
export class Strings {
  readonly bytes = new Bytes(true).u8(0);
  readonly #offsets = new Map<string, number>([['', 0]]);

  offsetOf(text: string): number {
    const known = this.#offsets.get(text);
    if (known !== undefined) return known;
    const offset = this.bytes.length;
    this.bytes.cString(text);
    this.#offsets.set(text, offset);
    return offset;
  }
}

export interface Shape {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
}

/** The null symbol and the given ones (gABI, "Symbol Table"). */
export function symbolTable(
  {bits, littleEndian}: Shape,
  symbols: readonly ElfSymbolSpec[],
  strings: Strings,
): Bytes {
  const table = new Bytes(littleEndian).padTo(bits === 64 ? 24 : 16);
  for (const symbol of symbols) {
    const name = strings.offsetOf(symbol.name);
    const info = ((symbol.bind ?? 1) << 4) | (symbol.type ?? 2);
    const section = symbol.isUndefined ? 0 : (symbol.section ?? 1);
    const value = symbol.isUndefined ? 0 : (symbol.value ?? 0x1234);
    table.u32(name);
    if (bits === 32) table.u32(value, 0);
    table.u8(info, symbol.visibility ?? 0).u16(section);
    if (bits === 64) table.u64(value, 0);
  }
  return table;
}

/** DT_HASH with one bucket (gABI, "Hash Table"); `wordBits` is 64 on 64-bit IBM Z. */
export function sysvHash(littleEndian: boolean, wordBits: 32 | 64, symbolCount: number): Bytes {
  const chain = Array.from({length: symbolCount}, (_, i) => (i > 0 && i + 1 < symbolCount ? i + 1 : 0));
  return new Bytes(littleEndian).word(wordBits, 1, symbolCount, symbolCount > 1 ? 1 : 0, ...chain);
}

const GNU_BUCKETS = 3;

/** The hash of DT_GNU_HASH: Bernstein's, times 33. */
function gnuHashOf(name: string): number {
  let hash = 5381;
  for (const byte of Buffer.from(name)) hash = (Math.imul(hash, 33) + byte) >>> 0;
  return hash;
}

/** The symbols as DT_GNU_HASH wants them: those it does not hold first, the others by bucket. */
export function inGnuHashOrder(symbols: readonly ElfSymbolSpec[]): ElfSymbolSpec[] {
  const bucket = (symbol: ElfSymbolSpec): number =>
    symbol.isUndefined || symbol.bind === 0 ? -1 : gnuHashOf(symbol.name) % GNU_BUCKETS;
  return [...symbols].sort((a, b) => bucket(a) - bucket(b));
}

/** DT_GNU_HASH over symbols in its order; its filter lets everything pass. */
export function gnuHash({bits, littleEndian}: Shape, symbols: readonly ElfSymbolSpec[]): Bytes {
  const firstHashed = symbols.filter(({isUndefined, bind}) => isUndefined || bind === 0).length + 1;
  const hashes = symbols.slice(firstHashed - 1).map(({name}) => gnuHashOf(name));
  const buckets = Array.from({length: GNU_BUCKETS}, (_, bucket) => {
    const index = hashes.findIndex(hash => hash % GNU_BUCKETS === bucket);
    return index < 0 ? 0 : firstHashed + index;
  });
  const chain = hashes.map((hash, i) => {
    const next = hashes[i + 1];
    const isLast = next === undefined || next % GNU_BUCKETS !== hash % GNU_BUCKETS;
    return ((hash & ~1) | (isLast ? 1 : 0)) >>> 0;
  });
  const header = new Bytes(littleEndian).u32(GNU_BUCKETS, firstHashed, 1, 0);
  return header.word(bits, -1).u32(...buckets, ...chain);
}

/** What GNU ld writes where no symbol is hashed, whatever the number of undefined ones. */
export function emptyGnuHash({bits, littleEndian}: Shape): Bytes {
  return new Bytes(littleEndian).u32(1, 1, 1, 0).word(bits, 0).u32(0);
}

/** DT_VERNEED (LSB, "Symbol Version Requirements"), and the index of each version for DT_VERSYM. */
export function versionNeeds(
  littleEndian: boolean,
  needs: Readonly<Record<string, readonly string[]>>,
  strings: Strings,
): {readonly table: Bytes; readonly indexes: ReadonlyMap<string, number>} {
  const table = new Bytes(littleEndian);
  const indexes = new Map<string, number>();
  const libraries = Object.entries(needs);
  libraries.forEach(([library, versions], i) => {
    const isLastLibrary = i + 1 === libraries.length;
    table
      .u16(1, versions.length)
      .u32(strings.offsetOf(library), 16, isLastLibrary ? 0 : 16 + 16 * versions.length);
    versions.forEach((version, k) => {
      const index = indexes.size + 2;
      indexes.set(version, index);
      table
        .u32(0)
        .u16(0, index)
        .u32(strings.offsetOf(version), k + 1 === versions.length ? 0 : 16);
    });
  });
  return {table, indexes};
}
