import type {ByteSource} from '../byte-source.ts';
import {readElfHeader} from './elf-header.ts';
import {readNamedSections} from './named-sections.ts';
import {readSectionBuildId} from './notes.ts';
import {WorkBudget} from './work-budget.ts';

/** What a separate debug file says of itself. */
export interface ElfDebugFile {
  /** Lower-case hexadecimal; null without one. */
  readonly buildId: string | null;
  /** Has DWARF compilation units. */
  readonly dwarf: boolean;
}

/**
 * Reads an ELF file that has only the headers of its sections in memory: what `--only-keep-debug` leaves. Null for any
 * other. It goes by the section table, since program headers lead nowhere in it: eu-strip copies those of the binary as
 * they were (elfutils 0.188), so that PT_DYNAMIC points at bytes that were not copied. Throws UnreadableError and
 * nothing else.
 */
export function readElfDebugFile(source: ByteSource): ElfDebugFile | null {
  const sections = readNamedSections(source);
  const inMemory = sections.filter(({isAllocated}) => isAllocated);
  if (inMemory.length === 0) return null;
  // Notes are copied: they tell which binary it belongs to.
  const hasContent = inMemory.some(
    ({name, isInFile, size}) => isInFile && size > 0 && !name.startsWith('.note'),
  );
  if (hasContent) return null;
  return {
    buildId: readSectionBuildId(readElfHeader(source), new WorkBudget(source.size)),
    dwarf: sections.some(({name, isInFile}) => isInFile && /^\.z?debug_info$/.test(name)),
  };
}
