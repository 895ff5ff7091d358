import {crc32, deflateRawSync} from 'node:zlib';
import {UserError} from '../../errors.ts';

/** Record signatures and sizes (APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12, 4.3.16). */
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const END = 0x06054b50;
const END_BYTES = 22;
/** An archive comment has this many bytes at most, so the end record begins no farther from the end. */
const MAX_COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATED = 8;
/** General purpose bits: encrypted in one way or another; sizes stand behind the data; names are UTF-8. */
const ENCRYPTED_FLAGS = 0x2041;
const DESCRIPTOR_FLAG = 0x0008;
const UTF8_FLAG = 0x0800;
/** The extra field in which sizes stand that need 64 bits. */
const ZIP64_EXTRA = 0x0001;
/** An ordinary file with 0644, made on a Unix: what wheels have. */
const UNIX = 3;
const MODE = (0o100644 << 16) >>> 0;
const MAX_32 = 0xffffffff;
const MAX_ENTRIES = 0xfffe;

/** What is to become of an archive. Names that are not in it are left aside, but for `added`. */
export interface ZipChanges {
  readonly removed?: ReadonlySet<string>;
  /** New contents; header, place and way of storing stay. */
  readonly replaced?: ReadonlyMap<string, Uint8Array>;
  /** Put at the end, in this order; ordinary files with the date of the member `datedAs`. */
  readonly added?: {readonly files: ReadonlyMap<string, Uint8Array>; readonly datedAs: string};
}

interface Entry {
  readonly name: string;
  readonly header: Buffer;
  /** All bytes from the local header to the next one. */
  readonly body: Buffer;
}

/**
 * An archive with other contents. What is not to change stays byte for byte: order, dates, modes, extra fields and
 * data. Libraries cannot: fflate 0.8 writes all headers anew, dates by way of the local time zone; yazl 3 takes no data
 * that is deflated already. Throws a UserError for an archive that cannot be changed in this way: damaged, encrypted, or
 * with 64-bit sizes.
 */
export function rewriteZip(zip: Buffer, {removed, replaced, added}: ZipChanges): Buffer {
  const {entries, prefix, comment} = readEntries(zip);
  const kept = entries.filter(({name}) => !removed?.has(name));
  const changed = kept.map(entry => {
    const bytes = replaced?.get(entry.name);
    return bytes ? withContent(entry, bytes) : entry;
  });
  if (!added) return joined(changed, prefix, comment);
  const model = entries.find(({name}) => name === added.datedAs);
  if (!model) throw unchangeable();
  const time = model.header.subarray(12, 16);
  const files = [...added.files].map(([name, bytes]) => newEntry(name, bytes, time));
  return joined([...changed, ...files], prefix, comment);
}

function joined(entries: readonly Entry[], prefix: Buffer, comment: Buffer): Buffer {
  let offset = prefix.length;
  const headers = entries.map(({header, body}) => {
    const moved = Buffer.from(header);
    moved.writeUInt32LE(offset, 42);
    offset += body.length;
    if (offset > MAX_32) throw unchangeable();
    return moved;
  });
  const directoryBytes = headers.reduce((sum, header) => sum + header.length, 0);
  if (offset + directoryBytes > MAX_32 || entries.length > MAX_ENTRIES) throw unchangeable();
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([prefix, ...entries.map(({body}) => body), ...headers, end, comment]);
}

/** The members of a plain zip, what stands before them, and the comment at its end. */
function readEntries(zip: Buffer): {entries: readonly Entry[]; prefix: Buffer; comment: Buffer} {
  const at = endRecord(zip);
  const count = zip.readUInt16LE(at + 10);
  const directory = zip.readUInt32LE(at + 16);
  if (count > MAX_ENTRIES || directory === MAX_32 || directory + zip.readUInt32LE(at + 12) !== at) {
    throw unchangeable();
  }
  const headers: {readonly name: string; readonly header: Buffer; readonly offset: number}[] = [];
  for (let from = directory; headers.length < count; ) {
    if (from + ENTRY_BYTES > at || zip.readUInt32LE(from) !== ENTRY) throw unchangeable();
    const nameBytes = zip.readUInt16LE(from + 28);
    const bytes = ENTRY_BYTES + nameBytes + zip.readUInt16LE(from + 30) + zip.readUInt16LE(from + 32);
    const name = zip.toString('utf8', from + ENTRY_BYTES, from + ENTRY_BYTES + nameBytes);
    headers.push({name, header: zip.subarray(from, from + bytes), offset: zip.readUInt32LE(from + 42)});
    from += bytes;
  }
  const starts = [...headers.map(({offset}) => offset), directory].sort((a, b) => a - b);
  const next = new Map(starts.slice(0, -1).map((start, index) => [start, starts[index + 1] ?? directory]));
  const entries = headers.map(({name, header, offset}) => {
    const end = next.get(offset) ?? 0;
    if (offset + LOCAL_BYTES > end || zip.readUInt32LE(offset) !== LOCAL) throw unchangeable();
    return {name, header, body: zip.subarray(offset, end)};
  });
  return {entries, prefix: zip.subarray(0, starts[0]), comment: zip.subarray(at + END_BYTES)};
}

