import type {FieldReader} from '../field-reader.ts';
import {UnreadableError} from '../unreadable.ts';
import type {Msf} from './msf.ts';

/** One record of the IPI stream: where its content, which follows the kind, starts and ends. */
export interface IdRecord {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
}

/** The records of the IPI stream by their index. */
export interface IdRecords {
  readonly reader: FieldReader;
  /** Throws an UnreadableError where there is none of that index. */
  record(index: number): IdRecord;
}

/** Stream 4 (LLVM docs, PDB/TpiStream). */
const IPI_STREAM = 4;
const HEADER_BYTES = 56;

/** Records have lengths of their own; of every 64th it is remembered where it starts. */
const STRIDE = 64;

/** Opens the IPI stream; null without one. Records are walked as far as they are asked for. */
export function openIdRecords(msf: Msf): IdRecords | null {
  const what = 'the IPI stream';
  const reader = msf.stream(IPI_STREAM);
  if (!reader || reader.size === 0) return null;
  const header = reader.view(0, HEADER_BYTES, what);
  const headerBytes = header.getUint32(4, true);
  const [first, last] = [header.getUint32(8, true), header.getUint32(12, true)];
  const end = headerBytes + header.getUint32(16, true);
  const marks = [headerBytes];

  const next = (at: number): number => {
    const after = at + 2 + reader.u16(at, what);
    if (after < at + 4 || after > end) {
      throw new UnreadableError('truncated', `a record of ${what} ends outside of it`);
    }
    return after;
  };

  return {
    reader,
    record(index) {
      if (index < first || index >= last) {
        throw new UnreadableError('truncated', `${what} has no record ${index}`);
      }
      const wanted = index - first;
      const mark = Math.min(Math.floor(wanted / STRIDE), marks.length - 1);
      let at = marks[mark] ?? headerBytes;
      for (let number = mark * STRIDE; number < wanted; ) {
        at = next(at);
        number++;
        if (number === marks.length * STRIDE) marks.push(at);
      }
      return {kind: reader.u16(at + 2, what), start: at + 4, end: next(at)};
    },
  };
}
