import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import type {PeHeaders} from './headers.ts';

/** A section as the loader maps it. */
export interface PeSection {
  /** The eight bytes of the header, without trailing NULs: `.text`, or `/4` for a long name in the COFF string table. */
  readonly shortName: string;
  readonly rva: number;
  /** Bytes of address space: those of the file, and zeros after them. */
  readonly extentBytes: number;
  /** Where its bytes start in the file. */
  readonly offset: number;
  readonly rawBytes: number;
}

const SECTION_HEADER_BYTES = 40;

/** PointerToRawData is a multiple of this; Windows rounds it down where it is not. */
const SECTOR_BYTES = 512;

/** Reads the section table; throws {@link UnreadableError} `truncated` for a file whose end is missing. */
export function readSections(reader: FieldReader, headers: PeHeaders): PeSection[] {
  const {sectionTableOffset, sectionCount} = headers;
  const table = reader.view(sectionTableOffset, sectionCount * SECTION_HEADER_BYTES, 'the section table');
  const sections: PeSection[] = [];
  for (let at = 0; at < table.byteLength; at += SECTION_HEADER_BYTES) {
    const virtualBytes = table.getUint32(at + 8, true);
    const rawBytes = table.getUint32(at + 16, true);
    const rawOffset = table.getUint32(at + 20, true);
    const hasData = rawBytes > 0 && rawOffset > 0;
    sections.push({
      shortName: shortName(table, at),
      rva: table.getUint32(at + 12, true),
      extentBytes: Math.max(virtualBytes, rawBytes),
      // With an alignment below a sector the file is mapped as it is.
      offset: headers.fileAlignment < SECTOR_BYTES ? rawOffset : rawOffset - (rawOffset % SECTOR_BYTES),
      rawBytes: hasData ? rawBytes : 0,
    });
  }
  // Windows refuses a file whose last section ends past the file's end, and looks at no other section
  // (as RetDec's model of its loader has it); that section is what a cut download lacks.
  const last = sections.at(-1);
  if (last && last.rawBytes > 0 && last.offset + last.rawBytes > reader.size) {
    throw new UnreadableError('truncated', 'the last section ends past the end of the file');
  }
  return sections;
}

function shortName(table: DataView, at: number): string {
  let name = '';
  for (let i = at; i < at + 8; i++) {
    const byte = table.getUint8(i);
    if (byte === 0) break;
    name += String.fromCharCode(byte);
  }
  return name;
}
