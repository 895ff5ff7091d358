import {type ByteSource, memorySource} from '../byte-source.ts';
import {readElfHeader} from '../elf/elf-header.ts';
import {PT_NOTE} from '../elf/program-headers.ts';
import {UnreadableError} from '../unreadable.ts';
import {readCoreSegments} from './core-segments.ts';
import {KeptRange} from './kept-range.ts';
import {type CoreFacts, readCore} from './read-core.ts';

/** The most of program headers, and of notes; the notes of ten thousand threads have 140 MB. */
const MAX_TABLE_BYTES = 256 * 1024 * 1024;

/** What is kept of the beginning of each image: a page of any system. */
const PAGE_BYTES = 64 * 1024;

/** A process has hundreds of images. */
const MAX_PAGES = 4096;

/** Linux writes one, other systems a few. */
const MAX_NOTE_AREAS = 64;

const ELF_HEADER_BYTES = 64;

/**
 * Takes a core as it comes out of a decompressor, forwards, and keeps the headers, the notes and the first page of each
 * mapped file: of gigabytes a few megabytes stay. The kernel writes the notes before the memory; gdb's gcore writes
 * them behind it, and then a second pass is needed.
 */
export class CoreCollector {
  /** The beginning, until the program headers are there. */
  #head: Buffer[] = [];
  #headLength = 0;
  #headWanted = ELF_HEADER_BYTES;
  /** What is wanted: first the program headers and the notes, then the pages too. Null until it is known. */
  #tables: KeptRange[] | null = null;
  #pages: KeptRange[] | null = null;
  #position = 0;

  /** How many bytes have passed. */
  get position(): number {
    return this.#position;
  }

  /** Whether some of what is wanted lies before what told that it is. */
  get needsAnotherPass(): boolean {
    return this.#pages?.some(page => page.isAhead(0)) ?? false;
  }

  /** Begins another pass. */
  rewind(): void {
    this.#position = 0;
  }

  /** Takes the next bytes; false when this pass brings no more that is of use. Throws {@link UnreadableError} for what is no core. */
  push(chunk: Buffer): boolean {
    const start = this.#position;
    this.#position += chunk.length;
    if (this.#tables === null) this.#growHead(chunk);
    else this.#take(start, chunk);
    if (this.#tables === null) return true;
    if (this.#pages === null && this.#tables.every(({isComplete}) => isComplete)) {
      this.#pages = wantedPages(readCore(this.source()));
      // Pages may begin in what has just passed.
      this.#take(start, chunk);
    }
    return [...this.#tables, ...(this.#pages ?? [])].some(range => range.isAhead(this.#position));
  }

  /** What was kept, as a source: reads of what was not are short. */
  source(): ByteSource {
    const ranges = [...(this.#tables ?? []), ...(this.#pages ?? [])];
    if (this.#tables === null) return memorySource(Buffer.concat(this.#head));
    return {
      // The end is not known where the stream was left before it.
      size: Number.MAX_SAFE_INTEGER,
      read(offset, length) {
        for (const range of ranges) {
          const into = offset - range.offset;
          if (into >= 0 && into < range.bytes.length) return range.bytes.subarray(into, into + length);
        }
        return new Uint8Array(0);
      },
    };
  }

  #growHead(chunk: Buffer): void {
    this.#head.push(chunk);
    this.#headLength += chunk.length;
    // Once for the ELF header, once for the program headers.
    while (this.#tables === null && this.#headLength >= this.#headWanted) {
      this.#head = [Buffer.concat(this.#head)];
      const [head = chunk] = this.#head;
      const tableEnd = tableEndOf(memorySource(head));
      if (tableEnd > this.#headLength) {
        this.#headWanted = tableEnd;
      } else {
        this.#tables = wantedTables(memorySource(head), tableEnd);
        this.#take(0, head);
      }
    }
  }

  #take(start: number, chunk: Uint8Array): void {
    for (const range of this.#tables ?? []) range.take(start, chunk);
    for (const page of this.#pages ?? []) page.take(start, chunk);
  }
}

function tableEndOf(head: ByteSource): number {
  const {type, programHeaders} = readElfHeader(head);
  if (type !== 'core') throw new UnreadableError('not-a-binary', 'it is an ELF file, but no core');
  const {offset, count, entryBytes} = programHeaders;
  return Math.max(ELF_HEADER_BYTES, limited(offset + count * entryBytes, 'program headers'));
}

/** The beginning with the program headers, and the notes. */
function wantedTables(head: ByteSource, tableEnd: number): KeptRange[] {
  const header = readElfHeader(head);
  const notes = [...readCoreSegments(header)].filter(({type}) => type === PT_NOTE);
  if (notes.length > MAX_NOTE_AREAS) {
    throw new UnreadableError('unsupported', `it has ${notes.length} areas of notes`);
  }
  limited(
    notes.reduce((sum, {fileBytes}) => sum + fileBytes, 0),
    'notes',
  );
  return [
    new KeptRange(0, tableEnd),
    ...notes.map(({offset, fileBytes}) => new KeptRange(offset, fileBytes)),
  ];
}

function limited(bytes: number, what: string): number {
  if (bytes <= MAX_TABLE_BYTES) return bytes;
  throw new UnreadableError('unsupported', `its ${what} claim to have ${bytes} bytes`);
}

/** The beginnings of all mapped files, or of all segments where no note names the files. */
function wantedPages({files, segments, memory}: CoreFacts): KeptRange[] {
  const beginnings =
    files === null
      ? segments
      : files
          .filter(({fileOffset}) => fileOffset === 0n)
          .map(({start}) => memory.segmentAt(start))
          .filter(segment => segment !== null);
  const pages = new Map<number, KeptRange>();
  for (const {offset, fileBytes} of beginnings) {
    const bytes = Math.min(fileBytes, PAGE_BYTES);
    if (bytes === 0 || pages.has(offset)) continue;
    if (pages.size >= MAX_PAGES) break;
    pages.set(offset, new KeptRange(offset, bytes));
  }
  return [...pages.values()];
}
