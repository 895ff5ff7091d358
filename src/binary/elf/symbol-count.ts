import {UnreadableError} from '../unreadable.ts';
import {DT, type DynamicSection} from './dynamic-section.ts';
import type {ElfHeader} from './elf-header.ts';
import {EM_ALPHA, EM_S390} from './machine.ts';
import {placeOf, type Segment} from './program-headers.ts';

/** Bytes of a hash table looked at in one go; a multiple of 4. */
const CHUNK_BYTES = 256 * 1024;

/** How many dynamic symbols there are, by the hash table or, where that does not tell, by the space for them. */
export interface SymbolCount {
  readonly count: number;
  /** False when only the space is known: behind the last symbol there may be other bytes. */
  readonly exact: boolean;
}

/**
 * The number of entries of the dynamic symbol table, which no header states: ld.so never needs it. Throws
 * {@link UnreadableError} `truncated` for a hash table past the end.
 */
export function countSymbols(
  header: ElfHeader,
  segments: readonly Segment[],
  dynamic: DynamicSection,
  symbolBytes: number,
): SymbolCount {
  const {values} = dynamic;
  const space = Math.floor(spaceForSymbols(header, dynamic) / symbolBytes);
  const counted =
    countBySysvHash(header, segments, values.get(DT.HASH)) ??
    countByGnuHash(header, segments, values.get(DT.GNU_HASH), space) ??
    values.get(DT.MIPS_SYMTABNO);
  if (counted !== undefined && counted <= space) return {count: counted, exact: true};
  return {count: space, exact: false};
}

/** Bytes from the symbol table to the next table behind it: linkers leave no gap but for alignment. */
function spaceForSymbols(header: ElfHeader, {values}: DynamicSection): number {
  const start = values.get(DT.SYMTAB) ?? 0;
  let next = Number.POSITIVE_INFINITY;
  for (const tag of TABLE_TAGS) {
    const address = values.get(tag);
    if (address !== undefined && address > start && address < next) next = address;
  }
  return Math.min(next - start, header.reader.size);
}

const TABLE_TAGS = [
  DT.STRTAB,
  DT.HASH,
  DT.GNU_HASH,
  DT.VERSYM,
  DT.VERNEED,
  DT.VERDEF,
  DT.RELA,
  DT.REL,
  DT.RELR,
  DT.JMPREL,
  DT.INIT,
  DT.INIT_ARRAY,
];

/** `nchain` of DT_HASH (gABI, "Hash Table"); its words have 8 bytes on 64-bit IBM Z and on Alpha (glibc, `Elf_Symndx`). */
function countBySysvHash(
  {reader, bits, machineCode}: ElfHeader,
  segments: readonly Segment[],
  address: number | undefined,
): number | undefined {
  if (address === undefined) return undefined;
  const what = 'the symbol hash table';
  const {offset} = placeOf(segments, address, what);
  const wide = bits === 64 && (machineCode === EM_S390 || machineCode === EM_ALPHA);
  return wide ? Number(reader.u64(offset + 8, what)) : reader.u32(offset + 4, what);
}

/**
 * One more than the highest index in DT_GNU_HASH: the end of the chain that the highest bucket starts. An empty table
 * tells nothing: GNU ld writes the same one whatever the number of undefined symbols (binutils, bfd/elflink.c).
 */
function countByGnuHash(
  {reader, bits}: ElfHeader,
  segments: readonly Segment[],
  address: number | undefined,
  space: number,
): number | undefined {
  if (address === undefined) return undefined;
  const what = 'the GNU symbol hash table';
  const {offset} = placeOf(segments, address, what);
  const bucketCount = reader.u32(offset, what);
  const firstHashed = reader.u32(offset + 4, what);
  const bloomWords = reader.u32(offset + 8, what);
  const buckets = offset + 16 + bloomWords * (bits / 8);
  const chains = buckets + bucketCount * 4;
  if (chains > reader.size) throw new UnreadableError('truncated', `${what} lies past the end of the file`);

  const little = reader.littleEndian;
  let last = 0;
  for (let at = buckets; at < chains; at += CHUNK_BYTES) {
    const view = reader.view(at, Math.min(CHUNK_BYTES, chains - at), what);
    for (let i = 0; i < view.byteLength; i += 4) last = Math.max(last, view.getUint32(i, little));
  }
  if (last < firstHashed) return undefined;

  // The lowest bit of a chain word is set on the last symbol of the chain.
  const chainWord = (index: number): number => reader.u32(chains + (index - firstHashed) * 4, what);
  while (last < space && chainWord(last) % 2 === 0) last++;
  return last + 1;
}
