import {crc32, deflateRawSync} from 'node:zlib';

/** One entry to write. What is left out is written as it truly is. */
export interface EntryParts {
  readonly name: string | Uint8Array;
  readonly data: Uint8Array;
  readonly stored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  /** Sizes and CRC that the directory states. */
  readonly sizeBytes?: number;
  readonly packedBytes?: number;
  readonly crc32?: number;
  /** The name in the local header. */
  readonly localName?: string;
  /** The directory points to the header at this offset, and neither header nor data is written. */
  readonly sharesHeaderAt?: number;
  readonly extra?: Uint8Array;
}

export interface ZipParts {
  readonly entries: readonly EntryParts[];
  /** All sizes and offsets stand in zip64 fields. */
  readonly zip64?: boolean;
  readonly comment?: Uint8Array;
  /** Bytes before the archive that its offsets do not count. */
  readonly stub?: Uint8Array;
}

interface Written {
  readonly bytes: Uint8Array;
  /** Offset of each entry's local header, in order. */
  readonly headerOffsets: readonly number[];
}

const UTF8_NAME = 0x0800;

/** Writes a zip archive by APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3. */
export function writeZip({entries, zip64 = false, comment = new Uint8Array(0), stub}: ZipParts): Written {
  const body: Buffer[] = [];
  const directory: Buffer[] = [];
  const headerOffsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const packed = entry.stored ? entry.data : deflateRawSync(entry.data);
    const common = {
      flags: entry.flags ?? UTF8_NAME,
      method: entry.method ?? (entry.stored ? 0 : 8),
      crc: entry.crc32 ?? crc32(entry.data),
      packedBytes: entry.packedBytes ?? packed.length,
      sizeBytes: entry.sizeBytes ?? entry.data.length,
    };
    const headerOffset = entry.sharesHeaderAt ?? offset;
    headerOffsets.push(headerOffset);
    if (entry.sharesHeaderAt === undefined) {
      const local = [localHeader(Buffer.from(entry.localName ?? name), common), Buffer.from(packed)];
      body.push(...local);
      offset += Buffer.concat(local).length;
    }
    const extra = zip64 ? zip64Extra(common.sizeBytes, common.packedBytes, headerOffset) : entry.extra;
    directory.push(directoryEntry(name, common, zip64 ? 0xffffffff : headerOffset, zip64, extra));
  }
  const written = Buffer.concat(directory);
  const end = endRecords(entries.length, written.length, offset, zip64, comment);
  return {bytes: Buffer.concat([stub ?? new Uint8Array(0), ...body, written, end]), headerOffsets};
}

/** The bytes alone. */
export const zipBytes = (...entries: readonly EntryParts[]): Uint8Array => writeZip({entries}).bytes;

interface Common {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly sizeBytes: number;
}

function localHeader(name: Buffer, {flags, method, crc, packedBytes, sizeBytes}: Common): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(flags, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(crc, 14);
  header.writeUInt32LE(packedBytes, 18);
  header.writeUInt32LE(sizeBytes, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name]);
}

function directoryEntry(
  name: Buffer,
  {flags, method, crc, packedBytes, sizeBytes}: Common,
  headerOffset: number,
  zip64: boolean,
  extra: Uint8Array = new Uint8Array(0),
): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE((3 << 8) | (zip64 ? 45 : 20), 4);
  entry.writeUInt16LE(zip64 ? 45 : 20, 6);
  entry.writeUInt16LE(flags, 8);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(crc, 16);
  entry.writeUInt32LE(zip64 ? 0xffffffff : packedBytes, 20);
  entry.writeUInt32LE(zip64 ? 0xffffffff : sizeBytes, 24);
  entry.writeUInt16LE(name.length, 28);
  entry.writeUInt16LE(extra.length, 30);
  entry.writeUInt32LE((0o100644 << 16) >>> 0, 38);
  entry.writeUInt32LE(headerOffset, 42);
  return Buffer.concat([entry, name, extra]);
}

function zip64Extra(sizeBytes: number, packedBytes: number, headerOffset: number): Buffer {
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  for (const [index, value] of [sizeBytes, packedBytes, headerOffset].entries()) {
    extra.writeBigUInt64LE(BigInt(value), 4 + index * 8);
  }
  return extra;
}

function endRecords(
  count: number,
  directoryBytes: number,
  directoryOffset: number,
  zip64: boolean,
  comment: Uint8Array,
): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(zip64 ? 0xffff : count, 8);
  end.writeUInt16LE(zip64 ? 0xffff : count, 10);
  end.writeUInt32LE(zip64 ? 0xffffffff : directoryBytes, 12);
  end.writeUInt32LE(zip64 ? 0xffffffff : directoryOffset, 16);
  end.writeUInt16LE(comment.length, 20);
  if (!zip64) return Buffer.concat([end, comment]);
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(count), 24);
  end64.writeBigUInt64LE(BigInt(count), 32);
  end64.writeBigUInt64LE(BigInt(directoryBytes), 40);
  end64.writeBigUInt64LE(BigInt(directoryOffset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(directoryOffset + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end, comment]);
}
