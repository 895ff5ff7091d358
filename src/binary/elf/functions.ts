import type {FieldReader} from '../field-reader.ts';
import type {ElfHeader} from './elf-header.ts';
import {readSections, type SHT_DYNSYM, SHT_SYMTAB} from './section-table.ts';
import {readWord} from './word.ts';

/** A function of the full symbol table. */
export interface ElfFunction {
  readonly address: number;
  /** In bytes. */
  readonly size: number;
  /** Where its name stands in the file. */
  readonly nameAt: number;
}

/** gABI, "Symbol Table": size of an entry, and where its fields lie; the name is at 0. */
const FIELDS = {
  32: {bytes: 16, value: 4, size: 8, info: 12, section: 14},
  64: {bytes: 24, value: 8, size: 16, info: 4, section: 6},
} as const;

const STT_FUNC = 2;
const SHF_EXECINSTR = 4;

/** Symbols read in one go. */
const CHUNK_SYMBOLS = 4096;

/**
 * Functions with a length in sections of code, in the order of their table: `.symtab`, which a stripped file has no
 * longer, or `.dynsym`. Throws {@link UnreadableError}.
 */
export function readFunctions(
  header: ElfHeader,
  kind: typeof SHT_SYMTAB | typeof SHT_DYNSYM = SHT_SYMTAB,
): readonly ElfFunction[] {
  const sections = [...readSections(header)];
  const table = sections.find(({type}) => type === kind);
  const names = table && sections[table.link];
  if (!table || !names) return [];
  const fields = FIELDS[header.bits];
  const reader: FieldReader = header.reader;
  const found: ElfFunction[] = [];
  const count = Math.floor(table.size / fields.bytes);
  for (let start = 0; start < count; start += CHUNK_SYMBOLS) {
    const chunk = Math.min(CHUNK_SYMBOLS, count - start);
    const view = reader.view(table.offset + start * fields.bytes, chunk * fields.bytes, 'the symbol table');
    for (let at = 0; at < view.byteLength; at += fields.bytes) {
      if ((view.getUint8(at + fields.info) & 0xf) !== STT_FUNC) continue;
      const section = sections[view.getUint16(at + fields.section, reader.littleEndian)];
      if (!section || (section.flags & SHF_EXECINSTR) === 0) continue;
      const size = readWord(view, at + fields.size, header);
      if (size === 0) continue;
      found.push({
        size,
        address: readWord(view, at + fields.value, header),
        nameAt: names.offset + view.getUint32(at, reader.littleEndian),
      });
    }
  }
  return found;
}
