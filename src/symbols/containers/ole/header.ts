import type {FieldReader} from '../../../binary/field-reader.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';

/** The header of a compound file ([MS-CFB] 2.2). */
export interface OleHeader {
  readonly sectorBytes: number;
  readonly firstDirectory: number;
  readonly miniCutoffBytes: number;
  readonly firstMiniTable: number;
  /** The list of the sectors of the sector table: its first part stands in the header, more in a chain of sectors. */
  readonly firstListSector: number;
}

export const OLE_SIGNATURE: readonly number[] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

const HEADER_BYTES = 512;

/** Version 3 has sectors of 512 bytes, version 4 of 4096; no other was ever defined. */
const SECTOR_SHIFTS: Readonly<Record<number, number>> = {3: 9, 4: 12};

/** Streams shorter than this lie in small sectors; [MS-CFB] allows no other value. */
const MINI_CUTOFF_BYTES = 4096;

/** Reads the header. Throws an UnreadableError. */
export function readHeader(reader: FieldReader): OleHeader {
  const what = 'its header';
  const header = reader.view(0, HEADER_BYTES, what);
  if (OLE_SIGNATURE.some((byte, at) => header.getUint8(at) !== byte)) {
    throw new UnreadableError('not-a-binary', 'it is no compound file by its first bytes');
  }
  const version = header.getUint16(26, true);
  const shift = SECTOR_SHIFTS[version];
  if (shift === undefined || header.getUint16(30, true) !== shift) {
    throw new UnreadableError('unsupported', `it is a compound file of version ${version}`);
  }
  if (header.getUint32(56, true) !== MINI_CUTOFF_BYTES) {
    throw new UnreadableError('unsupported', 'it states another size of small streams than 4096');
  }
  return {
    sectorBytes: 1 << shift,
    firstDirectory: header.getUint32(48, true),
    miniCutoffBytes: MINI_CUTOFF_BYTES,
    firstMiniTable: header.getUint32(60, true),
    firstListSector: header.getUint32(68, true),
  };
}
