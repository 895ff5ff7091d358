import {Bytes} from './bytes.ts';
import {
  type ElfSymbolSpec,
  emptyGnuHash,
  gnuHash,
  inGnuHashOrder,
  Strings,
  symbolTable,
  sysvHash,
  versionNeeds,
} from './elf-tables.ts';

/** What to write; everything left out is absent or an ordinary value (x86-64, little-endian, ET_DYN). */
export interface ElfSpec {
  readonly bits?: 32 | 64;
  readonly littleEndian?: boolean;
  /** `e_type`. */
  readonly type?: number;
  /** `e_machine`. */
  readonly machine?: number;
  readonly flags?: number;
  readonly osAbi?: number;
  readonly interpreter?: string;
  readonly soname?: string;
  readonly needed?: readonly string[];
  readonly rpath?: string;
  readonly runpath?: string;
  readonly symbols?: readonly ElfSymbolSpec[];
  readonly versionNeeds?: Readonly<Record<string, readonly string[]>>;
  readonly hash?: 'sysv' | 'gnu' | 'both' | 'empty-gnu' | 'none';
  /** DT_STRSZ, where it is to differ from the length of the string table. */
  readonly stringBytes?: number;
  /** Other entries of PT_DYNAMIC: tag and value. */
  readonly dynamic?: readonly (readonly [number, number])[];
  /** No PT_DYNAMIC at all. */
  readonly isStatic?: boolean;
  /** Notes, each with a PT_NOTE of its own; `segmentType` where it is another. */
  readonly notes?: readonly ElfNoteSpec[];
  /** `p_flags` of PT_GNU_STACK. */
  readonly stackFlags?: number;
  readonly hasRelro?: boolean;
  /** Sections of the section table, beside the null one and `.shstrtab`. */
  readonly sections?: readonly ElfSectionSpec[];
  /** Writes 0 and SHN_XINDEX to the header, as files with 65,280 sections and more do. */
  readonly hasExtendedNumbers?: boolean;
}

export interface ElfNoteSpec {
  readonly name: string;
  readonly type: number;
  readonly content: readonly number[];
  readonly align?: 4 | 8;
  readonly segmentType?: number;
}

export interface ElfSectionSpec {
  readonly name: string;
  readonly type: number;
  readonly content: readonly number[];
}

/** An ELF file and where its tables begin, in bytes; 0 for a table that it does not have. */
export interface BuiltElf {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly at: Readonly<Record<TableName, number>>;
}

type TableName =
  | 'programHeaders'
  | 'dynamic'
  | 'strings'
  | 'symbols'
  | 'sysvHash'
  | 'gnuHash'
  | 'versions'
  | 'versionNeeds'
  | 'notes'
  | 'sectionHeaders';

/** The address of the first byte of the file: other than 0, so that an address taken for an offset shows. */
export const BASE_ADDRESS = 0x10000;

interface SegmentSpec {
  readonly type: number;
  readonly flags: number;
  readonly offset: number;
  readonly size: number;
  readonly align: number;
}

/** Writes an ELF file as a linker lays it out, in one PT_LOAD. */
export function buildElf(spec: ElfSpec = {}): BuiltElf {
  const shape = {bits: spec.bits ?? 64, littleEndian: spec.littleEndian ?? true} as const;
  const {bits, littleEndian} = shape;
  const headerBytes = bits === 64 ? 64 : 52;
  const entryBytes = bits === 64 ? 56 : 32;
  const at: Record<TableName, number> = {
    programHeaders: headerBytes,
    dynamic: 0,
    strings: 0,
    symbols: 0,
    sysvHash: 0,
    gnuHash: 0,
    versions: 0,
    versionNeeds: 0,
    notes: 0,
    sectionHeaders: 0,
  };

  const notes = spec.notes ?? [];
  const segmentCount =
    1 +
    (spec.isStatic ? 0 : 1) +
    (spec.interpreter === undefined ? 0 : 1) +
    notes.length +
    (spec.stackFlags === undefined ? 0 : 1) +
    (spec.hasRelro ? 1 : 0);
  const file = new Bytes(littleEndian).padTo(headerBytes + segmentCount * entryBytes);
  const segments: SegmentSpec[] = [];
  const place = (content: Bytes): number => {
    const offset = file.align(8).length;
    file.raw(content.toBytes());
    return offset;
  };

  if (spec.interpreter !== undefined) {
    const content = new Bytes(littleEndian).cString(spec.interpreter);
    segments.push({type: 3, flags: 4, offset: place(content), size: content.length, align: 1});
  }
  for (const note of notes) {
    const align = note.align ?? 4;
    const content = new Bytes(littleEndian).u32(note.name.length + 1, note.content.length, note.type);
    content.cString(note.name).align(align).raw(note.content).align(align);
    const offset = place(content);
    at.notes ||= offset;
    segments.push({type: note.segmentType ?? 4, flags: 4, offset, size: content.length, align});
  }
  if (!spec.isStatic) segments.push(placeDynamic(spec, at, place));
  if (spec.stackFlags !== undefined) {
    segments.push({type: 0x6474e551, flags: spec.stackFlags, offset: 0, size: 0, align: 16});
  }
  if (spec.hasRelro) segments.push({type: 0x6474e552, flags: 4, offset: at.dynamic, size: 16, align: 1});
  segments.unshift({type: 1, flags: 6, offset: 0, size: file.length, align: 0x1000});
  const sectionCount = placeSections(spec, at, place);

  const head = new Bytes(littleEndian).u8(0x7f, 0x45, 0x4c, 0x46, bits / 32, littleEndian ? 1 : 2, 1);
  head.u8(spec.osAbi ?? 0).padTo(16);
  head
    .u16(spec.type ?? 3, spec.machine ?? 62)
    .u32(1)
    .word(bits, 0, headerBytes, at.sectionHeaders);
  head.u32(spec.flags ?? 0).u16(headerBytes, entryBytes, segmentCount, bits === 64 ? 64 : 40);
  head.u16(...(spec.hasExtendedNumbers ? [0, 0xffff] : [sectionCount, Math.max(sectionCount - 1, 0)]));
  for (const {type, flags, offset, size, align} of segments) {
    const address = offset + BASE_ADDRESS;
    if (bits === 64) head.u32(type, flags).u64(offset, address, address, size, size, align);
    else head.u32(type, offset, address, address, size, size, flags, align);
  }
  const bytes = file.toBytes();
  bytes.set(head.toBytes());
  return {bytes, view: new DataView(bytes.buffer), at};
}

