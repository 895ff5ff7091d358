import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import {type PeHeaders, readPeHeaders} from './headers.ts';
import {type PeSection, readSections} from './sections.ts';

/** The most that is made up of zeros in one read; a section's header may claim gigabytes. */
const MAX_FILLED_BYTES = 1024 * 1024;

/** A run of RVAs: `backedBytes` of it come from the file, the rest up to `end` is zeros. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly offset: number;
  readonly backedBytes: number;
}

/**
 * A PE file as the loader would lay it out in memory: reads by RVA. Every read is checked and throws
 * {@link UnreadableError} `truncated` where the image has nothing.
 */
export class PeImage {
  readonly reader: FieldReader;
  readonly headers: PeHeaders;
  readonly sections: readonly PeSection[];
  readonly #spans: readonly Span[];
  #recent: Span | undefined;

  constructor(reader: FieldReader) {
    this.reader = reader;
    this.headers = readPeHeaders(reader);
    this.sections = readSections(reader, this.headers);
    this.#spans = layOut(this.headers, this.sections);
  }

  /** Whether anything lies at `rva`. */
  holds(rva: number): boolean {
    return this.#find(rva) !== undefined;
  }

  /** Bytes from `rva` to the end of what holds it, zero fill included. */
  extent(rva: number, what: string): number {
    return this.#span(rva, what).end - rva;
  }

  /** Bytes from `rva` that the file itself has, up to the end of the section; 0 in the zero fill. */
  backed(rva: number, what: string): number {
    const span = this.#span(rva, what);
    const delta = rva - span.start;
    return Math.max(0, Math.min(span.backedBytes, this.reader.size - span.offset) - delta);
  }

  /** Offset in the file of the byte at `rva`. */
  offset(rva: number, what: string): number {
    const span = this.#span(rva, what);
    return span.offset + rva - span.start;
  }

  /** Exactly `length` bytes at `rva`, with zeros past a section's data. */
  view(rva: number, length: number, what: string): DataView {
    const span = this.#span(rva, what);
    const delta = rva - span.start;
    if (delta + length <= span.backedBytes) return this.reader.view(span.offset + delta, length, what);
    if (rva + length > span.end || length > MAX_FILLED_BYTES) throw outside(what);
    const filled = new Uint8Array(length);
    const backed = Math.max(0, span.backedBytes - delta);
    if (backed > 0) filled.set(this.reader.bytes(span.offset + delta, backed, what));
    return new DataView(filled.buffer);
  }

  /** The NUL-terminated string at `rva`; empty in the zero fill. */
  cString(rva: number, what: string): string {
    const span = this.#span(rva, what);
    const delta = rva - span.start;
    return delta < span.backedBytes ? this.reader.cString(span.offset + delta, what) : '';
  }

  #span(rva: number, what: string): Span {
    const span = this.#find(rva);
    if (!span) throw outside(what);
    return span;
  }

  #find(rva: number): Span | undefined {
    const recent = this.#recent;
    if (recent && rva >= recent.start && rva < recent.end) return recent;
    let low = 0;
    let high = this.#spans.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#spans[middle]?.start ?? 0) <= rva) low = middle + 1;
      else high = middle;
    }
    const span = this.#spans[low - 1];
    if (!span || rva >= span.end) return undefined;
    this.#recent = span;
    return span;
  }
}

/** The headers, then the sections by RVA; each span ends where the next one starts, so that they never overlap. */
function layOut(headers: PeHeaders, sections: readonly PeSection[]): Span[] {
  const spans = [{start: 0, end: headers.headersSizeBytes, offset: 0, backedBytes: headers.headersSizeBytes}];
  for (const section of sections) {
    if (section.extentBytes === 0) continue;
    spans.push({
      start: section.rva,
      end: section.rva + section.extentBytes,
      offset: section.offset,
      backedBytes: section.rawBytes,
    });
  }
  spans.sort((a, b) => a.start - b.start);
  return spans.map((span, index) => {
    const end = Math.min(span.end, spans[index + 1]?.start ?? span.end);
    return {...span, end, backedBytes: Math.min(span.backedBytes, end - span.start)};
  });
}

function outside(what: string): UnreadableError {
  return new UnreadableError('truncated', `${what} lies outside the image`);
}
