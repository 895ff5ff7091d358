import type {ByteSource} from '../byte-source.ts';
import type {ZipEnd} from './zip-end.ts';

/** One entry of a central directory (APPNOTE.TXT 4.3.12), zip64 sizes applied. Offsets count from the start of the file. */
export interface ZipEntry {
  /** As it stands there. UTF-8, as wheels must be (PEP 427); wrong sequences replaced. */
  readonly path: string;
  readonly headerOffset: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc32: number;
  /** Why the entry contradicts itself, or null. */
  readonly problem: string | null;
}

const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
const MAX_U32 = 0xffffffff;

/** General purpose bits 0 (encrypted), 6 (strongly encrypted) and 13 (directory encrypted). */
const ENCRYPTION_FLAGS = 0x0001 | 0x0040 | 0x2000;

/** A directory of thousands of entries is read in pieces of this length, in bytes; one of few costs no more than its own. */
const PIECE_BYTES = 256 * 1024;

/**
 * Gives each entry and its place in the file to `visit`, in the directory's order. Returns one clause where the
 * directory breaks off, else null; an entry that is broken in itself is given with its problem.
 */
export function readZipDirectory(
  source: ByteSource,
  end: ZipEnd,
  visit: (entry: ZipEntry, entryOffset: number) => void,
): string | null {
  const directoryEnd = end.directoryOffset + end.directoryBytes;
  let piece = EMPTY;
  let pieceOffset = end.directoryOffset;
  let count = 0;
  for (let offset = end.directoryOffset; offset < directoryEnd; count += 1) {
    if (entryLength(piece, offset - pieceOffset) === null) {
      piece = readPiece(source, offset, Math.min(PIECE_BYTES, directoryEnd - offset));
      pieceOffset = offset;
    }
    const length = entryLength(piece, offset - pieceOffset);
    if (length === null) return `breaks off after ${count} entries`;
    visit(parseEntry(piece, offset - pieceOffset, end.stubBytes), offset);
    offset += length;
  }
  return null;
}

/** Reads the directory's entry at an offset; null when none is there. */
export function readZipEntry(source: ByteSource, end: ZipEnd, entryOffset: number): ZipEntry | null {
  const bytesLeft = end.directoryOffset + end.directoryBytes - entryOffset;
  const piece = readPiece(source, entryOffset, Math.min(ENTRY_BYTES, bytesLeft));
  const stated = statedLength(piece, 0);
  if (stated === null || stated > bytesLeft) return null;
  const whole = readPiece(source, entryOffset, stated);
  return entryLength(whole, 0) === null ? null : parseEntry(whole, 0, end.stubBytes);
}

const EMPTY: Buffer = Buffer.alloc(0);

function readPiece(source: ByteSource, offset: number, length: number): Buffer {
  const bytes = source.read(offset, length);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The length of the entry at `at` by its own fields; null where none starts or its fixed part is cut. */
function statedLength(piece: Buffer, at: number): number | null {
  if (at + ENTRY_BYTES > piece.length || piece.readUInt32LE(at) !== ENTRY_SIGNATURE) return null;
  return (
    ENTRY_BYTES + piece.readUInt16LE(at + 28) + piece.readUInt16LE(at + 30) + piece.readUInt16LE(at + 32)
  );
}

/** The length of the entry at `at`; null where it is not wholly in the piece. An entry has 196,651 bytes at most. */
function entryLength(piece: Buffer, at: number): number | null {
  const length = statedLength(piece, at);
  return length === null || at + length > piece.length ? null : length;
}

/** The entry at `at`, which lies wholly in the piece. */
function parseEntry(piece: Buffer, at: number, stubBytes: number): ZipEntry {
  const extraStart = at + ENTRY_BYTES + piece.readUInt16LE(at + 28);
  const extraEnd = extraStart + piece.readUInt16LE(at + 30);
  const zip64 = zip64Fields(piece, extraStart, extraEnd);
  let next = 0;
  // In this order, and only those that the entry itself leaves open (4.5.3).
  const whole = (field: number): number => (field === MAX_U32 && zip64 ? (zip64[next++] ?? -1) : field);
  const sizeBytes = whole(piece.readUInt32LE(at + 24));
  const packedBytes = whole(piece.readUInt32LE(at + 20));
  const headerOffset = whole(piece.readUInt32LE(at + 42));
  const isSound = isLength(sizeBytes) && isLength(packedBytes) && isLength(headerOffset);
  return {
    path: piece.toString('utf8', at + ENTRY_BYTES, extraStart),
    headerOffset: headerOffset + stubBytes,
    packedBytes,
    sizeBytes,
    method: piece.readUInt16LE(at + 10),
    isEncrypted: (piece.readUInt16LE(at + 8) & ENCRYPTION_FLAGS) !== 0,
    crc32: piece.readUInt32LE(at + 16),
    problem: isSound ? null : 'has no true size in its zip64 field',
  };
}

function isLength(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** The numbers of the zip64 extra field (4.5.3); null without one. */
function zip64Fields(piece: Buffer, start: number, end: number): number[] | null {
  for (let at = start; at + 4 <= end; ) {
    const fieldEnd = at + 4 + piece.readUInt16LE(at + 2);
    if (piece.readUInt16LE(at) === 1 && fieldEnd <= end) {
      const fields: number[] = [];
      for (let field = at + 4; field + 8 <= fieldEnd && fields.length < 3; field += 8) {
        fields.push(Number(piece.readBigUInt64LE(field)));
      }
      return fields;
    }
    at = fieldEnd;
  }
  return null;
}
