import type {ByteSource} from '../byte-source.ts';
import type {DebugFacts} from '../facts.ts';
import {decodeText, type FieldReader, MAX_NAME_BYTES} from '../field-reader.ts';
import {readElfHeader} from './elf-header.ts';
import {readSections, SHT_NOBITS, SHT_SYMTAB} from './section-table.ts';

/**
 * What the section table says of debug information; a file without one has none. Throws {@link UnreadableError} and
 * nothing else.
 */
export function readElfDebugFacts(source: ByteSource): DebugFacts {
  const header = readElfHeader(source);
  let dwarf = false;
  let symbolTable = false;
  let debugLink: DebugFacts['debugLink'] = null;
  for (const {nameAt, type, offset, size} of readSections(header)) {
    if (type === SHT_NOBITS || size === 0) continue;
    if (type === SHT_SYMTAB) {
      symbolTable = true;
      continue;
    }
    const name = sectionName(source, nameAt);
    if (name === '.debug_info' || name === '.zdebug_info') dwarf = true;
    else if (name === '.gnu_debuglink') debugLink ??= readDebugLink(header.reader, offset, size);
  }
  return {dwarf, symbolTable, debugLink};
}

/** A longer name than those looked for is cut, and then equals none of them. */
const NAME_BYTES = '.gnu_debuglink'.length + 2;

function sectionName(source: ByteSource, at: number): string {
  const bytes = source.read(at, NAME_BYTES);
  const end = bytes.indexOf(0);
  return decodeText(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A file name, zeros up to the next multiple of 4, and the CRC-32 of that file (GDB manual, "Separate Debug Files"). */
function readDebugLink(reader: FieldReader, offset: number, size: number): DebugFacts['debugLink'] {
  const what = 'the link to the debug file';
  const bytes = reader.bytes(offset, Math.min(size, MAX_NAME_BYTES), what);
  const end = bytes.indexOf(0);
  const crcAt = Math.ceil((end + 1) / 4) * 4;
  if (end < 1 || crcAt + 4 > bytes.length) return null;
  return {file: decodeText(bytes.subarray(0, end)), crc32: reader.u32(offset + crcAt, what)};
}
