import {deflateRawSync} from 'node:zlib';
import {cabinetChecksum} from '../containers/cabinet/checksum.ts';

/** Sizes of the records, and the compression, by [MS-CAB] 2.1 to 2.4 and [MS-MCI]. */
const HEADER_BYTES = 36;
const FOLDER_BYTES = 8;
const FILE_BYTES = 16;
const DATA_BYTES = 8;
const MSZIP = 1;
const BLOCK_BYTES = 32 * 1024;
/** What a block of MSZIP may take, its signature included; a stored one always does with 7 more than its data. */
const MAX_PACKED_BYTES = BLOCK_BYTES + 12;
/** Blocks are counted in 16 bits. */
const MAX_BLOCKS = 0xffff;
/** `attribs`: an ordinary file; its name is in UTF-8. */
const ARCHIVE = 0x20;
const UTF8_NAME = 0x80;
/** 1980-01-01 as MS-DOS writes it: the same file gives the same cabinet whenever it is packed. */
const DATE = 0x0021;

/** The most that a cabinet of one file holds, in bytes. */
export const MAX_CABINET_FILE_BYTES: number = MAX_BLOCKS * BLOCK_BYTES;

/**
 * A cabinet with one file, as `compress` and symstore's `/compress` make them for symbol servers (`spam.pd_`): MSZIP,
 * which all readers of cabinets know. No package on npm writes one. The file has at most
 * {@link MAX_CABINET_FILE_BYTES}.
 */
export function writeCabinet(name: string, content: Uint8Array): Buffer {
  const fileName = Buffer.from(`${name}\0`);
  const isAscii = fileName.length === name.length + 1;
  const dataAt = HEADER_BYTES + FOLDER_BYTES + FILE_BYTES + fileName.length;
  const blocks = Array.from({length: Math.ceil(content.length / BLOCK_BYTES)}, (_, index) =>
    dataBlock(content, index * BLOCK_BYTES),
  );
  const size = blocks.reduce((sum, {length}) => sum + length, dataAt);

  const head = Buffer.alloc(dataAt);
  head.write('MSCF', 0, 'latin1');
  head.writeUInt32LE(size, 8);
  head.writeUInt32LE(HEADER_BYTES + FOLDER_BYTES, 16);
  // Version 1.3, one folder, one file.
  head.set([3, 1], 24);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(1, 28);

  head.writeUInt32LE(dataAt, HEADER_BYTES);
  head.writeUInt16LE(blocks.length, HEADER_BYTES + 4);
  head.writeUInt16LE(MSZIP, HEADER_BYTES + 6);

  const fileAt = HEADER_BYTES + FOLDER_BYTES;
  head.writeUInt32LE(content.length, fileAt);
  head.writeUInt16LE(DATE, fileAt + 10);
  head.writeUInt16LE(isAscii ? ARCHIVE : ARCHIVE | UTF8_NAME, fileAt + 14);
  fileName.copy(head, fileAt + FILE_BYTES);
  return Buffer.concat([head, ...blocks]);
}

function dataBlock(content: Uint8Array, at: number): Buffer {
  const data = content.subarray(at, at + BLOCK_BYTES);
  // Each block is a deflate stream of its own that may refer to the block before.
  const dictionary = content.subarray(Math.max(0, at - BLOCK_BYTES), at);
  const deflated = deflateRawSync(data, {level: 9, ...(dictionary.length > 0 && {dictionary})});
  const packed = Buffer.concat([
    Buffer.from('CK', 'latin1'),
    deflated.length + 2 <= MAX_PACKED_BYTES ? deflated : stored(data),
  ]);
  const sizes = Buffer.alloc(4);
  sizes.writeUInt16LE(packed.length, 0);
  sizes.writeUInt16LE(data.length, 2);
  const head = Buffer.alloc(DATA_BYTES);
  head.writeUInt32LE(cabinetChecksum(sizes, cabinetChecksum(packed)), 0);
  sizes.copy(head, 4);
  return Buffer.concat([head, packed]);
}

/** One block without compression (RFC 1951, 3.2.4). */
function stored(data: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(1, 0);
  head.writeUInt16LE(data.length, 1);
  head.writeUInt16LE(~data.length & 0xffff, 3);
  return Buffer.concat([head, data]);
}
