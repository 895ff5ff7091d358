import type {ByteSource} from '../byte-source.ts';
import {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';

/** FAT_MAGIC and FAT_MAGIC_64 (<mach-o/fat.h>): fat headers are big-endian on every machine. */
const FAT_MAGIC = 0xcafebabe;
const FAT_MAGIC_64 = 0xcafebabf;

/**
 * A Java class file begins with FAT_MAGIC too; its version in place of the number of slices is 45 or more (JVM
 * specification, section 4.1).
 */
const MIN_JAVA_VERSION = 45;

/** True where the first eight bytes are a fat header. */
export function isFatHeader(prefix: Uint8Array): boolean {
  if (prefix.length < 8) return false;
  const view = new DataView(prefix.buffer, prefix.byteOffset, 8);
  const magic = view.getUint32(0);
  return magic === FAT_MAGIC_64 || (magic === FAT_MAGIC && view.getUint32(4) < MIN_JAVA_VERSION);
}

/** The slices of a file: windows on the source; one, the source itself, when it is not fat. */
export function machOSlices(source: ByteSource): {
  readonly fat: boolean;
  readonly slices: readonly ByteSource[];
} {
  if (!isFatHeader(source.read(0, 8))) return {fat: false, slices: [source]};
  const reader = new FieldReader(source, false);
  const isLong = reader.u32(0, 'the fat header') === FAT_MAGIC_64;
  const count = reader.u32(4, 'the fat header');
  const entryBytes = isLong ? 32 : 20;
  const tableEnd = 8 + count * entryBytes;
  if (count === 0 || tableEnd > source.size) {
    throw new UnreadableError(
      'truncated',
      `the fat header names ${count} slices that the file does not hold`,
    );
  }
  const ranges: {start: number; end: number}[] = [];
  for (let at = 8; at < tableEnd; at += entryBytes) {
    const word = (index: number) =>
      isLong
        ? Number(reader.u64(at + 8 + index * 8, 'the fat header'))
        : reader.u32(at + 8 + index * 4, 'the fat header');
    const start = word(0);
    ranges.push({start, end: start + word(1)});
  }
  checkRanges(ranges, tableEnd, source.size);
  return {fat: true, slices: ranges.map(({start, end}) => windowOn(source, start, end))};
}

function checkRanges(ranges: readonly {start: number; end: number}[], tableEnd: number, size: number): void {
  let previousEnd = tableEnd;
  for (const {start, end} of ranges.toSorted((a, b) => a.start - b.start)) {
    if (end > size) throw new UnreadableError('truncated', 'a slice of the fat file lies past its end');
    if (start < previousEnd) throw new UnreadableError('truncated', 'two slices of the fat file overlap');
    previousEnd = end;
  }
}

function windowOn(source: ByteSource, start: number, end: number): ByteSource {
  const size = end - start;
  return {
    size,
    read(offset, length) {
      const from = Math.min(Math.max(offset, 0), size);
      return source.read(start + from, Math.min(Math.max(length, 0), size - from));
    },
  };
}
