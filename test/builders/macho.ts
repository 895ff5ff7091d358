import {createHash} from 'node:crypto';
import {Bytes} from './bytes.ts';

/** A symbol as it goes into the table; `type` and `description` are n_type and n_desc. */
export interface BuiltSymbol {
  readonly name: string;
  readonly type: number;
  readonly description?: number;
}

/** What goes into a Mach-O image; everything left out is absent from it. */
export interface MachOSpec {
  readonly bits?: 32 | 64;
  readonly endian?: 'little' | 'big';
  readonly cpuType?: number;
  readonly cpuSubtype?: number;
  readonly fileType?: number;
  readonly flags?: number;
  /** Load commands as they stand: kind and what follows its two first fields. */
  readonly commands?: readonly {readonly kind: number; readonly body: Uint8Array}[];
  /** One symbol table in this order, with LC_DYSYMTAB unless `divided` is false. */
  readonly symbols?: readonly BuiltSymbol[];
  readonly divided?: boolean;
  /** Bytes of an export trie, and the command that points to it. */
  readonly trie?: {readonly bytes: Uint8Array; readonly by: 'LC_DYLD_EXPORTS_TRIE' | 'LC_DYLD_INFO_ONLY'};
  /** Adds an ad-hoc signature as `codesign -s -` lays it out. */
  readonly signed?: boolean;
}

const N_EXT = 1;
const N_TYPE = 0x0e;
const LC_CODE_SIGNATURE = 0x1d;

/** Builds one image; by default a 64-bit little-endian x86_64 bundle with two-level namespace. */
export function buildMachO(spec: MachOSpec = {}): Uint8Array {
  const bits = spec.bits ?? 64;
  const little = (spec.endian ?? 'little') === 'little';
  const headerBytes = bits === 64 ? 32 : 28;
  // Tables lie behind the commands, whose length does not depend on where: build once to measure, once to keep.
  const measured = buildCommands(spec, bits, little, 0);
  const tablesOffset = Math.ceil((headerBytes + measured.commands.length) / 16) * 16;
  const {commands, count, tables} = buildCommands(spec, bits, little, tablesOffset);
  const file = new Bytes(little)
    .u32(bits === 64 ? 0xfeedfacf : 0xfeedface, spec.cpuType ?? 0x01000007, spec.cpuSubtype ?? 3)
    .u32(spec.fileType ?? 8, count, commands.length, spec.flags ?? 0x85);
  if (bits === 64) file.u32(0);
  file.raw(commands.toBytes()).padTo(tablesOffset).raw(tables.toBytes());
  const bytes = file.toBytes();
  return spec.signed ? sign(bytes, tablesOffset + tables.length) : bytes;
}

function buildCommands(spec: MachOSpec, bits: 32 | 64, little: boolean, tablesOffset: number) {
  const commands = new Bytes(little);
  const tables = new Bytes(little);
  let count = 0;
  const add = (kind: number, body: Uint8Array) => {
    const size = Math.ceil((8 + body.length) / 8) * 8;
    const start = commands.length;
    commands
      .u32(kind, size)
      .raw(body)
      .padTo(start + size);
    count++;
  };
  for (const {kind, body} of spec.commands ?? []) add(kind, body);
  if (spec.trie) {
    const {bytes, by} = spec.trie;
    const at = [tablesOffset + tables.length, bytes.length] as const;
    tables.raw(bytes).align(16);
    if (by === 'LC_DYLD_EXPORTS_TRIE') add(0x80000033, new Bytes(little).u32(...at).toBytes());
    else add(0x80000022, new Bytes(little).u32(0, 0, 0, 0, 0, 0, 0, 0, ...at).toBytes());
  }
  if (spec.symbols) {
    const strings = new Bytes(little).u8(0);
    const entries = new Bytes(little);
    for (const {name, type, description} of spec.symbols) {
      entries
        .u32(strings.length)
        .u8(type, 0)
        .u16(description ?? 0)
        .word(bits, 0);
      strings.cString(name);
    }
    const at = tablesOffset + tables.length;
    const symtab = [at, spec.symbols.length, at + entries.length, strings.length];
    tables.raw(entries.toBytes()).raw(strings.toBytes()).align(16);
    add(0x2, new Bytes(little).u32(...symtab).toBytes());
    if (spec.divided !== false) add(0xb, dysymtab(spec.symbols, little));
  }
  // 16 bytes of LC_CODE_SIGNATURE, a page hash per page and the blob headers: 512 hold them for files of these tests.
  if (spec.signed) add(LC_CODE_SIGNATURE, new Bytes(little).u32(tablesOffset + tables.length, 512).toBytes());
  return {commands, count, tables};
}

