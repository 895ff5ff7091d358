import {Bytes} from './bytes.ts';

const END = 0xffff_fffe;
const FREE = 0xffff_ffff;
const TABLE_MARK = 0xffff_fffd;
const LIST_MARK = 0xffff_fffc;
const IN_HEADER = 109;
const MINI_BYTES = 64;
const CUTOFF = 4096;

/** Writes a compound file by [MS-CFB]: version 3 with sectors of 512 bytes, or 4 with 4096. */
export function writeOle(
  streams: ReadonlyMap<string, Uint8Array>,
  sectorBytes: 512 | 4096 = 512,
): Uint8Array {
  const perSector = sectorBytes / 4;
  const sectors: Uint8Array[] = [];
  const next: number[] = [];
  /** Sectors one after the other, as a chain; the number of the first. */
  const place = (content: Uint8Array): number => {
    if (content.length === 0) return END;
    const first = sectors.length;
    for (let at = 0; at < content.length; at += sectorBytes) {
      const sector = Buffer.alloc(sectorBytes);
      sector.set(content.subarray(at, at + sectorBytes));
      sectors.push(sector);
      next.push(sectors.length);
    }
    next[next.length - 1] = END;
    return first;
  };

  const mini: Uint8Array[] = [];
  const miniNext: number[] = [];
  const placeSmall = (content: Uint8Array): number => {
    if (content.length === 0) return END;
    const first = miniNext.length;
    for (let at = 0; at < content.length; at += MINI_BYTES) {
      const sector = Buffer.alloc(MINI_BYTES);
      sector.set(content.subarray(at, at + MINI_BYTES));
      mini.push(sector);
      miniNext.push(miniNext.length + 1);
    }
    miniNext[miniNext.length - 1] = END;
    return first;
  };

  const placed = [...streams].map(([name, content]) => ({
    name,
    size: content.length,
    first: content.length < CUTOFF ? placeSmall(content) : place(content),
  }));
  const miniStream = Buffer.concat(mini);
  const rootFirst = place(miniStream);
  const miniTable = place(marks(miniNext, perSector));
  const entries = [
    entry('Root Entry', 5, rootFirst, miniStream.length, placed.length > 0 ? 1 : FREE),
    // A tree that is a list: each name is the right neighbour of the one before.
    ...placed.map(({name, first, size}, index) =>
      entry(name, 2, first, size, FREE, index + 1 < placed.length ? index + 2 : FREE),
    ),
  ];
  const directory = place(Buffer.concat(entries));

  // The table lists its own sectors too, and those that list them.
  let [tableCount, listCount] = [0, 0];
  for (;;) {
    const needed = Math.ceil((sectors.length + tableCount + listCount) / perSector);
    const lists = Math.ceil(Math.max(0, needed - IN_HEADER) / (perSector - 1));
    if (needed === tableCount && lists === listCount) break;
    [tableCount, listCount] = [needed, lists];
  }
  const tableFirst = sectors.length;
  const listFirst = tableFirst + tableCount;
  const table = [
    ...next,
    ...Array<number>(tableCount).fill(TABLE_MARK),
    ...Array<number>(listCount).fill(LIST_MARK),
  ];
  const tableSectors = Array.from({length: tableCount}, (_, index) => tableFirst + index);
  const lists = Array.from({length: listCount}, (_, index) => {
    const start = IN_HEADER + index * (perSector - 1);
    const listed = tableSectors.slice(start, start + perSector - 1);
    while (listed.length < perSector - 1) listed.push(FREE);
    return new Bytes(true).u32(...listed, index + 1 < listCount ? listFirst + index + 1 : END).toBytes();
  });

  const inHeader = Array.from({length: IN_HEADER}, (_, index) => tableSectors[index] ?? FREE);
  const isLarge = sectorBytes === 4096;
  const header = new Bytes(true)
    .raw([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
    .padTo(24)
    .u16(0x3e, isLarge ? 4 : 3, 0xfffe, isLarge ? 12 : 9, 6)
    .padTo(40)
    .u32(isLarge ? Math.ceil((entries.length * 128) / sectorBytes) : 0, tableCount, directory, 0, CUTOFF)
    .u32(miniTable, Math.ceil(miniNext.length / perSector), listCount > 0 ? listFirst : END, listCount)
    .u32(...inHeader)
    .padTo(sectorBytes);
  return Buffer.concat([header.toBytes(), ...sectors, marks(table, perSector), ...lists]);
}

/** Table entries, filled up to whole sectors with free ones. */
function marks(values: readonly number[], perSector: number): Uint8Array {
  const bytes = Buffer.alloc(Math.ceil(values.length / perSector) * perSector * 4, 0xff);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}

function entry(
  name: string,
  type: number,
  first: number,
  size: number,
  child: number,
  right = FREE,
): Uint8Array {
  return new Bytes(true)
    .raw(Buffer.from(name, 'utf16le'))
    .padTo(64)
    .u16(name.length * 2 + 2)
    .u8(type, 1)
    .u32(FREE, right, child)
    .padTo(116)
    .u32(first, size)
    .padTo(128)
    .toBytes();
}

const PACKED = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._';

/** A stream name as installers pack it: two characters in one, a last single one apart. */
export function packedName(name: string): string {
  return name.replaceAll(/[\s\S]{1,2}/g, part => {
    const [one = 0, two] = [...part].map(character => PACKED.indexOf(character));
    return String.fromCharCode(two === undefined ? 0x4800 + one : 0x3800 + one + (two << 6));
  });
}
