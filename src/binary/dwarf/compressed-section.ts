import zlib from 'node:zlib';
import type {ByteSource} from '../byte-source.ts';
import {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {type InflateLimits, inflatedSection} from './inflated-section.ts';
import {sectionWindow} from './section-window.ts';

/** The two bytes before the deflated data of a zlib stream (RFC 1950); its checksum behind the data is not looked at. */
const ZLIB_HEADER_BYTES = 2;

/** `ZLIB` and the size, which is big-endian on every machine. */
const GNU_HEADER_BYTES = 12;

/** ELFCOMPRESS_ZLIB and ELFCOMPRESS_ZSTD (gABI, "Section Compression"). */
const ZLIB = 1;
const ZSTD = 2;

/** A zstd section is decompressed at once, so that a larger one is not read, in bytes. */
const MOST_ZSTD_BYTES = 64 * 1024 * 1024;

/** What decompressing a section may cost, and whether it is read here and there (strings) or from front to back. */
export interface Inflation {
  readonly limits: InflateLimits;
  readonly isScattered: boolean;
}

/** A section as GNU tools compressed it before there was SHF_COMPRESSED: `.zdebug_info`. Throws {@link UnreadableError}. */
export function gnuCompressed(section: ByteSource, inflation: Inflation): ByteSource {
  const what = 'the header of a compressed section';
  const reader = new FieldReader(section, false);
  // binutils leaves a section under its compressed name as it is where compression does not make it smaller.
  if (reader.size < GNU_HEADER_BYTES || reader.u32(0, what) !== 0x5a4c4942) return section;
  return zlibSection(section, GNU_HEADER_BYTES, Number(reader.u64(4, what)), inflation);
}

/** A section with the flag SHF_COMPRESSED: Elf32_Chdr or Elf64_Chdr (gABI), then its data. Throws {@link UnreadableError}. */
export function elfCompressed(
  section: ByteSource,
  {bits, littleEndian}: {readonly bits: 32 | 64; readonly littleEndian: boolean},
  inflation: Inflation,
): ByteSource {
  const what = 'the header of a compressed section';
  const reader = new FieldReader(section, littleEndian);
  const type = reader.u32(0, what);
  const sizeBytes = bits === 64 ? Number(reader.u64(8, what)) : reader.u32(4, what);
  const headerBytes = bits === 64 ? 24 : 12;
  if (type === ZLIB) return zlibSection(section, headerBytes, sizeBytes, inflation);
  if (type === ZSTD) return zstdSection(section, headerBytes, sizeBytes, inflation.limits);
  throw new UnreadableError('unsupported', `its debug information is compressed in the unknown way ${type}`);
}

function zlibSection(section: ByteSource, headerBytes: number, sizeBytes: number, inflation: Inflation) {
  const start = headerBytes + ZLIB_HEADER_BYTES;
  if (start > section.size) throw new UnreadableError('truncated', 'a compressed section ends too early');
  const packed = sectionWindow(section, start, section.size - start, 'of compressed data');
  return inflatedSection(packed, sizeBytes, inflation.limits, inflation.isScattered);
}

function zstdSection(
  section: ByteSource,
  headerBytes: number,
  sizeBytes: number,
  limits: InflateLimits,
): ByteSource {
  // Node has it since 22.15 and 23.8.
  if (!('zstdDecompressSync' in zlib)) {
    throw new UnreadableError(
      'unsupported',
      'its debug information is compressed with zstd, which this Node cannot read (22.15 and later can)',
    );
  }
  if (sizeBytes > MOST_ZSTD_BYTES || !limits.keep(sizeBytes)) {
    throw new UnreadableError('unsupported', 'its debug information, compressed with zstd, is too large');
  }
  limits.work(sizeBytes);
  const packed = section.read(headerBytes, section.size - headerBytes);
  const bytes = decompress(packed, sizeBytes);
  return sectionWindow(
    {
      size: bytes.length,
      read: (offset, length) => bytes.subarray(offset, offset + length),
      window: offset => bytes.subarray(offset),
    },
    0,
    sizeBytes,
    'of compressed data',
  );
}

function decompress(packed: Uint8Array, sizeBytes: number): Buffer {
  try {
    return zlib.zstdDecompressSync(packed, {maxOutputLength: Math.max(1, sizeBytes)});
  } catch (error) {
    const why = error instanceof Error ? error.message : 'its data';
    throw new UnreadableError('truncated', `its compressed debug information is broken: ${why}`);
  }
}
