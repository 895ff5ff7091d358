import type {ByteSource} from '../byte-source.ts';
import type {Machine} from '../facts.ts';
import {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';

/** `filetype` of mach_header (<mach-o/loader.h>, MH_*). */
export const FILE_TYPE = {object: 1, execute: 2, dylib: 6, bundle: 8, dsym: 10} as const;

/** `flags` of mach_header (MH_FORCE_FLAT, MH_TWOLEVEL). */
const FORCE_FLAT = 0x100;
const TWO_LEVEL = 0x80;

/** The header of one slice, and a reader in its byte order. */
export interface MachHeader {
  readonly reader: FieldReader;
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  readonly cpuType: number;
  /** Without the capability bits of the top byte (CPU_SUBTYPE_MASK). */
  readonly cpuSubtype: number;
  readonly fileType: number;
  readonly commandCount: number;
  /** Where the load commands begin and end, in bytes from the start of the slice. */
  readonly commandsOffset: number;
  readonly commandsEnd: number;
  readonly twoLevelNamespace: boolean;
}

/** MH_MAGIC, MH_CIGAM and their 64-bit twins, as a big-endian number of the first four bytes. */
const MAGICS = new Map<number, {bits: 32 | 64; endian: 'little' | 'big'}>([
  [0xfeedface, {bits: 32, endian: 'big'}],
  [0xfeedfacf, {bits: 64, endian: 'big'}],
  [0xcefaedfe, {bits: 32, endian: 'little'}],
  [0xcffaedfe, {bits: 64, endian: 'little'}],
]);

/** Reads mach_header or mach_header_64 at the start of a slice; throws {@link UnreadableError}. */
export function readMachHeader(slice: ByteSource): MachHeader {
  const magic = MAGICS.get(new FieldReader(slice, false).u32(0, 'the Mach-O header'));
  if (!magic) throw new UnreadableError('not-a-binary', 'it does not begin with a Mach-O header');
  const reader = new FieldReader(slice, magic.endian === 'little');
  const commandsOffset = magic.bits === 64 ? 32 : 28;
  const fields = reader.view(0, commandsOffset, 'the Mach-O header');
  const field = (offset: number) => fields.getUint32(offset, reader.littleEndian);
  const flags = field(24);
  const commandsEnd = commandsOffset + field(20);
  if (commandsEnd > slice.size) {
    throw new UnreadableError('truncated', 'the load commands lie past the end of the file');
  }
  return {
    reader,
    ...magic,
    cpuType: field(4),
    cpuSubtype: field(8) & 0x00ffffff,
    fileType: field(12),
    commandCount: field(16),
    commandsOffset,
    commandsEnd,
    twoLevelNamespace: (flags & TWO_LEVEL) !== 0 && (flags & FORCE_FLAT) === 0,
  };
}

/** CPU_TYPE_* of <mach/machine.h>; 0x01000000 is CPU_ARCH_ABI64. */
const MACHINES = new Map<number, Machine>([
  [7, 'x86'],
  [0x01000007, 'x86_64'],
  [12, 'arm'],
  [0x0100000c, 'arm64'],
  [18, 'ppc'],
  [0x01000012, 'ppc64'],
]);

/** The machine of a `cputype`. */
export function machOMachine(cpuType: number): Machine {
  return MACHINES.get(cpuType) ?? 'unknown';
}
