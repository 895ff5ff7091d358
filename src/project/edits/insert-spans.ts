import type {Span} from './file-edit.ts';

/** The bytes with spans put in; each offset counts from the beginning of the result. The opposite of `removeSpans`. */
export function insertSpans(bytes: Uint8Array, spans: readonly Span[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let taken = 0;
  let length = 0;
  for (const {offset, text} of spans.toSorted((one, other) => one.offset - other.offset)) {
    const until = taken + offset - length;
    pieces.push(bytes.subarray(taken, until));
    const inserted = Buffer.from(text);
    pieces.push(inserted);
    length = offset + inserted.length;
    taken = until;
  }
  return Buffer.concat([...pieces, bytes.subarray(taken)]);
}
