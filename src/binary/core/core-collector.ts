import {type ByteSource, memorySource} from '../byte-source.ts';
import {readElfHeader} from '../elf/elf-header.ts';
import {PT_NOTE} from '../elf/program-headers.ts';
import {UnreadableError} from '../unreadable.ts';
import {readCoreSegments} from './core-segments.ts';
import {type CoreFacts, readCore} from './read-core.ts';

/** The most of headers and notes; those of ten thousand threads have 140 MB. */
const MAX_HEAD_BYTES = 256 * 1024 * 1024;

/** What is kept of the beginning of each image: a page of any system. */
const KEPT_BYTES = 64 * 1024;

/** 4,096 images: a process has hundreds. */
const MAX_KEPT_BYTES = 256 * 1024 * 1024;

const ELF_HEADER_BYTES = 64;

/** A run of bytes of the core. */
interface Range {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Takes a core as it comes out of a decompressor, once and forwards, and keeps the headers, the notes and the first page
 * of each mapped file: of gigabytes a few megabytes stay.
 */
export class CoreCollector {
  #head: Buffer = Buffer.alloc(0);
  #headBytes = ELF_HEADER_BYTES;
  #position = 0;
  /** The pages to keep, filled as they pass by; null until the head is there. */
  #wanted: Range[] | null = null;
  #next = 0;

  /** How many bytes have passed. */
  get position(): number {
    return this.#position;
  }

  /** Takes the next bytes; false when no more are of use. Throws {@link UnreadableError} for what is no core. */
  push(chunk: Uint8Array): boolean {
    const start = this.#position;
    this.#position += chunk.length;
    if (this.#wanted !== null) {
      this.#keep(start, chunk);
    } else {
      this.#head = Buffer.concat([this.#head, chunk]);
      // Once more for each part of the head: ELF header, program headers, notes.
      while (this.#wanted === null && this.#head.length >= this.#headBytes) this.#lookAtHead();
    }
    return this.#wanted === null || this.#next < this.#wanted.length;
  }

  /** What was kept, as a source: reads of what was not are short. */
  source(): ByteSource {
    const ranges: readonly Range[] = [{offset: 0, bytes: this.#head}, ...(this.#wanted ?? [])];
    return {
      // The end is not known where the stream was left before it.
      size: this.#wanted === null ? this.#head.length : Number.MAX_SAFE_INTEGER,
      read(offset, length) {
        const range = ranges.findLast(one => one.offset <= offset && offset < one.offset + one.bytes.length);
        const into = offset - (range?.offset ?? 0);
        return range?.bytes.subarray(into, into + length) ?? new Uint8Array(0);
      },
    };
  }

  #lookAtHead(): void {
    const source = memorySource(this.#head);
    const needed = headBytesOf(source);
    if (needed > MAX_HEAD_BYTES) {
      throw new UnreadableError('unsupported', `its headers and notes claim to have ${needed} bytes`);
    }
    if (needed > this.#headBytes) {
      this.#headBytes = needed;
      return;
    }
    this.#wanted = wantedPages(readCore(source));
    this.#keep(0, this.#head);
  }

  #keep(start: number, chunk: Uint8Array): void {
    const wanted = this.#wanted ?? [];
    const end = start + chunk.length;
    for (let index = this.#next; index < wanted.length; index += 1) {
      const page = wanted[index];
      if (!page || page.offset >= end) return;
      const pageEnd = page.offset + page.bytes.length;
      const from = Math.max(page.offset, start);
      const to = Math.min(pageEnd, end);
      if (from < to) page.bytes.set(chunk.subarray(from - start, to - start), from - page.offset);
      if (pageEnd <= end && index === this.#next) this.#next += 1;
    }
  }
}

/** How many bytes the header, the program headers and the notes take, as far as can be told from what is there. */
function headBytesOf(head: ByteSource): number {
  const header = readElfHeader(head);
  const {offset, count, entryBytes} = header.programHeaders;
  const tableEnd = offset + count * entryBytes;
  if (tableEnd > head.size) return tableEnd;
  let end = tableEnd;
  for (const {type, offset: at, fileBytes} of readCoreSegments(header)) {
    if (type === PT_NOTE) end = Math.max(end, at + fileBytes);
  }
  return end;
}

/** Empty pages for the beginnings of all mapped files, or of all segments where no note names the files; in file order. */
function wantedPages({files, segments, memory}: CoreFacts): Range[] {
  const beginnings =
    files === null
      ? segments
      : files
          .filter(({fileOffset}) => fileOffset === 0n)
          .map(({start}) => memory.segmentAt(start))
          .filter(segment => segment !== null);
  const sizes = new Map<number, number>();
  let total = 0;
  for (const {offset, fileBytes} of beginnings) {
    const bytes = Math.min(fileBytes, KEPT_BYTES);
    if (bytes === 0 || sizes.has(offset)) continue;
    total += bytes;
    if (total > MAX_KEPT_BYTES) break;
    sizes.set(offset, bytes);
  }
  return [...sizes]
    .toSorted(([a], [b]) => a - b)
    .map(([offset, bytes]) => ({offset, bytes: new Uint8Array(bytes)}));
}
