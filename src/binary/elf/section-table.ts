import {UnreadableError} from '../unreadable.ts';
import type {ElfHeader} from './elf-header.ts';
import {readWord} from './word.ts';

export const SHT_SYMTAB = 2;
export const SHT_NOTE = 7;
export const SHT_NOBITS = 8;
export const SHT_DYNSYM = 11;
const SHN_XINDEX = 0xffff;

/** Size of an entry, and where its fields lie (gABI, "Section Header"); name and type are at 0 and 4 in both classes. */
const FIELDS = {
  32: {bytes: 40, offset: 16, size: 20, link: 24, align: 32},
  64: {bytes: 64, offset: 24, size: 32, link: 40, align: 48},
} as const;

/** `sh_flags` is at 8 in both classes. */
const FLAGS_AT = 8;

/** Sections looked at in one go. Object files have tens of thousands. */
const CHUNK_SECTIONS = 1024;

/** One section; offset, size and alignment in bytes. */
export interface Section {
  /** Where its name stands in the file. */
  readonly nameAt: number;
  /** `sh_type`, as it stands. */
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  readonly align: number;
  /** `sh_flags`. */
  readonly flags: number;
  /** `sh_link`: the index of another section. */
  readonly link: number;
}

/**
 * The section table, which no loader reads: it may be missing, and then yields nothing. Throws
 * {@link UnreadableError}: `truncated`, or `unsupported` for another entry size.
 */
export function* readSections(header: ElfHeader): Generator<Section> {
  const {reader, bits} = header;
  const {offset: tableAt, entryBytes} = header.sectionHeaders;
  if (tableAt === 0) return;
  const fields = FIELDS[bits];
  if (entryBytes !== fields.bytes) {
    throw new UnreadableError(
      'unsupported',
      `its section headers have ${entryBytes} bytes, not ${fields.bytes}`,
    );
  }

  const what = 'the section table';
  const little = reader.littleEndian;
  // Numbers that do not fit the ELF header stand in section 0 (gABI, "ELF Header").
  const first = reader.view(tableAt, fields.bytes, what);
  const count = header.sectionHeaders.count || readWord(first, fields.size, header);
  const namesIndex =
    header.sectionNamesIndex === SHN_XINDEX ? first.getUint32(fields.link, little) : header.sectionNamesIndex;
  if (tableAt + count * fields.bytes > reader.size) {
    throw new UnreadableError('truncated', `${what} lies past the end of the file`);
  }
  const namesHeader = reader.view(tableAt + namesIndex * fields.bytes, fields.bytes, what);
  const namesAt = readWord(namesHeader, fields.offset, header);

  for (let start = 0; start < count; start += CHUNK_SECTIONS) {
    const chunk = Math.min(CHUNK_SECTIONS, count - start);
    const view = reader.view(tableAt + start * fields.bytes, chunk * fields.bytes, what);
    for (let at = 0; at < view.byteLength; at += fields.bytes) {
      yield {
        nameAt: namesAt + view.getUint32(at, little),
        type: view.getUint32(at + 4, little),
        offset: readWord(view, at + fields.offset, header),
        size: readWord(view, at + fields.size, header),
        align: readWord(view, at + fields.align, header),
        flags: readWord(view, at + FLAGS_AT, header),
        link: view.getUint32(at + fields.link, little),
      };
    }
  }
}
