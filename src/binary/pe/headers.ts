import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';

/** A data directory: where the image holds one kind of table. RVA 0 means that there is none. */
export interface DataDirectory {
  readonly rva: number;
  readonly sizeBytes: number;
}

/** Index of a data directory in the optional header (Microsoft, "PE Format", "Optional header data directories"). */
export const directoryIndex = {
  exports: 0,
  imports: 1,
  resources: 2,
  certificates: 4,
  debug: 6,
  delayImports: 13,
  clr: 14,
} as const;

/** What the headers of a PE file say, unjudged. */
export interface PeHeaders {
  readonly machineCode: number;
  readonly bits: 32 | 64;
  readonly characteristics: number;
  readonly dllCharacteristics: number;
  readonly timestamp: number;
  /** `major.minor`. */
  readonly linkerVersion: string;
  /** The preferred load address; the old form of the delay import table needs it, which only PE32 has. */
  readonly imageBase: number;
  readonly fileAlignment: number;
  readonly imageSizeBytes: number;
  readonly headersSizeBytes: number;
  /** Always 16; those that the file does not have are empty. */
  readonly directories: readonly DataDirectory[];
  readonly sectionTableOffset: number;
  readonly sectionCount: number;
  /** COFF symbols (MinGW's, or of an unstripped link): file offset and number; 0 where there are none. */
  readonly symbolTableOffset: number;
  readonly symbolCount: number;
}

const DOS_HEADER_BYTES = 64;
const FILE_HEADER_BYTES = 24;
const DIRECTORY_COUNT = 16;

const DOS_PROGRAM = 'a DOS program: it has no PE header';

/** What follows MZ in files of before PE, by their signatures NE, LE and LX. */
const OLD_FORMATS: ReadonlyMap<number, string> = new Map([
  [0x454e, 'a 16-bit Windows or OS/2 program (NE), not PE'],
  [0x454c, 'a Windows 3 driver or OS/2 program (LE), not PE'],
  [0x584c, 'an OS/2 program (LX), not PE'],
]);

/** Reads the DOS, file and optional headers; throws {@link UnreadableError} with the reason why this is no PE file. */
export function readPeHeaders(reader: FieldReader): PeHeaders {
  const peOffset = findPeSignature(reader);
  const file = reader.view(peOffset, FILE_HEADER_BYTES, 'the file header');
  const optionalOffset = peOffset + FILE_HEADER_BYTES;
  const magic = reader.u16(optionalOffset, 'the optional header');
  if (magic !== 0x10b && magic !== 0x20b) {
    throw new UnreadableError(
      'unsupported',
      `the optional header is neither PE32 nor PE32+ (0x${magic.toString(16)})`,
    );
  }
  const bits = magic === 0x20b ? 64 : 32;
  const fixedBytes = bits === 64 ? 112 : 96;
  const optional = reader.view(optionalOffset, fixedBytes, 'the optional header');
  return {
    machineCode: file.getUint16(4, true),
    bits,
    characteristics: file.getUint16(22, true),
    dllCharacteristics: optional.getUint16(70, true),
    timestamp: file.getUint32(8, true),
    linkerVersion: `${optional.getUint8(2)}.${optional.getUint8(3)}`,
    imageBase: bits === 64 ? Number(optional.getBigUint64(24, true)) : optional.getUint32(28, true),
    fileAlignment: optional.getUint32(36, true),
    imageSizeBytes: optional.getUint32(56, true),
    headersSizeBytes: optional.getUint32(60, true),
    directories: readDirectories(
      reader,
      optionalOffset + fixedBytes,
      optional.getUint32(fixedBytes - 4, true),
    ),
    // SizeOfOptionalHeader, not the number of directories, says where the section table starts.
    sectionTableOffset: optionalOffset + file.getUint16(20, true),
    sectionCount: file.getUint16(6, true),
    symbolTableOffset: file.getUint32(12, true),
    symbolCount: file.getUint32(16, true),
  };
}

function readDirectories(reader: FieldReader, offset: number, declared: number): DataDirectory[] {
  const count = Math.min(declared, DIRECTORY_COUNT);
  const view = reader.view(offset, count * 8, 'the data directories');
  return Array.from({length: DIRECTORY_COUNT}, (_, index) =>
    index < count
      ? {rva: view.getUint32(index * 8, true), sizeBytes: view.getUint32(index * 8 + 4, true)}
      : {rva: 0, sizeBytes: 0},
  );
}

/** Offset of `PE\0\0`. */
function findPeSignature(reader: FieldReader): number {
  if (reader.size < 2 || reader.u16(0, 'the DOS header') !== 0x5a4d) {
    throw new UnreadableError('not-a-binary', 'the file does not start with MZ');
  }
  const dos = reader.view(0, DOS_HEADER_BYTES, 'the DOS header');
  const peOffset = dos.getUint32(60, true);
  if (peOffset + 4 > reader.size) {
    // A program of DOS's days may have its relocation table, or code, where e_lfanew would be.
    if (dos.getUint16(24, true) < DOS_HEADER_BYTES) throw new UnreadableError('unsupported', DOS_PROGRAM);
    throw new UnreadableError('truncated', 'the PE header lies past the end of the file');
  }
  const signature = reader.u32(peOffset, 'the PE header');
  if (signature === 0x4550) return peOffset;
  throw new UnreadableError('unsupported', OLD_FORMATS.get(signature & 0xffff) ?? DOS_PROGRAM);
}
