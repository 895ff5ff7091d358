import type {ByteSource} from '../byte-source.ts';
import {decodeText} from '../field-reader.ts';
import {readElfHeader} from './elf-header.ts';
import {readSections, SHT_NOBITS} from './section-table.ts';
import {readWord} from './word.ts';

/** `sh_flags` (gABI, "Section Attribute Flags"), and where flags and address stand in a section header of each class. */
const SHF_ALLOC = 0x2;
const FIELDS = {
  32: {flags: 8, address: 12},
  64: {flags: 8, address: 16},
} as const;

/** Names of real sections are short; `.debug_gnu_pubtypes` and a function's own section are the longest. */
const MAX_NAME_BYTES = 256;

/** A section as the section table tells of it; offsets, sizes and addresses in bytes. */
export interface NamedSection {
  readonly name: string;
  /** Part of the program in memory. */
  readonly isAllocated: boolean;
  /** Its bytes are in the file. */
  readonly isInFile: boolean;
  readonly address: number;
  readonly offset: number;
  readonly size: number;
}

/** Every section by name, in the order of the table, without the unnamed first. Throws {@link UnreadableError} and nothing else. */
export function readNamedSections(source: ByteSource): readonly NamedSection[] {
  const header = readElfHeader(source);
  const {reader, bits, sectionHeaders} = header;
  const fields = FIELDS[bits];
  const found: NamedSection[] = [];
  let headerAt = sectionHeaders.offset;
  for (const {nameAt, type, offset, size} of readSections(header)) {
    const view = reader.view(headerAt, sectionHeaders.entryBytes, 'the section table');
    headerAt += sectionHeaders.entryBytes;
    if (type === 0) continue;
    const bytes = source.read(nameAt, MAX_NAME_BYTES);
    const end = bytes.indexOf(0);
    found.push({
      name: decodeText(end < 0 ? bytes : bytes.subarray(0, end)),
      isAllocated: (readWord(view, fields.flags, header) & SHF_ALLOC) !== 0,
      isInFile: type !== SHT_NOBITS,
      address: readWord(view, fields.address, header),
      offset,
      size,
    });
  }
  return found;
}
