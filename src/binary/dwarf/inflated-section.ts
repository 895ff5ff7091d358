import type {ByteSource} from '../byte-source.ts';
import {createInflateEngine, type InflateEngine, InflateError} from '../containers/inflate-engine.ts';
import {UnreadableError} from '../unreadable.ts';

/** Large enough that a page is seldom the wrong one, in bytes. */
const PAGE_BYTES = 64 * 1024;

/** Deflate packs at most so well (zlib's technical notes), whatever a header states. */
const MOST_RATIO = 1032;

/** What is inflated and kept of one file. The debug information of real ones inflates to three to ten times the file. */
const WORK_FACTOR = 64;
const FREE_WORK_BYTES = 16 * 1024 * 1024;
const KEPT_BYTES = 64 * 1024 * 1024;

/** Bounds the inflation of all sections of one file. */
export class InflateLimits {
  #workLeft: number;
  #keptLeft = KEPT_BYTES;

  constructor(fileBytes: number) {
    this.#workLeft = WORK_FACTOR * fileBytes + FREE_WORK_BYTES;
  }

  /** Counts `bytes` as inflated. Throws {@link UnreadableError} `unsupported` when it is too much. */
  work(bytes: number): void {
    this.#workLeft -= bytes;
    if (this.#workLeft < 0) {
      throw new UnreadableError('unsupported', 'its compressed debug information is too large for the file');
    }
  }

  /** Asks to keep `bytes` until the file is read; false when there is no room. */
  keep(bytes: number): boolean {
    if (bytes > this.#keptLeft) return false;
    this.#keptLeft -= bytes;
    return true;
  }

  /** Gives back what {@link keep} took. */
  release(bytes: number): void {
    this.#keptLeft += bytes;
  }
}

/** Strings are read here and there, the other sections from front to back: of these few pages are kept. */
const ORDERLY_PAGES = 4;

/**
 * A source over deflated data that inflates only as far as it is read. Throws {@link UnreadableError}: `truncated` for
 * broken data, `unsupported` for more of it than the limits allow.
 */
export function inflatedSection(
  packed: ByteSource,
  sizeBytes: number,
  limits: InflateLimits,
  isScattered: boolean,
): ByteSource {
  if (sizeBytes > packed.size * MOST_RATIO) throw broken('it states a size that its data cannot have');
  if (isScattered && limits.keep(sizeBytes)) return keptSection(packed, sizeBytes, limits);
  const pages = new Map<number, Buffer>();
  let engine: InflateEngine | null = null;
  let nextPage = 0;

  const inflateNext = (): Buffer => {
    const length = Math.min(PAGE_BYTES, sizeBytes - nextPage * PAGE_BYTES);
    limits.work(length);
    engine ??= createInflateEngine(packedData(packed));
    const page = Buffer.allocUnsafe(length);
    const filled = fill(engine, page);
    if (filled < length) throw broken('it ends too early');
    nextPage += 1;
    return page;
  };

  const keep = (index: number, page: Buffer): void => {
    if (pages.has(index)) return;
    const isFull = isScattered ? !limits.keep(page.length) : pages.size >= ORDERLY_PAGES;
    if (isFull) {
      const [oldest] = pages.keys();
      if (oldest === undefined) return;
      if (isScattered) limits.release(pages.get(oldest)?.length ?? 0);
      pages.delete(oldest);
      if (isScattered && !limits.keep(page.length)) return;
    }
    pages.set(index, page);
  };

  const pageAt = (index: number): Buffer => {
    const known = pages.get(index);
    if (known) return known;
    if (index < nextPage) {
      engine?.close();
      engine = null;
      nextPage = 0;
    }
    for (;;) {
      const at = nextPage;
      const page = inflateNext();
      if (at === index || isScattered) keep(at, page);
      if (at === index) return page;
    }
  };

  const window = (offset: number): Uint8Array => {
    const start = Math.min(Math.max(offset, 0), sizeBytes);
    const index = Math.floor(start / PAGE_BYTES);
    return start < sizeBytes ? pageAt(index).subarray(start - index * PAGE_BYTES) : new Uint8Array(0);
  };

  return {
    size: sizeBytes,
    window,
    read(offset, length) {
      const first = window(offset);
      const wanted = Math.min(length, sizeBytes - Math.max(offset, 0));
      if (!(wanted > first.length)) return first.subarray(0, Math.max(0, wanted));
      const bytes = Buffer.allocUnsafe(wanted);
      for (let filled = 0; filled < wanted; ) {
        const part = window(offset + filled).subarray(0, wanted - filled);
        bytes.set(part, filled);
        filled += part.length;
      }
      return bytes;
    },
    close() {
      engine?.close();
      engine = null;
      nextPage = 0;
      pages.clear();
    },
  };
}

/** All of it in one piece of memory, which is filled from the front as far as it is read. */
function keptSection(packed: ByteSource, sizeBytes: number, limits: InflateLimits): ByteSource {
  let bytes: Buffer | null = null;
  let engine: InflateEngine | null = null;
  let filled = 0;

  const upTo = (offset: number): Buffer => {
    bytes ??= Buffer.allocUnsafeSlow(sizeBytes);
    if (offset <= filled) return bytes;
    const end = Math.min(sizeBytes, Math.ceil(offset / PAGE_BYTES) * PAGE_BYTES);
    limits.work(end - filled);
    engine ??= createInflateEngine(packedData(packed));
    if (fill(engine, bytes.subarray(filled, end)) < end - filled) throw broken('it ends too early');
    filled = end;
    return bytes;
  };

  const inside = (offset: number): number => Math.min(Math.max(offset, 0), sizeBytes);
  return {
    size: sizeBytes,
    window(offset) {
      const start = inside(offset);
      return upTo(Math.min(start + 1, sizeBytes)).subarray(start, filled);
    },
    read(offset, length) {
      const start = inside(offset);
      const end = Math.max(start, inside(offset + length));
      return upTo(end).subarray(start, end);
    },
    close() {
      engine?.close();
      engine = null;
      bytes = null;
      filled = 0;
    },
  };
}

function packedData(packed: ByteSource) {
  return {
    size: packed.size,
    readInto(offset: number, target: Uint8Array): number {
      if (packed.readInto) return packed.readInto(offset, target);
      const bytes = packed.read(offset, target.length);
      target.set(bytes);
      return bytes.length;
    },
  };
}

function fill(engine: InflateEngine, page: Buffer): number {
  try {
    return engine.fill(page);
  } catch (error) {
    if (error instanceof InflateError) throw broken(error.message);
    throw error;
  }
}

function broken(why: string): UnreadableError {
  return new UnreadableError('truncated', `its compressed debug information is broken: ${why}`);
}
