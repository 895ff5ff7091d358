import type {ByteSource} from '../byte-source.ts';
import {SectionCollector} from '../dwarf/section-collector.ts';
import {type DwarfSections, MAX_SECTION_NAME_BYTES} from '../dwarf/sections.ts';
import {decodeText} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {readElfHeader} from './elf-header.ts';
import {readSections, SHT_NOBITS} from './section-table.ts';

/** gABI, "Section Attribute Flags". */
const SHF_COMPRESSED = 0x800;

/**
 * The DWARF of a linked file or of its debug file. Throws {@link UnreadableError}: `unsupported` for an object file,
 * where all that refers to another section is a relocation that a linker has not applied yet. `isScattered`: sections are
 * read here and there, so that what was decompressed is kept.
 */
export function readElfDwarfSections(
  source: ByteSource,
  {isScattered = false}: {readonly isScattered?: boolean} = {},
): DwarfSections {
  const header = readElfHeader(source);
  if (header.type === 'relocatable') {
    throw new UnreadableError('unsupported', 'it is an object file, not linked yet');
  }
  const {reader, bits} = header;
  const {littleEndian} = reader;
  const collector = new SectionCollector(source, {bits, littleEndian}, isScattered);
  for (const {nameAt, type, offset, size, flags} of readSections(header)) {
    if (type !== SHT_NOBITS && size > 0) {
      const name = shortText(source, nameAt);
      if (name.includes('debug_')) {
        collector.add(name, offset, size, (flags & SHF_COMPRESSED) !== 0);
      }
    }
  }
  return collector.done();
}

/** A longer name than those looked for is cut, and then equals none of them. */
function shortText(source: ByteSource, at: number): string {
  const bytes = source.read(at, MAX_SECTION_NAME_BYTES);
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}
