import {type ByteSource, pagedSource} from '../byte-source.ts';
import {decodeText, FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {type Blocks, blockStream} from './block-stream.ts';

/** A multi-stream file, the container of a PDB: numbered streams, each scattered over blocks. */
export interface Msf {
  /** Length of the file in bytes. */
  readonly sizeBytes: number;
  /** The stream of that number, or null where there is none or it was deleted. */
  stream(number: number): FieldReader | null;
}

const MAGIC = 'Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0';
const OLD_MAGIC = 'Microsoft C/C++ program database ';
const PORTABLE_MAGIC = 'BSJB';

/** Sizes that link.exe writes: 512 to 4096 as LLVM documents them, larger ones by /PDBPAGESIZE. */
const BLOCK_SIZES: readonly number[] = [512, 1024, 2048, 4096, 8192, 16_384, 32_768];

/** Offsets in the superblock (LLVM docs, PDB/MsfFile). */
const BLOCK_SIZE_AT = 32;
const BLOCK_COUNT_AT = 40;
const DIRECTORY_BYTES_AT = 44;
/** One block number or, for a directory of more than 4 MiB, several: `mpspnpnSt` of BIGMSF_HDR (microsoft-pdb, msf.cpp). */
const BLOCK_MAP_AT = 52;

/** The size of a stream that was deleted. */
const NO_STREAM = 0xffff_ffff;

/** Stream numbers are 16 bits wide wherever a PDB names one, and 0xffff is none. */
const MAX_STREAMS = 0xffff;

/**
 * Opens the container of a PDB. The file is read in pages as they are needed. Throws an UnreadableError: `unsupported`
 * for the formats before and beside this one, `not-a-binary` for anything else, `truncated` for damage.
 */
export function openMsf(file: ByteSource): Msf {
  const source = file.window ? file : pagedSource(file);
  refuseOthers(source);
  const header = new FieldReader(source);
  const blockBytes = header.u32(BLOCK_SIZE_AT, 'the superblock');
  if (!BLOCK_SIZES.includes(blockBytes)) {
    throw new UnreadableError('unsupported', `its blocks have ${blockBytes} bytes, which no PDB has`);
  }
  const fileBlocks = Math.floor(source.size / blockBytes);
  if (header.u32(BLOCK_COUNT_AT, 'the superblock') > fileBlocks) {
    throw new UnreadableError('truncated', 'the PDB has fewer blocks than its superblock counts');
  }
  const directory = openDirectory(header, {source, blockBytes});
  return listStreams(directory, {source, blockBytes}, fileBlocks);
}

function refuseOthers(source: ByteSource): void {
  const start = decodeText(source.read(0, 64));
  if (start.startsWith(MAGIC)) return;
  if (start.startsWith(OLD_MAGIC)) {
    const version = start.slice(OLD_MAGIC.length, OLD_MAGIC.length + 4);
    throw new UnreadableError(
      'unsupported',
      `it is a PDB of format ${version}, which Visual C++ 6 and older write; MSF 7.00 is read`,
    );
  }
  if (start.startsWith(PORTABLE_MAGIC)) {
    throw new UnreadableError('unsupported', 'it is a portable PDB (BSJB), which .NET compilers write');
  }
  throw new UnreadableError('not-a-binary', 'it is no PDB by its first bytes');
}

/** The stream directory: its blocks are listed in blocks of their own, and those in the superblock. */
function openDirectory(header: FieldReader, blocks: Blocks): FieldReader {
  const what = 'the stream directory';
  const sizeBytes = header.u32(DIRECTORY_BYTES_AT, 'the superblock');
  const count = Math.ceil(sizeBytes / blocks.blockBytes);
  const mapBytes = count * 4;
  const mapCount = Math.ceil(mapBytes / blocks.blockBytes);
  if (count * blocks.blockBytes > header.size || BLOCK_MAP_AT + mapCount * 4 > blocks.blockBytes) {
    throw new UnreadableError('truncated', `${what} lies past the end of the file`);
  }
  const map = openStream(blocks, header, BLOCK_MAP_AT, mapBytes, 'the block map');
  return openStream(blocks, map, 0, sizeBytes, what);
}

function listStreams(directory: FieldReader, blocks: Blocks, fileBlocks: number): Msf {
  const what = 'the stream directory';
  const count = directory.u32(0, what);
  if (count > MAX_STREAMS) throw new UnreadableError('truncated', `${what} has too many streams`);
  const sizes = readNumbers(directory, 4, count, what);
  const starts = new Float64Array(count);
  let at = 4 + count * 4;
  let used = 0;
  for (const [number, size] of sizes.entries()) {
    starts[number] = at;
    const blockCount = size === NO_STREAM ? 0 : Math.ceil(size / blocks.blockBytes);
    at += blockCount * 4;
    used += blockCount;
  }
  // A block belongs to one stream, but for those of the directory before the last, which stay listed in stream 0.
  if (used > 2 * fileBlocks) throw new UnreadableError('truncated', 'its streams are longer than the file');
  return {
    sizeBytes: blocks.source.size,
    stream(number) {
      const size = sizes[number];
      if (size === undefined || size === NO_STREAM) return null;
      return openStream(blocks, directory, starts[number] ?? 0, size, 'a stream');
    },
  };
}

/** The stream of `size` bytes whose block numbers stand at `at`; each of them is a block of the file. */
function openStream(blocks: Blocks, lists: FieldReader, at: number, size: number, what: string): FieldReader {
  const numbers = readNumbers(lists, at, Math.ceil(size / blocks.blockBytes), `the block list of ${what}`);
  const fileBlocks = Math.floor(blocks.source.size / blocks.blockBytes);
  if (numbers.some(number => number >= fileBlocks)) {
    throw new UnreadableError('truncated', `${what} lies past the end of the file`);
  }
  return new FieldReader(blockStream(blocks, numbers, size));
}

function readNumbers(reader: FieldReader, at: number, count: number, what: string): Uint32Array {
  const view = reader.view(at, count * 4, what);
  return Uint32Array.from({length: count}, (_, index) => view.getUint32(index * 4, true));
}