/** Where the end record begins: the last one whose comment fills the rest of the file. */
function endRecord(zip: Buffer): number {
  const lowest = Math.max(0, zip.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = zip.length - END_BYTES; at >= lowest; at -= 1) {
    if (zip.readUInt32LE(at) === END && at + END_BYTES + zip.readUInt16LE(at + 20) === zip.length) return at;
  }
  throw unchangeable();
}

/** The same member with other content, stored in the same way. */
function withContent({name, header, body}: Entry, bytes: Uint8Array): Entry {
  const flags = header.readUInt16LE(8);
  const method = header.readUInt16LE(10);
  const localHeaderBytes = LOCAL_BYTES + body.readUInt16LE(26) + body.readUInt16LE(28);
  const nameEnd = ENTRY_BYTES + header.readUInt16LE(28);
  const extras = [
    header.subarray(nameEnd, nameEnd + header.readUInt16LE(30)),
    body.subarray(LOCAL_BYTES + body.readUInt16LE(26), localHeaderBytes),
  ];
  const isPlain = method === STORED || method === DEFLATED;
  if (!isPlain || flags & ENCRYPTED_FLAGS || localHeaderBytes > body.length || extras.some(hasZip64)) {
    throw unchangeable();
  }
  const data = method === STORED ? bytes : deflateRawSync(bytes);
  const [changedHeader, local] = [Buffer.from(header), Buffer.from(body.subarray(0, localHeaderBytes))];
  for (const [record, at] of [
    [changedHeader, 8],
    [local, 6],
  ] as const) {
    record.writeUInt16LE(flags & ~DESCRIPTOR_FLAG, at);
    // Method and date lie between.
    writeSizes(record, at + 8, bytes, data);
  }
  return {name, header: changedHeader, body: Buffer.concat([local, data])};
}

function writeSizes(record: Buffer, at: number, bytes: Uint8Array, data: Uint8Array): void {
  record.writeUInt32LE(crc32(bytes), at);
  record.writeUInt32LE(data.length, at + 4);
  record.writeUInt32LE(bytes.length, at + 8);
}

/** Extra fields (APPNOTE.TXT 4.5.1): number, length, content. */
function hasZip64(extra: Buffer): boolean {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === ZIP64_EXTRA) return true;
  }
  return false;
}

function newEntry(name: string, bytes: Uint8Array, time: Buffer): Entry {
  const path = Buffer.from(name);
  const data = deflateRawSync(bytes);
  // The 26 bytes that a local header and the directory have in common, from the version needed on.
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(UTF8_FLAG, 2);
  common.writeUInt16LE(DEFLATED, 4);
  time.copy(common, 6);
  writeSizes(common, 10, bytes, data);
  common.writeUInt16LE(path.length, 22);

  const local = Buffer.alloc(4);
  local.writeUInt32LE(LOCAL, 0);
  const header = Buffer.alloc(ENTRY_BYTES);
  header.writeUInt32LE(ENTRY, 0);
  header.writeUInt16LE((UNIX << 8) | 20, 4);
  common.copy(header, 6);
  header.writeUInt32LE(MODE, 38);
  return {name, header: Buffer.concat([header, path]), body: Buffer.concat([local, common, path, data])};
}

function unchangeable(): UserError {
  return new UserError({
    what: 'is an archive whose files cannot be changed: damaged, encrypted, or larger than 4 GiB',
    where: 'the wheel',
    advice: 'build it again',
  });
}
