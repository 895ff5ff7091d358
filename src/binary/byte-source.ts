import {giveBackLongBuffer, takeLongBuffer} from './long-buffers.ts';
import {UnreadableError} from './unreadable.ts';

/**
 * Random access to the bytes of one file or archive member. Implemented by `src/system` (files), by
 * `containers/` (archive members) and by {@link memorySource}; readers see nothing else of the world.
 */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /**
   * The bytes from `offset`, `length` of them, or fewer where the source ends. Never throws for an offset or a
   * length out of range. The view stays valid, and must not be written to.
   */
  read(offset: number, length: number): Uint8Array;
  /**
   * Fills `target` from `offset` on and returns the number of bytes, fewer where the source ends. Where a source has
   * it, a table longer than memory should hold passes through one buffer.
   */
  readInto?(offset: number, target: Uint8Array): number;
  /**
   * The bytes from `offset` that the source has in memory, after a read if it must: at least one, where `offset` is in
   * range. For names, whose length nobody knows before.
   */
  window?(offset: number): Uint8Array;
  /** Gives back the memory that the source holds: no view of it may be used any more. A later read starts anew. */
  close?(): void;
}

/** A source over bytes already in memory. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) =>
      bytes.subarray(clamp(offset, bytes.length), clamp(offset + length, bytes.length)),
    window: offset => bytes.subarray(clamp(offset, bytes.length)),
  };
}

/** The largest single read, in bytes: it is one allocation. String tables of real binaries reach 200 MB. */
const MAX_READ_BYTES = 512 * 1024 * 1024;

/**
 * {@link ByteSource.read} as a copy, by means of a `readInto`. Throws an UnreadableError for more than any real table
 * has, since a hostile size must not become an allocation, and where the source ends before its size.
 */
export function readCopy(
  size: number,
  offset: number,
  length: number,
  readInto: (offset: number, target: Uint8Array) => number,
): Uint8Array {
  const start = Math.max(offset, 0);
  const wanted = Math.min(offset + length, size) - start;
  if (!(wanted > 0)) return new Uint8Array(0);
  if (wanted > MAX_READ_BYTES) {
    throw new UnreadableError('unsupported', `a table of ${wanted} bytes is larger than any real one`);
  }
  const bytes = Buffer.allocUnsafe(wanted);
  if (readInto(start, bytes) < wanted) {
    throw new UnreadableError('truncated', 'the file became shorter while it was read');
  }
  return bytes;
}

/** A page: large enough that one covers a header with its tables, small enough that scattered reads stay cheap. */
const PAGE_BYTES = 16 * 1024;

/** Pages kept per source; 64 of them are 1 MiB, more than any real header, import table or dynamic section. */
const MAX_PAGES = 64;

/** Long reads of one source that share buffers with other sources. */
const MAX_LONG_BUFFERS = 2;

/**
 * Pages that one source after another uses. Memory that is merely dropped waits for a garbage collection, which V8
 * puts off until tens of megabytes have gathered.
 */
const freePages: Buffer[] = [];

/** A page as it was read: fewer bytes than a whole one at the end of the source. */
interface Page {
  readonly bytes: Uint8Array;
  /** What {@link freePages} gets back; null for memory of the source's own. */
  readonly buffer: Buffer | null;
}

/**
 * Wraps a source whose reads are costly in a cache of 16 KiB pages. Reads longer than one page bypass the cache,
 * so that a large string table is read once and not kept.
 */
export function pagedSource(inner: ByteSource): ByteSource {
  const pages = new Map<number, Page>();
  const longBuffers: Buffer[] = [];

  const long = (offset: number, length: number): Uint8Array => {
    if (!inner.readInto || longBuffers.length >= MAX_LONG_BUFFERS) return inner.read(offset, length);
    const buffer = takeLongBuffer(length);
    longBuffers.push(buffer);
    return buffer.subarray(0, inner.readInto(offset, buffer.subarray(0, length)));
  };

  const page = (index: number): Uint8Array => {
    const cached = pages.get(index);
    if (cached) return cached.bytes;
    const fresh = readPage(inner, index * PAGE_BYTES);
    // Maps iterate in insertion order: the first key is the oldest page. Views of it may be in use, so it is not freed.
    if (pages.size >= MAX_PAGES) pages.delete(pages.keys().next().value ?? index);
    pages.set(index, fresh);
    return fresh.bytes;
  };

  return {
    size: inner.size,
    ...(inner.readInto && {readInto: inner.readInto.bind(inner)}),
    window(offset) {
      const start = clamp(offset, inner.size);
      const index = Math.floor(start / PAGE_BYTES);
      return start < inner.size ? page(index).subarray(start - index * PAGE_BYTES) : new Uint8Array(0);
    },
    read(offset, length) {
      const start = clamp(offset, inner.size);
      const end = clamp(offset + length, inner.size);
      if (end <= start) return new Uint8Array(0);
      const first = Math.floor(start / PAGE_BYTES);
      const last = Math.floor((end - 1) / PAGE_BYTES);
      if (first === last) return page(first).subarray(start - first * PAGE_BYTES, end - first * PAGE_BYTES);
      if (end - start > PAGE_BYTES) return long(start, end - start);
      const joined = new Uint8Array(end - start);
      const head = page(first).subarray(start - first * PAGE_BYTES);
      joined.set(head);
      joined.set(page(last).subarray(0, end - last * PAGE_BYTES), head.length);
      return joined;
    },
    close() {
      for (const {buffer} of pages.values()) if (buffer) freePages.push(buffer);
      pages.clear();
      for (const buffer of longBuffers.splice(0)) giveBackLongBuffer(buffer);
    },
  };
}

function readPage(source: ByteSource, offset: number): Page {
  if (!source.readInto) return {bytes: source.read(offset, PAGE_BYTES), buffer: null};
  const buffer = freePages.pop() ?? Buffer.allocUnsafeSlow(PAGE_BYTES);
  return {bytes: buffer.subarray(0, source.readInto(offset, buffer)), buffer};
}

function clamp(value: number, max: number): number {
  if (!(value > 0)) return 0;
  return value < max ? value : max;
}
