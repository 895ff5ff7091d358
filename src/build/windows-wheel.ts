import {createHash} from 'node:crypto';
import {crc32, deflateRawSync} from 'node:zlib';
import {UserError} from '../errors.ts';

/** Record signatures and sizes (APPNOTE.TXT 6.3.10, 4.3.7, 4.3.12, 4.3.16). */
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const END = 0x06054b50;
const END_BYTES = 22;
const DEFLATED = 8;
/** Names are UTF-8. */
const UTF8_FLAG = 0x0800;
/** An ordinary file with 0644, made on a Unix: what wheels have. */
const UNIX = 3;
const MODE = (0o100644 << 16) >>> 0;
const MAX_32 = 0xffffffff;

interface Entry {
  readonly name: string;
  readonly header: Buffer;
  /** All bytes from the local header to the next one. */
  readonly body: Buffer;
}

/**
 * A wheel with more files in it and in its RECORD (PEP 376 and 427: the sha256 in URL-safe base64 without padding, then
 * the size); RECORD is the last file. What was in it before stays byte for byte, but for files of the same names.
 * `record`: the text of RECORD as it is in the wheel, `recordPath` where. Throws a UserError for an archive that cannot
 * be changed in this way.
 */
export function addToWheel(
  wheel: Buffer,
  additions: ReadonlyMap<string, Uint8Array>,
  {path: recordPath, text}: {readonly path: string; readonly text: string},
): Buffer {
  const {entries, time} = readEntries(wheel, recordPath);
  const kept = entries.filter(({name}) => name !== recordPath && !additions.has(name));
  const record = Buffer.from(recordWith(text, additions));
  const added = [...additions, [recordPath, record] as const].map(([name, bytes]) =>
    newEntry(name, bytes, time),
  );
  const all = [...kept, ...added];

  let offset = 0;
  const headers = all.map(({header, body}) => {
    const moved = Buffer.from(header);
    moved.writeUInt32LE(offset, 42);
    offset += body.length;
    return moved;
  });
  const directoryBytes = headers.reduce((sum, header) => sum + header.length, 0);
  if (offset + directoryBytes > MAX_32 || all.length > 0xfffe) throw unchangeable();
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(all.length, 8);
  end.writeUInt16LE(all.length, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...all.map(({body}) => body), ...headers, end]);
}

/** RECORD with lines for more files, before its own line, which stays the last. */
function recordWith(text: string, additions: ReadonlyMap<string, Uint8Array>): string {
  const lines = text.split(/\r?\n/).filter(line => line !== '');
  const names = new Set([...additions.keys()].map(quoted));
  const kept = lines.filter(line => ![...names].some(name => line.startsWith(`${name},`)));
  const added = [...additions].map(([name, bytes]) => {
    const digest = createHash('sha256').update(bytes).digest('base64url');
    return `${quoted(name)},sha256=${digest},${bytes.length}`;
  });
  const own = kept.findIndex(line => line.endsWith(',,'));
  return `${kept.toSpliced(own < 0 ? kept.length : own, 0, ...added).join('\n')}\n`;
}

/** A field of CSV. */
function quoted(name: string): string {
  return /[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}

/** The files of a plain zip, and the time and date of one of them as it stands in its header. */
function readEntries(
  wheel: Buffer,
  timeOf: string,
): {readonly entries: readonly Entry[]; readonly time: Buffer} {
  const at = wheel.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (at < 0 || at + END_BYTES > wheel.length) throw unchangeable();
  const count = wheel.readUInt16LE(at + 10);
  const directory = wheel.readUInt32LE(at + 16);
  if (count === 0xffff || directory === MAX_32 || directory > at) throw unchangeable();
  const headers: {readonly name: string; readonly header: Buffer; readonly offset: number}[] = [];
  for (let from = directory; headers.length < count; ) {
    if (from + ENTRY_BYTES > at || wheel.readUInt32LE(from) !== ENTRY) throw unchangeable();
    const nameBytes = wheel.readUInt16LE(from + 28);
    const bytes = ENTRY_BYTES + nameBytes + wheel.readUInt16LE(from + 30) + wheel.readUInt16LE(from + 32);
    const name = wheel.toString('utf8', from + ENTRY_BYTES, from + ENTRY_BYTES + nameBytes);
    headers.push({name, header: wheel.subarray(from, from + bytes), offset: wheel.readUInt32LE(from + 42)});
    from += bytes;
  }
  const starts = [...headers.map(({offset}) => offset), directory].sort((a, b) => a - b);
  const next = new Map(starts.slice(0, -1).map((start, index) => [start, starts[index + 1] ?? directory]));
  const entries = headers.map(({name, header, offset}) => {
    const end = next.get(offset) ?? 0;
    if (offset + LOCAL_BYTES > end || wheel.readUInt32LE(offset) !== LOCAL) throw unchangeable();
    return {name, header, body: wheel.subarray(offset, end)};
  });
  const model = entries.find(({name}) => name === timeOf);
  if (!model) throw unchangeable();
  return {entries, time: model.header.subarray(12, 16)};
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
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(bytes.length, 18);
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
    what: 'is an archive that files cannot be added to: damaged, encrypted, or larger than 4 GiB',
    where: 'the wheel',
    advice: 'build in place instead (--inplace)',
  });
}
