import type {ByteSource} from '../byte-source.ts';

/** Where the central directory of a zip lies (APPNOTE.TXT 6.3.10, 4.3.14-4.3.16). Offsets count from the start of the file. */
export interface ZipEnd {
  readonly directoryOffset: number;
  readonly directoryBytes: number;
  /** Bytes before the archive, e.g. of a self-extracting program: to be added to every offset that the archive states. */
  readonly stubBytes: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const ENTRY_SIGNATURE = 0x02014b50;

/** The end record and its comment, whose length has 16 bits. */
const MAX_TAIL_BYTES = END_BYTES + 0xffff + LOCATOR_BYTES;

/** A comment may hold the signature by chance or by malice; no honest one holds it so often. */
const MAX_TRIES = 32;

/**
 * Finds the end record and from it the directory; null where there is none that fits. Looks for the last one, as
 * Python's zipfile does, so that a signature appended to an installer does no harm.
 */
export function findZipEnd(source: ByteSource): ZipEnd | null {
  const tailOffset = Math.max(0, source.size - MAX_TAIL_BYTES);
  const tail = source.read(tailOffset, MAX_TAIL_BYTES);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  let tries = 0;
  for (let at = tail.length - END_BYTES; at >= 0 && tries < MAX_TRIES; at -= 1) {
    if (view.getUint8(at) !== 0x50 || view.getUint32(at, true) !== END_SIGNATURE) continue;
    tries += 1;
    const end = parseEnd(source, view, at, tailOffset);
    if (end) return end;
  }
  return null;
}

function parseEnd(source: ByteSource, tail: DataView, at: number, tailOffset: number): ZipEnd | null {
  const locator = at - LOCATOR_BYTES;
  if (locator >= 0 && tail.getUint32(locator, true) === LOCATOR_SIGNATURE) {
    const stated = Number(tail.getBigUint64(locator + 8, true));
    const adjacent = tailOffset + locator - END64_BYTES;
    // The stated offset does not count a stub; without extensible data the record stands right before its locator.
    const end = parseEnd64(source, stated) ?? parseEnd64(source, adjacent);
    if (end) return end;
  }
  return place(source, tailOffset + at, tail.getUint32(at + 12, true), tail.getUint32(at + 16, true));
}

function parseEnd64(source: ByteSource, offset: number): ZipEnd | null {
  if (!Number.isSafeInteger(offset) || offset < 0) return null;
  const bytes = source.read(offset, END64_BYTES);
  if (bytes.length < END64_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== END64_SIGNATURE) return null;
  return place(source, offset, Number(view.getBigUint64(40, true)), Number(view.getBigUint64(48, true)));
}

/** The directory ends where the end record starts: what is missing before it is a stub. */
function place(source: ByteSource, endOffset: number, bytes: number, statedOffset: number): ZipEnd | null {
  const offset = endOffset - bytes;
  const stubBytes = offset - statedOffset;
  if (!Number.isSafeInteger(stubBytes) || offset < 0 || stubBytes < 0) return null;
  if (bytes === 0) return {directoryOffset: offset, directoryBytes: 0, stubBytes};
  const first = source.read(offset, 4);
  if (first.length < 4) return null;
  const signature = new DataView(first.buffer, first.byteOffset, 4).getUint32(0, true);
  return signature === ENTRY_SIGNATURE ? {directoryOffset: offset, directoryBytes: bytes, stubBytes} : null;
}
