import {crc32} from 'node:zlib';
import {type ByteSource, readCopy} from '../byte-source.ts';
import {UnreadableError} from '../unreadable.ts';
import {createInflateEngine, type InflateEngine, InflateError, type PackedData} from './inflate-engine.ts';
import {giveBackPage, PAGE_BYTES, takePage} from './page-pool.ts';

/** A deflated member as its archive states it. */
export interface PackedMember {
  readonly packed: PackedData;
  readonly sizeBytes: number;
  readonly crc32: number;
}

/** A source over inflated data. Each read gives a copy of its own. */
export interface InflatedSource extends ByteSource {
  readInto(offset: number, target: Uint8Array): number;
  /** Gives all pages back and lets go of the engine; a later read starts anew. */
  close(): void;
}

/** The front of a member is kept: headers, symbol and string tables of ELF and Mach-O files lie there. 4 MiB. */
const KEPT_PAGES = 64;

/** Pages behind the front, the least recently used goes first. 2 MiB. */
const LOOSE_PAGES = 32;

/** While inflating forward to a page, only those this close before it are worth keeping. 1 MiB. */
const NEAR_PAGES = 16;

/** A page that is gone costs an inflation from the start: at most so many times the member's size, and some for small ones. */
const MAX_PASSES = 4;
const FREE_BYTES = 64 * 1024 * 1024;

/**
 * A source that inflates only as far as it is read, and keeps at most 6 MiB. Its reads throw an UnreadableError where
 * the data is broken, or is not of the size and CRC-32 that the archive states; the latter shows only to a reader that
 * reaches the end.
 */
export function inflatedSource(
  {packed, sizeBytes, crc32: statedCrc}: PackedMember,
  createEngine: (packed: PackedData) => InflateEngine = createInflateEngine,
): InflatedSource {
  const pageCount = Math.ceil(sizeBytes / PAGE_BYTES);
  const pages = new Map<number, Uint8Array>();
  const loose = new Set<number>();
  let engine: InflateEngine | null = null;
  let nextPage = 0;
  let crc = 0;
  let workBytes = 0;
  let failure: UnreadableError | null = null;

  const rewind = (): void => {
    engine?.close();
    engine = null;
    nextPage = 0;
    crc = 0;
  };

  const release = (): void => {
    rewind();
    for (const page of pages.values()) giveBackPage(page);
    pages.clear();
    loose.clear();
  };

  const fail = (reason: 'truncated' | 'unsupported', detail: string): never => {
    failure = new UnreadableError(reason, detail);
    release();
    throw failure;
  };

  const fill = (target: Uint8Array): number => {
    engine ??= createEngine(packed);
    try {
      return engine.fill(target);
    } catch (error) {
      if (error instanceof InflateError)
        return fail('truncated', `its compressed data is broken: ${error.message}`);
      release();
      throw error;
    }
  };

  /** Inflates the next page into `page`, which may be one that is dropped afterwards. */
  const inflateNext = (page: Uint8Array): void => {
    const start = nextPage * PAGE_BYTES;
    const target = page.subarray(0, sizeBytes - start);
    const filled = fill(target);
    if (filled < target.length)
      fail('truncated', `its data ends after ${start + filled} of ${sizeBytes} bytes`);
    crc = crc32(target, crc);
    nextPage += 1;
    if (nextPage < pageCount) return;
    if (fill(new Uint8Array(1)) > 0) {
      fail('truncated', `its data is longer than the ${sizeBytes} bytes that the archive states`);
    }
    if (crc !== statedCrc) fail('truncated', 'its data does not match the CRC-32 that the archive states');
  };

  const makeRoom = (): void => {
    const [oldest] = loose;
    const page = oldest === undefined ? undefined : pages.get(oldest);
    if (loose.size < LOOSE_PAGES || oldest === undefined || !page) return;
    loose.delete(oldest);
    pages.delete(oldest);
    giveBackPage(page);
  };

  const inflateTo = (wanted: number): Uint8Array => {
    if (wanted < nextPage) rewind();
    workBytes += (wanted - nextPage + 1) * PAGE_BYTES;
    if (workBytes > MAX_PASSES * sizeBytes + FREE_BYTES) {
      fail('unsupported', 'its tables lie too far apart to be read from compressed data');
    }
    const scratch = takePage();
    try {
      while (nextPage < wanted) {
        const index = nextPage;
        const isFront = index < KEPT_PAGES;
        if (pages.has(index) || (!isFront && index < wanted - NEAR_PAGES)) inflateNext(scratch);
        else inflateKept(index, isFront);
      }
    } finally {
      giveBackPage(scratch);
    }
    return inflateKept(wanted, wanted < KEPT_PAGES);
  };

  const inflateKept = (index: number, isFront: boolean): Uint8Array => {
    if (!isFront) makeRoom();
    const page = takePage();
    pages.set(index, page);
    if (!isFront) loose.add(index);
    inflateNext(page);
    return page;
  };

  const page = (index: number): Uint8Array => {
    const cached = pages.get(index);
    if (cached === undefined) return inflateTo(index);
    if (loose.delete(index)) loose.add(index);
    return cached;
  };

  const readInto = (offset: number, target: Uint8Array): number => {
    if (failure) throw failure;
    const start = Math.min(Math.max(offset, 0), sizeBytes);
    const end = Math.min(start + target.length, sizeBytes);
    for (let index = Math.floor(start / PAGE_BYTES); index * PAGE_BYTES < end; index += 1) {
      const from = index * PAGE_BYTES;
      const part = page(index).subarray(Math.max(0, start - from), end - from);
      target.set(part, Math.max(0, from - start));
    }
    return end - start;
  };

  return {
    size: sizeBytes,
    readInto,
    // A copy: the page may be another member's by the time that the bytes are looked at.
    read: (offset, length) => readCopy(sizeBytes, offset, length, readInto),
    close: release,
  };
}
