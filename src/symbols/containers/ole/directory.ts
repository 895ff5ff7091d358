import type {FieldReader} from '../../../binary/field-reader.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';

/** One stream of a compound file. */
export interface DirectoryEntry {
  /** UTF-16 as it stands there; installers pack theirs. */
  readonly rawName: string;
  readonly firstSector: number;
  readonly sizeBytes: number;
}

const ENTRY_BYTES = 128;
const MAX_NAME_BYTES = 64;
const TYPE_STREAM = 2;
const TYPE_ROOT = 5;

/** Sectors of 512 bytes belong to version 3, whose sizes have 32 bits: what stands above them may be anything. */
const SMALL_SECTOR_BYTES = 512;

/**
 * The streams of all storages, in the order of the directory, and the root, whose stream holds the small sectors
 * ([MS-CFB] 2.6). The tree of names is not walked: the list has them all. Throws an UnreadableError.
 */
export function readDirectory(
  directory: FieldReader,
  sectorBytes: number,
): {readonly root: DirectoryEntry; readonly streams: readonly DirectoryEntry[]} {
  const streams: DirectoryEntry[] = [];
  let root: DirectoryEntry | null = null;
  for (let at = 0; at + ENTRY_BYTES <= directory.size; at += ENTRY_BYTES) {
    const entry = directory.view(at, ENTRY_BYTES, 'its directory');
    const type = entry.getUint8(66);
    if (type === TYPE_ROOT) root ??= entryOf(entry, sectorBytes);
    else if (type === TYPE_STREAM) streams.push(entryOf(entry, sectorBytes));
  }
  if (!root) throw new UnreadableError('truncated', 'its directory has no root');
  return {root, streams};
}

function entryOf(entry: DataView, sectorBytes: number): DirectoryEntry {
  // The length counts the NUL.
  const nameBytes = Math.min(MAX_NAME_BYTES, entry.getUint16(64, true)) - 2;
  let rawName = '';
  for (let at = 0; at < nameBytes; at += 2) rawName += String.fromCharCode(entry.getUint16(at, true));
  const sizeBytes =
    sectorBytes === SMALL_SECTOR_BYTES ? entry.getUint32(120, true) : Number(entry.getBigUint64(120, true));
  return {rawName, firstSector: entry.getUint32(116, true), sizeBytes};
}
