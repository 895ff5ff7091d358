import elfy, {type ElfyHeader, type Parser} from 'elfy';
import type {ByteSource} from '../byte-source.ts';
import type {ElfFacts} from '../facts.ts';
import {asBuffer, FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';

const ELF_MAGIC = 0x7f454c46;
const EV_CURRENT = 1;
const HEADER_BYTES = {32: 52, 64: 64} as const;

/** The ELF header of one file, and the reader that knows its byte order. */
export interface ElfHeader {
  readonly reader: FieldReader;
  readonly bits: 32 | 64;
  readonly type: ElfFacts['type'];
  /** `e_machine`, as it stands. */
  readonly machineCode: number;
  /** EI_OSABI, as it stands. */
  readonly osAbi: number;
  /** `e_flags`, as it stands. */
  readonly flags: number;
  readonly programHeaders: HeaderTable;
  readonly sectionHeaders: HeaderTable;
  /** `e_shstrndx`, not resolved where it says SHN_XINDEX. */
  readonly sectionNamesIndex: number;
  readonly elfy: {readonly parser: Parser; readonly header: ElfyHeader};
}

interface HeaderTable {
  readonly offset: number;
  readonly count: number;
  readonly entryBytes: number;
}

/** Reads the ELF header. Throws {@link UnreadableError}: `not-a-binary` by its magic, `unsupported` by its class, byte order or version. */
export function readElfHeader(source: ByteSource): ElfHeader {
  const ident = new FieldReader(source, false);
  if (source.size < 4 || ident.u32(0, 'the ELF magic') !== ELF_MAGIC) {
    throw new UnreadableError('not-a-binary', 'it does not begin with the ELF magic');
  }
  const classCode = ident.u8(4, 'the ELF header');
  const orderCode = ident.u8(5, 'the ELF header');
  const version = ident.u8(6, 'the ELF header');
  if (classCode !== 1 && classCode !== 2) {
    throw new UnreadableError('unsupported', `its ELF class is ${classCode}, neither 32-bit nor 64-bit`);
  }
  if (orderCode !== 1 && orderCode !== 2) {
    throw new UnreadableError(
      'unsupported',
      `its ELF byte order is ${orderCode}, neither little nor big endian`,
    );
  }
  if (version !== EV_CURRENT) {
    throw new UnreadableError('unsupported', `its ELF version is ${version}, not 1`);
  }

  const bits = classCode === 1 ? 32 : 64;
  const reader = new FieldReader(source, orderCode === 1);
  const bytes = reader.bytes(0, HEADER_BYTES[bits], 'the ELF header');
  const parser = new elfy.Parser();
  const header = parser.parseHeader(asBuffer(bytes));
  return {
    reader,
    bits,
    type: fileType(reader.u16(16, 'the ELF header')),
    // elfy keeps names only, and takes EI_VERSION for EI_OSABI: these two are read here.
    machineCode: reader.u16(18, 'the ELF header'),
    osAbi: reader.u8(7, 'the ELF header'),
    flags: header.flags,
    programHeaders: {offset: header.phoff, count: header.phnum, entryBytes: header.phentsize},
    sectionHeaders: {offset: header.shoff, count: header.shnum, entryBytes: header.shentsize},
    sectionNamesIndex: header.shstrndx,
    elfy: {parser, header},
  };
}

function fileType(code: number): ElfFacts['type'] {
  switch (code) {
    case 1:
      return 'relocatable';
    case 2:
      return 'executable';
    case 3:
      return 'shared';
    case 4:
      return 'core';
    default:
      return 'other';
  }
}
