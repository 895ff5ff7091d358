import type {ByteSource} from '../byte-source.ts';
import type {DebugFacts} from '../facts.ts';
import {FieldReader} from '../field-reader.ts';
import {PeImage} from './image.ts';
import {sectionName} from './section-names.ts';
import type {PeSection} from './sections.ts';

/** A debug link is a file name, padding and four bytes of CRC: no more than a path and a few bytes. */
const MAX_DEBUG_LINK_BYTES = 4096;

/** What the section table tells of debug information: DWARF (MinGW), COFF symbols, the separate debug file. Throws only `UnreadableError`. */
export function readPeDebugFacts(source: ByteSource): DebugFacts {
  const image = new PeImage(new FieldReader(source));
  const {symbolTableOffset, symbolCount} = image.headers;
  let dwarf = false;
  let debugLink: DebugFacts['debugLink'] = null;
  for (const section of image.sections) {
    if (section.rawBytes === 0) continue;
    const name = sectionName(image, section);
    if (name === '.debug_info' || name === '.zdebug_info') dwarf = true;
    if (name === '.gnu_debuglink') debugLink ??= readDebugLink(image, section);
  }
  return {dwarf, symbolTable: symbolTableOffset > 0 && symbolCount > 0, debugLink};
}

/** GDB manual, "Separate Debug Files": the name, NUL, zeros up to a multiple of four, the CRC-32. */
function readDebugLink(image: PeImage, section: PeSection): DebugFacts['debugLink'] {
  const available = Math.min(section.rawBytes, MAX_DEBUG_LINK_BYTES, image.reader.size - section.offset);
  if (available <= 0) return null;
  const what = 'the debug link';
  const file = image.reader.cString(section.offset, what);
  const crcAt = (Buffer.byteLength(file) + 4) & ~3;
  if (file === '' || crcAt + 4 > available) return null;
  return {file, crc32: image.reader.u32(section.offset + crcAt, what)};
}
