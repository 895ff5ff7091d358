import {createHash} from 'node:crypto';

/** The files of a wheel that are taken out, and those that are new or have new contents. */
export interface RecordChanges {
  readonly removed: ReadonlySet<string>;
  readonly written: ReadonlyMap<string, Uint8Array>;
}

/** Digests that RECORD may use (PyPA, "Recording installed projects": sha256 or better); the default is the first. */
const ALGORITHMS = ['sha256', 'sha384', 'sha512'] as const;

interface Row {
  /** The row with its line end, as it stands there. */
  readonly raw: string;
  readonly path: string;
  readonly digest: string;
}

/**
 * RECORD with other rows for the files that changed: path, digest in URL-safe base64 without padding, size. Rows of
 * other files stay as they are, letter for letter; new ones go before RECORD's own, which has neither digest nor size.
 */
export function editRecord(text: string, {removed, written}: RecordChanges): string {
  const rows = readRows(text);
  const lineEnd = /\r\n/.test(rows[0]?.raw ?? '') ? '\r\n' : '\n';
  const known = new Set(rows.map(({path}) => path));
  const kept = rows
    .filter(({path}) => !removed.has(path))
    .map(row => {
      const bytes = written.get(row.path);
      return bytes ? rowOf(row.path, bytes, algorithmOf(row), lineEnd) : withLineEnd(row.raw, lineEnd);
    });
  const added = [...written].flatMap(([path, bytes]) =>
    known.has(path) ? [] : [rowOf(path, bytes, ALGORITHMS[0], lineEnd)],
  );
  const own = kept.findIndex(raw => /,,\r?\n$/.test(raw));
  return kept.toSpliced(own < 0 ? kept.length : own, 0, ...added).join('');
}

function algorithmOf({digest}: Row): (typeof ALGORITHMS)[number] {
  return ALGORITHMS.find(name => digest.startsWith(`${name}=`)) ?? ALGORITHMS[0];
}

function rowOf(path: string, bytes: Uint8Array, algorithm: string, lineEnd: string): string {
  const digest = createHash(algorithm).update(bytes).digest('base64url');
  return `${quoted(path)},${algorithm}=${digest},${bytes.length}${lineEnd}`;
}

/** A field as Python's csv module writes it: in quotes where it must be. */
function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

function withLineEnd(raw: string, lineEnd: string): string {
  return /\n$/.test(raw) ? raw : `${raw}${lineEnd}`;
}

/** A row of CSV (RFC 4180): fields in quotes may hold commas, line ends and doubled quotes. */
const ROW = /(?:"(?:[^"]|"")*"|[^"\r\n])+\r?\n?|"[^\r\n]*\r?\n?/g;
const FIELD = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;

function readRows(text: string): Row[] {
  return [...text.matchAll(ROW)].map(([raw]) => {
    const fields = [...raw.replace(/\r?\n$/, '').matchAll(FIELD)].map(
      ([, inQuotes, plain = '']) => inQuotes?.replaceAll('""', '"') ?? plain,
    );
    return {raw, path: fields[0] ?? '', digest: fields[1] ?? ''};
  });
}