/** PT_DYNAMIC behind all that it names; the string table comes behind the symbols, as linkers have it. */
function placeDynamic(
  spec: ElfSpec,
  at: Record<TableName, number>,
  place: (content: Bytes) => number,
): SegmentSpec {
  const shape = {bits: spec.bits ?? 64, littleEndian: spec.littleEndian ?? true} as const;
  const {bits, littleEndian} = shape;
  const hash = spec.hash ?? 'both';
  const symbols = inGnuHashOrder(spec.symbols ?? []);
  const strings = new Strings();
  const entries: (readonly [number, number])[] = [];
  const addressOf = (offset: number): number => offset + BASE_ADDRESS;

  for (const library of spec.needed ?? []) entries.push([1, strings.offsetOf(library)]);
  if (spec.soname !== undefined) entries.push([14, strings.offsetOf(spec.soname)]);
  if (spec.rpath !== undefined) entries.push([15, strings.offsetOf(spec.rpath)]);
  if (spec.runpath !== undefined) entries.push([29, strings.offsetOf(spec.runpath)]);
  if (hash === 'sysv' || hash === 'both') {
    const isIbmZ = bits === 64 && spec.machine === 22;
    at.sysvHash = place(sysvHash(littleEndian, isIbmZ ? 64 : 32, symbols.length + 1));
    entries.push([4, addressOf(at.sysvHash)]);
  }
  if (hash === 'gnu' || hash === 'both' || hash === 'empty-gnu') {
    at.gnuHash = place(hash === 'empty-gnu' ? emptyGnuHash(shape) : gnuHash(shape, symbols));
    entries.push([0x6ffffef5, addressOf(at.gnuHash)]);
  }
  at.symbols = place(symbolTable(shape, symbols, strings));
  entries.push([6, addressOf(at.symbols)], [11, bits === 64 ? 24 : 16]);
  if (spec.versionNeeds) {
    const {table, indexes} = versionNeeds(littleEndian, spec.versionNeeds, strings);
    const versions = symbols.map(({version}) => (version === undefined ? 1 : (indexes.get(version) ?? 1)));
    at.versions = place(new Bytes(littleEndian).u16(0, ...versions));
    at.versionNeeds = place(table);
    entries.push([0x6ffffff0, addressOf(at.versions)], [0x6ffffffe, addressOf(at.versionNeeds)]);
    entries.push([0x6fffffff, Object.keys(spec.versionNeeds).length]);
  }
  at.strings = place(strings.bytes);
  entries.push([5, addressOf(at.strings)], [10, spec.stringBytes ?? strings.bytes.length]);
  entries.push(...(spec.dynamic ?? []), [0, 0]);

  const dynamic = new Bytes(littleEndian);
  for (const entry of entries) dynamic.word(bits, ...entry);
  at.dynamic = place(dynamic);
  return {type: 2, flags: 6, offset: at.dynamic, size: dynamic.length, align: 8};
}

/** The sections with their names and their table; returns how many there are, 0 without a table. */
function placeSections(
  spec: ElfSpec,
  at: Record<TableName, number>,
  place: (content: Bytes) => number,
): number {
  if (spec.sections === undefined) return 0;
  const bits = spec.bits ?? 64;
  const littleEndian = spec.littleEndian ?? true;
  const names = new Strings();
  const rows = spec.sections.map(({name, type, content}) => {
    const bytes = new Bytes(littleEndian).raw(content);
    return {name: names.offsetOf(name), type, offset: place(bytes), size: bytes.length};
  });
  const namesName = names.offsetOf('.shstrtab');
  rows.push({name: namesName, type: 3, offset: place(names.bytes), size: names.bytes.length});

  const count = rows.length + 1;
  const table = new Bytes(littleEndian);
  const [statedCount, statedIndex] = spec.hasExtendedNumbers ? [count, count - 1] : [0, 0];
  table.u32(0, 0).word(bits, 0, 0, 0, statedCount).u32(statedIndex, 0).word(bits, 0, 0);
  for (const {name, type, offset, size} of rows) {
    table.u32(name, type).word(bits, 0, 0, offset, size).u32(0, 0).word(bits, 1, 0);
  }
  at.sectionHeaders = place(table);
  return count;
}
