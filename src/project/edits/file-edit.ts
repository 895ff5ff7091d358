import {UserError} from '../../errors.ts';

/** Text of ours in a file. */
export interface Span {
  /** In bytes from the beginning of the file that holds it. */
  readonly offset: number;
  readonly text: string;
}

/** What becomes of one file. All edits insert: bytes that were there stay, in their order. */
export interface FileEdit {
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  /** Null where there is no such file yet. */
  readonly before: Uint8Array | null;
  readonly after: Uint8Array;
  /** All that was inserted, by place in `after`; they do not overlap. */
  readonly spans: readonly Span[];
}

/** An edit that does nothing yet. */
export function startEdit(path: string, before: Uint8Array | null): FileEdit {
  return {path, before, after: before ?? new Uint8Array(), spans: []};
}

/** Whether an edit changes anything. */
export function isChange({before, spans}: FileEdit): boolean {
  return before === null || spans.length > 0;
}

/** Inserts text at an offset in bytes of what the edit has made so far; within one of its own spans that span grows. */
export function insertText(edit: FileEdit, offset: number, text: string): FileEdit {
  const inserted = Buffer.from(text);
  const after = Buffer.concat([edit.after.subarray(0, offset), inserted, edit.after.subarray(offset)]);
  const around = edit.spans.find(
    span => span.offset < offset && offset < span.offset + Buffer.byteLength(span.text),
  );
  if (around) {
    const end = around.offset + Buffer.byteLength(around.text) + inserted.length;
    const grown = {...around, text: Buffer.from(after.subarray(around.offset, end)).toString('utf8')};
    const spans = edit.spans.map(span =>
      span === around
        ? grown
        : span.offset < offset
          ? span
          : {...span, offset: span.offset + inserted.length},
    );
    return {...edit, after, spans};
  }
  const moved = edit.spans.map(span =>
    span.offset < offset ? span : {...span, offset: span.offset + inserted.length},
  );
  const spans = [...moved, {offset, text}].toSorted((one, other) => one.offset - other.offset);
  return {...edit, after, spans};
}

/** The bytes without the spans, which must stand where they say: see {@link locateSpans}. */
export function removeSpans(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
  const kept: Uint8Array[] = [];
  let from = 0;
  for (const {offset, text} of spans.toSorted((one, other) => one.offset - other.offset)) {
    if (offset < from) throw new UserError({what: 'the journal names overlapping spans'});
    kept.push(bytes.subarray(from, offset));
    from = offset + Buffer.byteLength(text);
  }
  return Buffer.concat([...kept, bytes.subarray(from)]);
}

/** Where each span stands now that the file may have been edited around it: null for one that is there no more. */
export function locateSpans(bytes: Uint8Array, spans: readonly Span[]): readonly (Span | null)[] {
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return spans.map(span => {
    const needle = Buffer.from(span.text);
    if (haystack.subarray(span.offset, span.offset + needle.length).equals(needle)) return span;
    const offset = nearest(haystack, needle, span.offset);
    return offset === null ? null : {...span, offset};
  });
}

function nearest(haystack: Buffer, needle: Buffer, wanted: number): number | null {
  let best: number | null = null;
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) {
    if (best === null || Math.abs(at - wanted) < Math.abs(best - wanted)) best = at;
  }
  return best;
}

/**
 * The line, counted from 1, where a span that was edited most probably begins: that of its first line that is still
 * there and has letters; else the line at its old offset.
 */
export function lineOfEditedSpan(bytes: Uint8Array, span: Span): number {
  const text = Buffer.from(bytes).toString('latin1');
  const first = span.text.split(/\r?\n/).find(line => /\w/.test(line) && text.includes(line));
  const offset = first === undefined ? span.offset : text.indexOf(first);
  return text.slice(0, offset).split('\n').length;
}

/**
 * Whether somebody took a span out of a file: not one of its lines that say something stands there any more. A line
 * that stands elsewhere in the file, too, cannot be told from one of the span's, so that the span counts as edited.
 */
export function isTakenOut(bytes: Uint8Array, span: Span): boolean {
  const ours = linesOf(span.text);
  const lines = new Set(linesOf(Buffer.from(bytes).toString()));
  return ours.length > 0 && ours.every(line => !lines.has(line));
}

/** Trimmed, without those that many a file has: blank ones, lone brackets. */
function linesOf(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(line => /\w.*\w/.test(line));
}
