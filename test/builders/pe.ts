/** One library of an import or delay import table; a number is an ordinal. */
export interface PeImportSpec {
  readonly library: string;
  readonly entries: readonly (string | number)[];
}

/** What to write; everything left out is absent or an ordinary value. */
export interface PeSpec {
  readonly bits?: 32 | 64;
  readonly machine?: number;
  readonly characteristics?: number;
  readonly dllCharacteristics?: number;
  readonly timestamp?: number;
  readonly imageBase?: number;
  /** Number of data directories in the optional header; 16 unless told. */
  readonly directoryCount?: number;
  readonly imports?: readonly PeImportSpec[];
  /** Leaves the lookup tables out, as old Borland linkers did. */
  readonly withoutLookupTables?: boolean;
  readonly delayImports?: readonly PeImportSpec[];
  /** Writes delay imports with virtual addresses, as Visual C++ 6 did. */
  readonly delayByAddress?: boolean;
  /** Names are written in the order given, sorted or not. */
  readonly exports?: {readonly fileName: string; readonly names: readonly string[]};
  /** Debug directory entries: type and raw data. */
  readonly debug?: readonly {readonly type: number; readonly data: Uint8Array}[];
  /** Bytes of the resource directory; `rva` is where they will be. */
  readonly resources?: (rva: number) => Uint8Array;
  /** RVA and size of the CLR header. */
  readonly clr?: readonly [number, number];
  readonly certificate?: readonly [number, number];
}

/** A PE file and the file offsets at which tests like to poke. */
export interface BuiltPe {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly peOffset: number;
  readonly optionalOffset: number;
  /** Of the first data directory. */
  readonly directoriesOffset: number;
  readonly sectionTable: number;
  /** Of the one section's data. */
  readonly sectionData: number;
}

/** RVA of the one section, and its file offset. */
export const SECTION_RVA = 0x1000;
export const SECTION_OFFSET = 0x400;

const PE_OFFSET = 0x80;

/** Bytes of a section that grows as tables are laid into it. */
class Area {
  bytes = new Uint8Array(0x1000);
  used = 0;

