import type {ByteSource} from './byte-source.ts';
import type {CompileFacts} from './compile-facts.ts';
import {readPeDwarfSections} from './dwarf/pe-sections.ts';
import {readDwarf} from './dwarf/read-dwarf.ts';
import {readElfDwarfSections} from './elf/sections-for-debug.ts';
import {uncoveredFunctions} from './elf/uncovered-functions.ts';
import {readMachODwarfSections} from './macho/dwarf-sections.ts';
import {readPdbCompileFacts} from './pdb/read-pdb.ts';
import {detectFormat} from './read-binary.ts';
import {UnreadableError} from './unreadable.ts';
import {TOLD_BYTES, whatItIs} from './what-it-is.ts';

/**
 * How the parts of a binary were compiled, by the debug information in the file itself, else by that of `separate`:
 * its debug file (ELF, PE), the file in its .dSYM bundle, or its PDB. Null where neither has any. Throws
 * {@link UnreadableError} and nothing else.
 */
export function readCompileFacts(source: ByteSource, separate?: ByteSource): CompileFacts | null {
  if (separate && isPdb(separate)) return readPdbCompileFacts(separate);
  return readOwn(source) ?? (separate ? readOwn(separate) : null);
}

function readOwn(source: ByteSource): CompileFacts | null {
  const format = detectFormat(source.read(0, 8));
  switch (format) {
    case 'elf':
      return readElf(source);
    case 'pe':
      return readDwarf(readPeDwarfSections(source), source.size);
    case 'macho':
      return readFirstSlice(source);
    case null: {
      const {reason, detail} = whatItIs(source.read(0, TOLD_BYTES), source.size);
      throw new UnreadableError(reason, detail);
    }
  }
}

function readElf(source: ByteSource): CompileFacts | null {
  const facts = readDwarf(readElfDwarfSections(source), source.size);
  if (!facts?.ranges) return facts;
  return {format: facts.format, units: facts.units, uncovered: uncoveredFunctions(source, facts.ranges)};
}

function readFirstSlice(source: ByteSource): CompileFacts | null {
  for (const {dwarf, sizeBytes} of readMachODwarfSections(source)) {
    const facts = readDwarf(dwarf, sizeBytes);
    if (facts) return facts;
  }
  return null;
}

const PDB_MAGIC = 'Microsoft C/C++ MSF 7.00';

function isPdb(source: ByteSource): boolean {
  return Buffer.from(source.read(0, PDB_MAGIC.length)).toString('latin1') === PDB_MAGIC;
}
