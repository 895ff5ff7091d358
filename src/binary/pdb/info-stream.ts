import type {FieldReader} from '../field-reader.ts';
import {formatGuid} from '../guid.ts';
import {UnreadableError} from '../unreadable.ts';
import type {Msf} from './msf.ts';

/** Stream 1 of every PDB (LLVM docs, PDB/PdbStream). */
const INFO_STREAM = 1;

/** Version, signature, age, GUID. */
const HEADER_BYTES = 28;

/** What the PDB info stream tells. */
export interface PdbInfo {
  /** Lower-case 8-4-4-4-12 hexadecimal. */
  readonly guid: string;
  /** How often this file was written; other tools than the linker count it up too. */
  readonly age: number;
  /** Seconds since 1970, or a hash of the content. */
  readonly signature: number;
  /** Numbers of the streams that are found by name, e.g. `/names`. */
  readonly namedStreams: ReadonlyMap<string, number>;
}

/** Reads the PDB info stream. Throws an UnreadableError. */
export function readInfoStream(msf: Msf): PdbInfo {
  const what = 'the PDB info stream';
  const reader = msf.stream(INFO_STREAM);
  if (!reader) throw new UnreadableError('truncated', `${what} is missing`);
  const header = reader.view(0, HEADER_BYTES, what);
  return {
    guid: formatGuid(header, 12),
    age: header.getUint32(8, true),
    signature: header.getUint32(4, true),
    namedStreams: reader.size > HEADER_BYTES ? readNamedStreams(reader, what) : new Map(),
  };
}

/**
 * A buffer of names and a hash table from offsets in it to stream numbers. Of the buckets only those in use are in the
 * file, one behind the other, so the bit vectors, which tell which ones, are passed over.
 */
function readNamedStreams(reader: FieldReader, what: string): ReadonlyMap<string, number> {
  const names = HEADER_BYTES + 4;
  const table = names + reader.u32(HEADER_BYTES, what);
  const present = table + 8;
  const deleted = present + 4 + 4 * reader.u32(present, what);
  const buckets = deleted + 4 + 4 * reader.u32(deleted, what);
  const bytes = 8 * reader.u32(table, what);
  const entries = reader.view(buckets, bytes, what);
  const streams = new Map<string, number>();
  for (let at = 0; at < bytes && streams.size < MAX_NAMED; at += 8) {
    streams.set(reader.cString(names + entries.getUint32(at, true), what), entries.getUint32(at + 4, true));
  }
  return streams;
}

/** Names are few: `/names`, `/LinkInfo`, `/src/headerblock`, and one for each Natvis and source server file. */
const MAX_NAMED = 1000;
