import {constants, inflateRawSync} from 'node:zlib';
import {type ByteSource, pagedSource} from '../byte-source.ts';
import {decodeText} from '../field-reader.ts';
import type {RefusedMember} from './container.ts';
import type {EntryLimit} from './entry-limits.ts';
import type {PackedData} from './inflate-engine.ts';
import type {ZipEntry} from './zip-directory.ts';

/** A source that can also fill a buffer that is there already. */
export type DataSource = ByteSource & PackedData;

/** Where the data of an entry lies, or why it is not read. */
export type LocatedData = {readonly data: DataSource} | Omit<RefusedMember, 'path'>;

const STORED = 0;
const DEFLATED = 8;

/** A deflate stream cannot grow more than this (RFC 1951: 258 bytes for two bits, and the head of a block). */
const MAX_RATIO = 1032;

const HEADER_SIGNATURE = 0x04034b50;
const HEADER_BYTES = 30;

/** Finds the data of an entry by its local header (APPNOTE.TXT 4.3.7). */
export function locateData(archive: DataSource, entry: ZipEntry, limit: EntryLimit): LocatedData {
  const stated = statedProblem(entry);
  if (stated) return stated;
  const header = archive.read(entry.headerOffset, HEADER_BYTES);
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < HEADER_BYTES || view.getUint32(0, true) !== HEADER_SIGNATURE) {
    return {what: 'broken', problem: 'has no header where the archive says that it starts'};
  }
  const nameLength = view.getUint16(26, true);
  const name = archive.read(entry.headerOffset + HEADER_BYTES, nameLength);
  if (decodeText(name) !== entry.path) {
    return {what: 'broken', problem: 'has another name in its own header than in the directory'};
  }
  const start = entry.headerOffset + HEADER_BYTES + nameLength + view.getUint16(28, true);
  if (start + entry.packedBytes > limit.offset) {
    return limit.isDirectory
      ? {what: 'broken', problem: 'has data that runs past the end of the archive'}
      : {what: 'bomb', problem: 'shares its data with another entry, as zip bombs do'};
  }
  return {data: windowOf(archive, start, entry.packedBytes)};
}

/** What the directory alone tells against an entry. */
function statedProblem(entry: ZipEntry): Omit<RefusedMember, 'path'> | null {
  if (entry.problem !== null) return {what: 'broken', problem: entry.problem};
  if (entry.isEncrypted) return {what: 'encrypted', problem: 'is encrypted'};
  if (!isStored(entry) && entry.method !== DEFLATED) {
    const problem = `is compressed by method ${entry.method}; installers of wheels read stored and deflated files`;
    return {what: 'unsupported-compression', problem};
  }
  if (isStored(entry) && entry.packedBytes !== entry.sizeBytes) {
    return {what: 'broken', problem: 'is stored, but states two different sizes'};
  }
  const ratio = entry.sizeBytes / Math.max(1, entry.packedBytes);
  if (!isStored(entry) && ratio > MAX_RATIO) {
    return {
      what: 'bomb',
      problem: `claims ${entry.sizeBytes} bytes in ${entry.packedBytes}, more than deflate can hold`,
    };
  }
  return null;
}

/** Whether the entry's data is the file as it is. */
export function isStored(entry: ZipEntry): boolean {
  return entry.method === STORED;
}

/** A stretch of an archive, as a source of its own. */
function windowOf(archive: DataSource, start: number, size: number): DataSource {
  const within = (offset: number): number => Math.min(Math.max(offset, 0), size);
  return {
    size,
    read(offset, length) {
      const from = within(offset);
      return archive.read(start + from, Math.max(0, within(offset + length) - from));
    },
    readInto(offset, target) {
      const from = within(offset);
      return archive.readInto(start + from, target.subarray(0, size - from));
    },
  };
}

/** Deflated bytes that give the start of nearly every file; those of a first block with a long code table need the second. */
const SNIFF_INPUTS_BYTES = [384, 8192] as const;

/** The first `length` bytes of an entry's file, or fewer; null when its data is broken. */
export function startOfFile(data: DataSource, entry: ZipEntry, length: number): Uint8Array | null {
  if (isStored(entry)) return data.read(0, length);
  const wanted = Math.min(length, entry.sizeBytes);
  let start: Uint8Array = new Uint8Array(0);
  for (const inputBytes of SNIFF_INPUTS_BYTES) {
    if (start.length >= wanted) break;
    try {
      start = inflateRawSync(data.read(0, inputBytes), {
        finishFlush: constants.Z_SYNC_FLUSH,
        chunkSize: 4096,
      });
    } catch {
      return null;
    }
  }
  return start.subarray(0, wanted);
}

/** An archive with a cache for what is read of it in small parts: headers and stored members. */
export function cachedArchive(file: DataSource): DataSource {
  const paged = pagedSource(file);
  return {size: file.size, read: paged.read, readInto: file.readInto};
}
