import {asBuffer} from '../../../binary/field-reader.ts';

/** What an extended header replaces in the header behind it; null where it says nothing of it. */
export interface PaxRecords {
  readonly path: string | null;
  readonly sizeBytes: number | null;
  /** A file with holes, whose data starts with a map of them (GNU tar manual, "PAX Format, Version 1.0"). */
  readonly isSparse: boolean;
}

/**
 * The records of an extended header (POSIX.1-2017 pax, "pax Extended Header"): `LENGTH KEY=VALUE\n`, the length counting
 * itself. Reading ends at a record that is none.
 */
export function parsePaxRecords(data: Uint8Array): PaxRecords {
  const bytes = asBuffer(data);
  let path: string | null = null;
  let sizeBytes: number | null = null;
  let isSparse = false;
  for (let at = 0; at < bytes.length; ) {
    const [, length = '', key = ''] =
      /^(\d{1,9}) ([^=\n]{1,100})=/.exec(bytes.toString('latin1', at, at + 120)) ?? [];
    const end = at + Number(length);
    const start = at + length.length + key.length + 2;
    if (length === '' || end <= start || end > bytes.length) break;
    const value = bytes.toString('utf8', start, end - 1);
    if (key === 'path') path = value;
    if (key === 'size' && /^\d{1,15}$/.test(value)) sizeBytes = Number(value);
    if (key.startsWith('GNU.sparse.')) isSparse = true;
    at = end;
  }
  return {path, sizeBytes, isSparse};
}
