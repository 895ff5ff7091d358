import type {ElfHeader} from './elf-header.ts';
import {PT_DYNAMIC, placeOf, type Segment} from './program-headers.ts';
import {readWord} from './word.ts';

export const DT = {
  NEEDED: 1,
  HASH: 4,
  STRTAB: 5,
  SYMTAB: 6,
  RELA: 7,
  STRSZ: 10,
  INIT: 12,
  SONAME: 14,
  RPATH: 15,
  REL: 17,
  DEBUG: 21,
  TEXTREL: 22,
  JMPREL: 23,
  BIND_NOW: 24,
  INIT_ARRAY: 25,
  RUNPATH: 29,
  FLAGS: 30,
  RELR: 36,
  MIPS_SYMTABNO: 0x70000011,
  GNU_HASH: 0x6ffffef5,
  VERSYM: 0x6ffffff0,
  FLAGS_1: 0x6ffffffb,
  VERDEF: 0x6ffffffc,
  VERNEED: 0x6ffffffe,
} as const;

const KNOWN_TAGS: ReadonlySet<number> = new Set(Object.values(DT));

/** Bytes looked at in one go; a real dynamic section is shorter, a hostile one as long as the file. */
const CHUNK_BYTES = 4096;

/** The entries of PT_DYNAMIC. */
export interface DynamicSection {
  /** String table offsets of DT_NEEDED, in order. */
  readonly needed: readonly number[];
  /** The other tags of {@link DT} with their values; of a tag that comes twice ld.so takes the last. */
  readonly values: ReadonlyMap<number, number>;
}

/**
 * The dynamic section, found by its address as ld.so does; null for a static executable, and for a separate debug
 * file, whose PT_DYNAMIC has no bytes. Throws {@link UnreadableError} `truncated`.
 */
export function readDynamicSection(header: ElfHeader, segments: readonly Segment[]): DynamicSection | null {
  const segment = segments.findLast(({type}) => type === PT_DYNAMIC);
  if (segment === undefined || segment.fileBytes === 0) return null;

  const what = 'the dynamic section';
  const {offset} = placeOf(segments, segment.address, what);
  const wordBytes = header.bits / 8;
  const size = segment.fileBytes - (segment.fileBytes % (2 * wordBytes));
  const needed: number[] = [];
  const values = new Map<number, number>();
  for (let start = 0; start < size; start += CHUNK_BYTES) {
    const view = header.reader.view(offset + start, Math.min(CHUNK_BYTES, size - start), what);
    for (let at = 0; at < view.byteLength; at += 2 * wordBytes) {
      const tag = readWord(view, at, header);
      if (tag === 0) return {needed, values};
      const value = readWord(view, at + wordBytes, header);
      if (tag === DT.NEEDED) needed.push(value);
      else if (KNOWN_TAGS.has(tag)) values.set(tag, value);
    }
  }
  return {needed, values};
}