  /** RVA of `length` fresh zero bytes. */
  allocate(length: number, alignment = 8): number {
    const at = Math.ceil(this.used / alignment) * alignment;
    this.used = at + length;
    while (this.used > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    return SECTION_RVA + at;
  }

  put(data: Uint8Array, alignment = 8): number {
    const rva = this.allocate(data.length, alignment);
    this.bytes.set(data, rva - SECTION_RVA);
    return rva;
  }

  text(value: string): number {
    return this.put(Buffer.from(`${value}\0`), 2);
  }

  u32(rva: number, ...values: number[]): void {
    const view = new DataView(this.bytes.buffer);
    for (const [index, value] of values.entries())
      view.setUint32(rva - SECTION_RVA + index * 4, value >>> 0, true);
  }
}

/** Writes a PE file with one section at {@link SECTION_RVA} that holds every table. */
export function buildPe(spec: PeSpec = {}): BuiltPe {
  const bits = spec.bits ?? 64;
  const area = new Area();
  const directories = new Map<number, readonly [number, number]>();
  if (spec.exports) directories.set(0, writeExports(area, spec.exports.fileName, spec.exports.names));
  if (spec.imports)
    directories.set(1, writeImports(area, spec.imports, bits, spec.withoutLookupTables === true));
  if (spec.delayImports) {
    const base = spec.delayByAddress ? (spec.imageBase ?? 0x1000_0000) : 0;
    directories.set(13, writeDelayImports(area, spec.delayImports, bits, base));
  }
  if (spec.debug) directories.set(6, writeDebug(area, spec.debug));
  if (spec.resources) {
    const start = area.allocate(0);
    const data = spec.resources(start);
    directories.set(2, [area.put(data), data.length]);
  }
  if (spec.clr) directories.set(14, spec.clr);
  if (spec.certificate) directories.set(4, spec.certificate);
  return assemble(spec, bits, area, directories);
}

function assemble(
  spec: PeSpec,
  bits: 32 | 64,
  area: Area,
  directories: ReadonlyMap<number, readonly [number, number]>,
): BuiltPe {
  const rawSize = Math.ceil(Math.max(area.used, 1) / 512) * 512;
  const bytes = new Uint8Array(SECTION_OFFSET + rawSize);
  const view = new DataView(bytes.buffer);
  const optionalOffset = PE_OFFSET + 24;
  const fixed = bits === 64 ? 112 : 96;
  const directoryCount = spec.directoryCount ?? 16;
  const directoriesOffset = optionalOffset + fixed;
  const sectionTable = directoriesOffset + directoryCount * 8;
  view.setUint16(0, 0x5a4d, true);
  view.setUint16(24, 64, true);
  view.setUint32(60, PE_OFFSET, true);
  view.setUint32(PE_OFFSET, 0x4550, true);
  view.setUint16(PE_OFFSET + 4, spec.machine ?? (bits === 64 ? 0x8664 : 0x14c), true);
  view.setUint16(PE_OFFSET + 6, 1, true);
  view.setUint32(PE_OFFSET + 8, spec.timestamp ?? 0, true);
  view.setUint16(PE_OFFSET + 20, fixed + directoryCount * 8, true);
  view.setUint16(PE_OFFSET + 22, spec.characteristics ?? 0x2022, true);
  view.setUint16(optionalOffset, bits === 64 ? 0x20b : 0x10b, true);
  view.setUint8(optionalOffset + 2, 14);
  view.setUint8(optionalOffset + 3, 29);
  const imageBase = spec.imageBase ?? (bits === 64 ? 0x1_8000_0000 : 0x1000_0000);
  if (bits === 64) view.setBigUint64(optionalOffset + 24, BigInt(imageBase), true);
  else view.setUint32(optionalOffset + 28, imageBase, true);
  view.setUint32(optionalOffset + 32, 0x1000, true);
  view.setUint32(optionalOffset + 36, 512, true);
  view.setUint32(optionalOffset + 56, SECTION_RVA + Math.ceil(rawSize / 0x1000) * 0x1000, true);
  view.setUint32(optionalOffset + 60, SECTION_OFFSET, true);
  view.setUint16(optionalOffset + 70, spec.dllCharacteristics ?? 0, true);
  view.setUint32(directoriesOffset - 4, directoryCount, true);
  for (const [index, [rva, size]] of directories) {
    if (index >= directoryCount) continue;
    view.setUint32(directoriesOffset + index * 8, rva, true);
    view.setUint32(directoriesOffset + index * 8 + 4, size, true);
  }
  bytes.set(Buffer.from('.rdata'), sectionTable);
  view.setUint32(sectionTable + 8, area.used, true);
  view.setUint32(sectionTable + 12, SECTION_RVA, true);
  view.setUint32(sectionTable + 16, rawSize, true);
  view.setUint32(sectionTable + 20, SECTION_OFFSET, true);
  bytes.set(area.bytes.subarray(0, area.used), SECTION_OFFSET);
  return {
    bytes,
    view,
    peOffset: PE_OFFSET,
    optionalOffset,
    directoriesOffset,
    sectionTable,
    sectionData: SECTION_OFFSET,
  };
}

/** A zero-terminated table of thunks; `base` is added to the address of each hint and name. */
function writeThunks(area: Area, entries: readonly (string | number)[], bits: 32 | 64, base: number): number {
  const width = bits / 8;
  const table = area.allocate((entries.length + 1) * width);
  for (const [index, entry] of entries.entries()) {
    const at = table + index * width;
    const ordinalFlag = typeof entry === 'number' ? 0x8000_0000 : 0;
    const low = typeof entry === 'number' ? entry : base + area.text(`\0\0${entry}`);
    if (bits === 64) area.u32(at, low, ordinalFlag);
    else area.u32(at, low + ordinalFlag);
  }
  return table;
}

function writeImports(
  area: Area,
  imports: readonly PeImportSpec[],
  bits: 32 | 64,
  withoutLookupTables: boolean,
): readonly [number, number] {
  const size = (imports.length + 1) * 20;
  const table = area.allocate(size);
  for (const [index, {library, entries}] of imports.entries()) {
    const addresses = writeThunks(area, entries, bits, 0);
    const lookup = withoutLookupTables ? 0 : writeThunks(area, entries, bits, 0);
    area.u32(table + index * 20, lookup, 0, 0, area.text(library), addresses);
  }
  return [table, size];
}

function writeDelayImports(
  area: Area,
  imports: readonly PeImportSpec[],
  bits: 32 | 64,
  base: number,
): readonly [number, number] {
  const size = (imports.length + 1) * 32;
  const table = area.allocate(size);
  const handle = area.allocate(8);
  for (const [index, {library, entries}] of imports.entries()) {
    const names = writeThunks(area, entries, bits, base);
    const addresses = area.allocate((entries.length + 1) * (bits / 8));
    const attributes = base === 0 ? 1 : 0;
    area.u32(
      table + index * 32,
      attributes,
      base + area.text(library),
      base + handle,
      base + addresses,
      base + names,
    );
  }
  return [table, size];
}

function writeExports(area: Area, fileName: string, names: readonly string[]): readonly [number, number] {
  const directory = area.allocate(40);
  const functions = area.allocate(names.length * 4);
  const pointers = area.allocate(names.length * 4);
  const ordinals = area.allocate(names.length * 2);
  area.u32(directory + 12, area.text(fileName), 1, names.length, names.length, functions, pointers, ordinals);
  for (const [index, name] of names.entries()) {
    area.u32(functions + index * 4, SECTION_RVA);
    area.u32(pointers + index * 4, area.text(name));
  }
  return [directory, 40];
}

function writeDebug(area: Area, entries: NonNullable<PeSpec['debug']>): readonly [number, number] {
  const size = entries.length * 28;
  const table = area.allocate(size);
  for (const [index, {type, data}] of entries.entries()) {
    const rva = area.put(data);
    area.u32(table + index * 28 + 12, type, data.length, rva, rva - SECTION_RVA + SECTION_OFFSET);
  }
  return [table, size];
}
