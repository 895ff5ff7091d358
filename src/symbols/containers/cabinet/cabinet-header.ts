import type {ByteSource} from '../../../binary/byte-source.ts';
import {asBuffer, FieldReader} from '../../../binary/field-reader.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';

/** What the tables of a cabinet tell ([MS-CAB] 2: CFHEADER, CFFOLDER, CFFILE). Offsets are from its start, in bytes. */
export interface Cabinet {
  readonly reader: FieldReader;
  readonly folders: readonly CabinetFolder[];
  readonly files: readonly CabinetFile[];
  /** Reserved in each CFDATA, between its header and its data. */
  readonly dataReserveBytes: number;
}

/** A run of compressed data that holds one file after the other. */
export interface CabinetFolder {
  readonly dataOffset: number;
  readonly blockCount: number;
  /** Method in the low four bits, its parameters above. */
  readonly compression: number;
}

export interface CabinetFile {
  readonly rawName: string;
  readonly sizeBytes: number;
  /** In the unpacked data of its folder. */
  readonly offset: number;
  readonly folder: number;
}

export const CABINET_SIGNATURE = 'MSCF';

const HEADER_BYTES = 36;
const FOLDER_BYTES = 8;
const FILE_BYTES = 16;

const HAS_PREVIOUS = 1;
const HAS_NEXT = 2;
const HAS_RESERVE = 4;

/** The attribute of a name in UTF-8; other names are in a code page that nothing states. */
const NAME_IS_UTF8 = 0x80;

/** A name has at most 256 bytes with its NUL ([MS-CAB] 2.4, szName). */
const MAX_NAME_BYTES = 256;

const TABLES = 'its table of files';

/** Reads the tables of a cabinet. Throws an UnreadableError; a part of a set of cabinets is refused as a whole. */
export function readCabinetHeader(source: ByteSource): Cabinet {
  const start = new FieldReader(source);
  const what = 'its header';
  if (asBuffer(start.bytes(0, 4, what)).toString('latin1') !== CABINET_SIGNATURE) {
    throw new UnreadableError('not-a-binary', 'it is no cabinet by its first bytes');
  }
  const header = start.view(0, HEADER_BYTES, what);
  const [minor, major] = [header.getUint8(24), header.getUint8(25)];
  if (major !== 1) throw new UnreadableError('unsupported', `it is a cabinet of version ${major}.${minor}`);
  const flags = header.getUint16(30, true);
  if ((flags & (HAS_PREVIOUS | HAS_NEXT)) !== 0) {
    throw new UnreadableError('unsupported', 'it is one part of a set of cabinets');
  }
  const reserve = readReserve(start, (flags & HAS_RESERVE) !== 0);
  const folders = readFolders(start, reserve.end, header.getUint16(26, true), reserve.folderBytes);
  const files = readFiles(start, header.getUint32(16, true), header.getUint16(28, true), folders.length);
  return {reader: start, folders, files, dataReserveBytes: reserve.dataBytes};
}

/** Areas that applications may use, e.g. for signatures; they say nothing about the files. */
function readReserve(
  reader: FieldReader,
  isThere: boolean,
): {readonly end: number; readonly folderBytes: number; readonly dataBytes: number} {
  if (!isThere) return {end: HEADER_BYTES, folderBytes: 0, dataBytes: 0};
  const sizes = reader.view(HEADER_BYTES, 4, 'its header');
  return {
    end: HEADER_BYTES + 4 + sizes.getUint16(0, true),
    folderBytes: sizes.getUint8(2),
    dataBytes: sizes.getUint8(3),
  };
}

function readFolders(
  reader: FieldReader,
  offset: number,
  count: number,
  reserveBytes: number,
): CabinetFolder[] {
  const stride = FOLDER_BYTES + reserveBytes;
  const table = reader.view(offset, count * stride, 'its table of folders');
  return Array.from({length: count}, (_, index) => ({
    dataOffset: table.getUint32(index * stride, true),
    blockCount: table.getUint16(index * stride + 4, true),
    compression: table.getUint16(index * stride + 6, true),
  }));
}

function readFiles(reader: FieldReader, offset: number, count: number, folderCount: number): CabinetFile[] {
  const files: CabinetFile[] = [];
  let at = offset;
  for (let index = 0; index < count; index += 1) {
    const entry = reader.view(at, FILE_BYTES, TABLES);
    const folder = entry.getUint16(8, true);
    // From 0xfffd on it is continued from or in another cabinet, which the header must say too.
    if (folder >= folderCount)
      throw new UnreadableError('truncated', `${TABLES} names a folder that is not there`);
    const name = nameAt(reader, at + FILE_BYTES, entry.getUint16(14, true));
    files.push({
      rawName: name.text,
      sizeBytes: entry.getUint32(0, true),
      offset: entry.getUint32(4, true),
      folder,
    });
    at += FILE_BYTES + name.lengthBytes;
  }
  return files;
}

function nameAt(
  reader: FieldReader,
  offset: number,
  attributes: number,
): {readonly text: string; readonly lengthBytes: number} {
  const bytes = asBuffer(reader.source.read(offset, MAX_NAME_BYTES));
  const end = bytes.indexOf(0);
  if (end < 0) throw new UnreadableError('truncated', `${TABLES} has a name without an end`);
  const text = bytes.toString((attributes & NAME_IS_UTF8) !== 0 ? 'utf8' : 'latin1', 0, end);
  return {text, lengthBytes: end + 1};
}
