import {deflateRawSync} from 'node:zlib';
import {Bytes} from './bytes.ts';
import {encodeLzx, type LzxOptions} from './lzx.ts';

/** One CFDATA block before it is written. */
export interface CabBlock {
  readonly packed: Uint8Array;
  readonly sizeBytes: number;
}

export interface CabFolder {
  readonly compression: number;
  readonly blocks: readonly CabBlock[];
}

export interface CabFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly offset: number;
  readonly folder: number;
  readonly attributes?: number;
}

export interface CabParts {
  readonly folders: readonly CabFolder[];
  readonly files: readonly CabFile[];
  /** Contents of the areas in the header, in each folder and in each block. */
  readonly reserve?: {readonly header: Uint8Array; readonly folder: Uint8Array; readonly data: Uint8Array};
  readonly flags?: number;
  readonly hasChecksums?: boolean;
  /** Checksums do not count the reserved area of a block. */
  readonly sumsLeaveOutReserve?: boolean;
}

const BLOCK_BYTES = 32 * 1024;
const NONE = new Uint8Array(0);

/** Writes a cabinet by [MS-CAB] 2. */
export function writeCab({
  folders,
  files,
  reserve,
  flags = 0,
  hasChecksums = true,
  sumsLeaveOutReserve = false,
}: CabParts): Uint8Array {
  const areas = reserve ?? {header: NONE, folder: NONE, data: NONE};
  const headerBytes = 36 + (reserve ? 4 + areas.header.length : 0);
  const foldersEnd = headerBytes + folders.length * (8 + areas.folder.length);
  const fileTable = new Bytes(true);
  for (const {name, sizeBytes, offset, folder, attributes = 0x20} of files) {
    fileTable.u32(sizeBytes, offset).u16(folder, 0x5a21, 0x6000, attributes).raw(Buffer.from(name)).u8(0);
  }
  const folderTable = new Bytes(true);
  const data: Uint8Array[] = [];
  let offset = foldersEnd + fileTable.length;
  for (const {compression, blocks} of folders) {
    folderTable.u32(offset).u16(blocks.length, compression).raw(areas.folder);
    const written = blocks.map(block =>
      dataBlock(block, areas.data, hasChecksums, sumsLeaveOutReserve ? NONE : areas.data),
    );
    data.push(...written);
    offset += Buffer.concat(written).length;
  }
  const header = new Bytes(true)
    .raw(Buffer.from('MSCF'))
    .u32(0, offset, 0, foldersEnd, 0)
    .u8(3, 1)
    .u16(folders.length, files.length, flags | (reserve ? 4 : 0), 0x1234, 0);
  if (reserve) {
    header.u16(areas.header.length).u8(areas.folder.length, areas.data.length).raw(areas.header);
  }
  return Buffer.concat([header.toBytes(), folderTable.toBytes(), fileTable.toBytes(), ...data]);
}

/** A cabinet of one folder that holds these files one behind the other. */
export function cabOf(
  files: ReadonlyMap<string, Uint8Array>,
  pack: (data: Uint8Array) => CabFolder,
  parts: Partial<CabParts> = {},
): Uint8Array {
  let offset = 0;
  const entries = [...files].map(([name, {length}]) => {
    offset += length;
    return {name, sizeBytes: length, offset: offset - length, folder: 0};
  });
  return writeCab({folders: [pack(Buffer.concat([...files.values()]))], files: entries, ...parts});
}

export const stored = (data: Uint8Array): CabFolder => ({
  compression: 0,
  blocks: pieces(data).map(packed => ({packed, sizeBytes: packed.length})),
});

/** Deflate blocks with what came before as their dictionary ([MS-MCI]). */
export function mszip(data: Uint8Array, blockBytes = BLOCK_BYTES): CabFolder {
  const blocks = pieces(data, blockBytes).map((piece, index) => {
    const start = index * blockBytes;
    const dictionary = data.subarray(Math.max(0, start - BLOCK_BYTES), start);
    const packed = deflateRawSync(piece, index > 0 ? {dictionary} : {});
    return {packed: Buffer.concat([Buffer.from('CK'), packed]), sizeBytes: piece.length};
  });
  return {compression: 1, blocks};
}

export const lzx =
  (options: LzxOptions) =>
  (data: Uint8Array): CabFolder => ({
    compression: 3 | (options.windowBits << 8),
    blocks: encodeLzx(data, options),
  });

function pieces(data: Uint8Array, length = BLOCK_BYTES): Uint8Array[] {
  return Array.from({length: Math.ceil(data.length / length)}, (_, index) =>
    data.subarray(index * length, (index + 1) * length),
  );
}

function dataBlock(
  {packed, sizeBytes}: CabBlock,
  reserve: Uint8Array,
  hasChecksum: boolean,
  summed: Uint8Array,
): Uint8Array {
  const sizes = new Bytes(true).u16(packed.length, sizeBytes).toBytes();
  const rest = Buffer.concat([sizes, reserve]);
  const sum = hasChecksum ? checksum(Buffer.concat([sizes, summed])) ^ checksum(packed) : 0;
  return Buffer.concat([new Bytes(true).u32(sum >>> 0).toBytes(), rest, packed]);
}

/** CSUMCompute of [MS-CAB] 3.1, byte by byte. */
function checksum(bytes: Uint8Array): number {
  const tailStart = bytes.length - (bytes.length % 4);
  return bytes.reduce((sum, byte, at) => {
    const shift = at < tailStart ? at % 4 : bytes.length - 1 - at;
    return sum ^ (byte << (8 * shift));
  }, 0);
}