/** Counts the three parts that the symbols already lie in: local, defined external, undefined. */
function dysymtab(symbols: readonly BuiltSymbol[], little: boolean): Uint8Array {
  const part = ({type}: BuiltSymbol) =>
    (type & N_EXT) === 0 || type >= 0x20 ? 0 : (type & N_TYPE) !== 0 ? 1 : 2;
  const sizes = [0, 1, 2].map(wanted => symbols.filter(symbol => part(symbol) === wanted).length);
  const [locals = 0, defined = 0, undefineds = 0] = sizes;
  const ranges = [0, locals, locals, defined, locals + defined, undefineds];
  return new Bytes(little).u32(...ranges, ...Array<number>(12).fill(0)).toBytes();
}

/** An ad-hoc signature: a super blob with one code directory (version 0x20400, SHA-256, pages of 4 KiB). */
function sign(bytes: Uint8Array, signatureOffset: number): Uint8Array {
  const pages = Math.ceil(signatureOffset / 4096);
  const identifier = 'test';
  const hashOffset = 88 + identifier.length + 1;
  const directoryBytes = hashOffset + pages * 32;
  const blob = new Bytes(false)
    .u32(0xfade0cc0, 20 + directoryBytes, 1, 0, 20)
    .u32(0xfade0c02, directoryBytes, 0x20400, 0x2, hashOffset, 88, 0, pages, signatureOffset)
    .u8(32, 2, 0, 12)
    .u32(0, 0, 0, 0)
    .u64(0, 0, 0, 0)
    .cString(identifier);
  for (let page = 0; page < pages; page++) {
    const slice = bytes.subarray(page * 4096, Math.min((page + 1) * 4096, signatureOffset));
    blob.raw(createHash('sha256').update(slice).digest());
  }
  return new Bytes(true).raw(bytes.subarray(0, signatureOffset)).raw(blob.padTo(512).toBytes()).toBytes();
}

/** The body of a command with an `lc_str` behind `fields`: LC_LOAD_DYLIB, LC_ID_DYLIB, LC_RPATH. */
export function namedBody(name: string, fields: readonly number[], little = true): Uint8Array {
  return new Bytes(little)
    .u32(12 + fields.length * 4, ...fields)
    .cString(name)
    .toBytes();
}

/** The body of a command that is 32-bit numbers. */
export function numberBody(numbers: readonly number[], little = true): Uint8Array {
  return new Bytes(little).u32(...numbers).toBytes();
}

/** A trie whose root has one child for each name (at most 255), with address 0. */
export function flatTrie(names: readonly string[]): Uint8Array {
  const leafBytes = 4;
  const rootBytes = 2 + names.reduce((sum, name) => sum + Buffer.byteLength(name) + 1 + 3, 0);
  const trie = new Bytes(true).u8(0, names.length);
  names.forEach((name, index) => {
    const at = rootBytes + index * leafBytes;
    // ULEB128 in three bytes whatever the value, so that the root's length is known beforehand.
    trie.cString(name).u8((at & 0x7f) | 0x80, ((at >> 7) & 0x7f) | 0x80, at >> 14);
  });
  for (const _ of names) trie.u8(2, 0, 0, 0);
  return trie.toBytes();
}

/** A fat file of images, each at a multiple of 4 KiB; `entry` may change what the header says of a slice. */
export function buildFat(
  images: readonly {readonly cpuType: number; readonly bytes: Uint8Array}[],
  options: {
    readonly long?: boolean;
    readonly place?: (index: number, offset: number, size: number) => [number, number];
  } = {},
): Uint8Array {
  const page = 4096;
  let end = page;
  const file = new Bytes(false).u32(options.long ? 0xcafebabf : 0xcafebabe, images.length);
  const starts = images.map(({cpuType, bytes}, index) => {
    const start = end;
    end = Math.ceil((start + bytes.length) / page) * page;
    const [offset, size] = options.place?.(index, start, bytes.length) ?? [start, bytes.length];
    file
      .u32(cpuType, 3)
      .word(options.long ? 64 : 32, offset, size)
      .u32(12);
    if (options.long) file.u32(0);
    return start;
  });
  images.forEach(({bytes}, index) => {
    file.padTo(starts[index] ?? 0).raw(bytes);
  });
  return file.toBytes();
}
