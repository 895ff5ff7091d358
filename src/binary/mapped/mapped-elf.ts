import type {ByteSource} from '../byte-source.ts';
import {type ElfHeader, readElfHeader} from '../elf/elf-header.ts';
import {elfMachine} from '../elf/machine.ts';
import {readNotes} from '../elf/notes.ts';
import {PT_LOAD, readProgramHeaders} from '../elf/program-headers.ts';
import {WorkBudget} from '../elf/work-budget.ts';
import {UnreadableError} from '../unreadable.ts';
import type {MappedImage} from './mapped-image.ts';

/** The notes of one image are shorter than this by far; those of a hostile one are not worth more. */
const MAX_NOTE_BYTES = 16 * 1024;

/** Real binaries have a dozen program headers. */
const MAX_SEGMENTS = 256;

/**
 * An ELF file as the loader has laid it out: what its program headers say of addresses holds, of offsets does not.
 * Throws {@link UnreadableError}.
 */
export function readMappedElf(source: ByteSource): MappedImage {
  const file = readElfHeader(source);
  if (file.programHeaders.count > MAX_SEGMENTS) {
    throw new UnreadableError('unsupported', `it has ${file.programHeaders.count} program headers`);
  }
  // The section table is never loaded: what stands where it would be is something else.
  const header: ElfHeader = {...file, sectionHeaders: {offset: 0, count: 0, entryBytes: 0}};
  const inFile = readProgramHeaders(header);
  const first = inFile.find(({type}) => type === PT_LOAD);
  const base = first === undefined ? 0 : first.address - first.offset;
  const inMemory = inFile.map(segment => ({...segment, offset: segment.address - base}));
  const {machineCode, bits, reader} = header;
  return {
    format: 'elf',
    machine: elfMachine(machineCode, bits, reader.littleEndian),
    buildId: readNotes(header, inMemory, new WorkBudget(MAX_NOTE_BYTES)).buildId,
  };
}
