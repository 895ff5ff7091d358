import type {ByteSource} from '../byte-source.ts';
import {readElfHeader} from '../elf/elf-header.ts';
import {elfMachine} from '../elf/machine.ts';
import {PT_LOAD, PT_NOTE} from '../elf/program-headers.ts';
import type {Machine} from '../facts.ts';
import {decodeText} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {type CoreMemory, coreMemory} from './core-memory.ts';
import {readCoreNotes} from './core-notes.ts';
import {type CoreSegment, readCoreSegments} from './core-segments.ts';
import {type CoreShape, type MappedFile, readMappedFiles} from './mapped-files.ts';

/** What an ELF core file says of the process that it was. */
export interface CoreFacts extends CoreShape {
  readonly machine: Machine;
  /** Name and arguments of the program, cut by the kernel at 15 and 79 bytes; null without NT_PRPSINFO. */
  readonly program: string | null;
  readonly commandLine: string | null;
  /** The number of the process; null without NT_PRPSINFO. */
  readonly processId: number | null;
  /** NT_FILE; null in cores of kernels before 3.7 and of other systems. */
  readonly files: readonly MappedFile[] | null;
  /** AT_PHDR: an address within the program itself; null without NT_AUXV. */
  readonly programHeadersAddress: bigint | null;
  /** AT_SYSINFO_EHDR: where the kernel's own vDSO lies, which is no file. */
  readonly vdsoAddress: bigint | null;
  /** The loadable segments, in table order. */
  readonly segments: readonly CoreSegment[];
  readonly memory: CoreMemory;
  /** Whether the file ends before its last segment does. */
  readonly isCut: boolean;
}

/**
 * Reads the headers and notes of an ELF core, and none of the memory in it. Throws {@link UnreadableError}, also for
 * an ELF file that is no core.
 */
export function readCore(source: ByteSource): CoreFacts {
  const header = readElfHeader(source);
  if (header.type !== 'core') throw new UnreadableError('not-a-binary', 'it is an ELF file, but no core');
  const {bits, machineCode, reader} = header;
  const shape = {bits, littleEndian: reader.littleEndian};
  const segments: CoreSegment[] = [];
  const noteAreas: CoreSegment[] = [];
  for (const segment of readCoreSegments(header)) {
    if (segment.type === PT_LOAD) segments.push(segment);
    else if (segment.type === PT_NOTE) noteAreas.push(segment);
  }
  const notes = readCoreNotes(reader, noteAreas);
  const vector = notes.auxiliaryVector && auxiliaryValues(notes.auxiliaryVector, shape);
  return {
    ...shape,
    machine: elfMachine(machineCode, bits, reader.littleEndian),
    ...programOf(notes.program, shape.littleEndian),
    files: notes.files && readMappedFiles(notes.files, shape),
    programHeadersAddress: vector?.get(AT_PHDR) ?? null,
    vdsoAddress: vector?.get(AT_SYSINFO_EHDR) ?? null,
    segments,
    memory: coreMemory(source, segments),
    isCut: segments.some(({offset, fileBytes}) => fileBytes > 0 && offset + fileBytes > source.size),
  };
}

/** The ends of `struct elf_prpsinfo`, whose beginning differs from machine to machine (include/linux/elfcore.h). */
const NAME_BYTES = 16;
const ARGUMENTS_BYTES = 80;
/** pr_pid, pr_ppid, pr_pgrp and pr_sid, of 32 bits each. */
const NUMBERS_BYTES = 16;

function programOf(
  note: Uint8Array | null,
  littleEndian: boolean,
): Pick<CoreFacts, 'program' | 'commandLine' | 'processId'> {
  if (note === null || note.length < NUMBERS_BYTES + NAME_BYTES + ARGUMENTS_BYTES)
    return {program: null, commandLine: null, processId: null};
  const argumentsAt = note.length - ARGUMENTS_BYTES;
  const numbers = new DataView(note.buffer, note.byteOffset + argumentsAt - NAME_BYTES - NUMBERS_BYTES);
  return {
    processId: numbers.getInt32(0, littleEndian),
    program: textIn(note.subarray(argumentsAt - NAME_BYTES, argumentsAt)),
    commandLine: textIn(note.subarray(argumentsAt)),
  };
}

function textIn(field: Uint8Array): string | null {
  const end = field.indexOf(0);
  return decodeText(end < 0 ? field : field.subarray(0, end)).trim() || null;
}

const AT_NULL = 0n;
const AT_PHDR = 3n;
const AT_SYSINFO_EHDR = 33n;

/** Pairs of type and value (getauxval(3)). */
function auxiliaryValues(note: Uint8Array, {bits, littleEndian}: CoreShape): ReadonlyMap<bigint, bigint> {
  const view = new DataView(note.buffer, note.byteOffset, note.byteLength);
  const bytes = bits / 8;
  const word = (at: number): bigint =>
    bits === 64 ? view.getBigUint64(at, littleEndian) : BigInt(view.getUint32(at, littleEndian));
  const values = new Map<bigint, bigint>();
  for (let at = 0; at + 2 * bytes <= note.length; at += 2 * bytes) {
    const type = word(at);
    if (type === AT_NULL) break;
    values.set(type, word(at + bytes));
  }
  return values;
}
