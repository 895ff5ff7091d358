import type {FieldReader} from '../../../binary/field-reader.ts';
import {UnreadableError} from '../../../binary/unreadable.ts';
import type {OleHeader} from './header.ts';

/** Which sector follows which ([MS-CFB] 2.3, the FAT). */
export interface SectorTable {
  /** Sectors that the file has. */
  readonly count: number;
  /** What the table says behind a sector. Throws an UnreadableError where the table ends before. */
  next(sector: number): number;
}

/** Larger numbers are marks: free, end of chain, table, list of the table. */
const MAX_SECTOR = 0xffff_fffa;
const END_OF_CHAIN = 0xffff_fffe;
const FREE = 0xffff_ffff;

/** Sectors of the table that the header itself lists, and where. */
const LISTED_IN_HEADER = 109;
const LIST_AT = 76;

const TABLE = 'its sector table';

/** The table of the file's sectors; where its own sectors lie is read as far as the file has sectors. */
export function mainTable(reader: FieldReader, {sectorBytes, firstListSector}: OleHeader): SectorTable {
  const count = Math.max(0, Math.ceil((reader.size - sectorBytes) / sectorBytes));
  const perSector = sectorBytes / 4;
  const neededSectors = Math.ceil(count / perSector);
  const offsetOf = (sector: number): number => (sector + 1) * sectorBytes;

  const tableSectors: number[] = [];
  const list = (offset: number, entries: number): void => {
    for (let at = 0; at < entries && tableSectors.length < neededSectors; at += 1) {
      tableSectors.push(reader.u32(offset + at * 4, TABLE));
    }
  };
  list(LIST_AT, LISTED_IN_HEADER);
  // Each of these sectors lists more, so that the loop ends with the sectors of the file.
  let listSector = firstListSector;
  while (tableSectors.length < neededSectors && listSector <= MAX_SECTOR) {
    const offset = offsetOf(listSector);
    list(offset, perSector - 1);
    listSector = reader.u32(offset + (perSector - 1) * 4, TABLE);
  }

  return {
    count,
    next(sector) {
      const tableSector = tableSectors[Math.floor(sector / perSector)] ?? FREE;
      if (tableSector >= count) throw new UnreadableError('truncated', `${TABLE} is cut off`);
      return reader.u32(offsetOf(tableSector) + (sector % perSector) * 4, TABLE);
    },
  };
}

/**
 * The sectors of a chain: `count` of them, or all up to its end. Throws an UnreadableError where it leaves the file,
 * ends early, or has more sectors than the file, as loops do.
 */
export function sectorsOf(
  table: SectorTable,
  first: number,
  count: number | null,
  what: string,
): Uint32Array {
  const sectors: number[] = [];
  let sector = first;
  while (count === null ? sector !== END_OF_CHAIN : sectors.length < count) {
    if (sector >= table.count)
      throw new UnreadableError('truncated', `${what} lies past the end of the file`);
    if (sectors.length >= table.count)
      throw new UnreadableError('truncated', `the sectors of ${what} form a loop`);
    sectors.push(sector);
    sector = table.next(sector);
  }
  return Uint32Array.from(sectors);
}
