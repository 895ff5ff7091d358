import {decodeText} from '../field-reader.ts';

/** A part of a file that was mapped into the process. */
export interface MappedFile {
  /** As the process saw it, without the mark of a file that is deleted. */
  readonly path: string;
  readonly start: bigint;
  readonly end: bigint;
  /** Where in the file it begins. */
  readonly fileOffset: bigint;
  /** Whether the file had been deleted, or another put in its place, when the core was written. */
  readonly isDeleted: boolean;
}

/** How the class and byte order of the core write numbers. */
export interface CoreShape {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
}

const DELETED = ' (deleted)';

/**
 * NT_FILE: number of entries, page size, start, end and offset in pages of each, then their names (Linux, fs/binfmt_elf.c,
 * "fill_files_note"). What lies past its end is left out.
 */
export function readMappedFiles(note: Uint8Array, {bits, littleEndian}: CoreShape): readonly MappedFile[] {
  const wordBytes = bits / 8;
  const view = new DataView(note.buffer, note.byteOffset, note.byteLength);
  const word = (index: number): bigint =>
    bits === 64
      ? view.getBigUint64(index * wordBytes, littleEndian)
      : BigInt(view.getUint32(index * wordBytes, littleEndian));
  const words = Math.floor(note.length / wordBytes);
  if (words < 2) return [];
  // Each entry takes three words and a name of one byte at least.
  const count = Math.min(Number(word(0)), Math.floor((note.length - 2 * wordBytes) / (3 * wordBytes + 1)));
  const pageBytes = word(1);
  const files: MappedFile[] = [];
  let at = (2 + 3 * count) * wordBytes;
  for (let index = 0; index < count; index += 1) {
    const end = note.indexOf(0, at);
    if (end < 0) break;
    const named = decodeText(note, at, end);
    const isDeleted = named.endsWith(DELETED);
    const first = 2 + 3 * index;
    files.push({
      path: isDeleted ? named.slice(0, -DELETED.length) : named,
      start: word(first),
      end: word(first + 1),
      fileOffset: word(first + 2) * pageBytes,
      isDeleted,
    });
    at = end + 1;
  }
  return files;
}
