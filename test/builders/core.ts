import {Bytes} from './bytes.ts';

/** Memory of the process that the core keeps, or (without bytes) only knows of. */
export interface CoreSegmentSpec {
  readonly address: number | bigint;
  readonly bytes?: Uint8Array;
  /** `p_flags`; readable and executable unless told. */
  readonly flags?: number;
}

/** An entry of NT_FILE; the offset in pages. */
export interface CoreFileSpec {
  readonly path: string;
  readonly start: number | bigint;
  readonly end: number | bigint;
  readonly offset?: number;
}

export interface CoreNoteSpec {
  readonly name: string;
  readonly type: number;
  readonly content: Uint8Array;
}

/** What to write; x86-64 and little-endian unless told. */
export interface CoreSpec {
  readonly bits?: 32 | 64;
  readonly littleEndian?: boolean;
  readonly machine?: number;
  readonly segments?: readonly CoreSegmentSpec[];
  /** Null leaves NT_FILE out. */
  readonly files?: readonly CoreFileSpec[] | null;
  /** `a_type` and value. */
  readonly auxiliary?: readonly (readonly [number, number | bigint])[];
  /** Name and arguments of the program; left out unless told. */
  readonly program?: readonly [string, string];
  /** Its number, 0 unless told; needs `program`. */
  readonly processId?: number;
  /** Before the others. */
  readonly notes?: readonly CoreNoteSpec[];
  /** gdb's gcore writes the notes behind the memory, the kernel before it. */
  readonly notesLast?: boolean;
}

/** Writes an ELF core as Linux does (fs/binfmt_elf.c, "elf_core_dump"). */
export function buildCore(spec: CoreSpec = {}): Uint8Array {
  const bits = spec.bits ?? 64;
  const little = spec.littleEndian ?? true;
  const segments = spec.segments ?? [];
  const headerBytes = bits === 64 ? 64 : 52;
  const entryBytes = bits === 64 ? 56 : 32;
  const count = segments.length + 1;
  const notes = noteArea(spec, bits, little);
  const tablesEnd = headerBytes + count * entryBytes;
  const memoryBytes = segments.reduce((sum, {bytes}) => sum + (bytes?.length ?? 0), 0);
  const notesAt = spec.notesLast ? tablesEnd + memoryBytes : tablesEnd;

  const file = new Bytes(little)
    .u8(0x7f, 0x45, 0x4c, 0x46, bits / 32, little ? 1 : 2, 1)
    .padTo(16)
    .u16(4, spec.machine ?? 62)
    .u32(1)
    .word(bits, 0, headerBytes, 0)
    .u32(0)
    .u16(headerBytes, entryBytes, count, 0, 0, 0);
  const entry = (type: number, flags: number, offset: number, address: number | bigint, size: number) => {
    file.u32(type);
    if (bits === 64) file.u32(flags);
    file
      .raw(word(offset, bits, little))
      .raw(word(address, bits, little))
      .raw(word(0, bits, little));
    file.raw(word(size, bits, little)).raw(word(size, bits, little));
    if (bits === 32) file.u32(flags);
    file.raw(word(1, bits, little));
  };
  entry(4, 0, notesAt, 0, notes.length);
  let at = spec.notesLast ? tablesEnd : tablesEnd + notes.length;
  for (const {address, bytes, flags = 5} of segments) {
    entry(1, flags, at, address, bytes?.length ?? 0);
    at += bytes?.length ?? 0;
  }
  if (!spec.notesLast) file.raw(notes);
  for (const {bytes} of segments) if (bytes) file.raw(bytes);
  if (spec.notesLast) file.raw(notes);
  return file.toBytes();
}

function noteArea(spec: CoreSpec, bits: 32 | 64, little: boolean): Uint8Array {
  const area = new Bytes(little);
  const note = (type: number, content: Uint8Array, name = 'CORE') =>
    area
      .u32(name.length + 1, content.length, type)
      .cString(name)
      .align(4)
      .raw(content)
      .align(4);
  for (const {name, type, content} of spec.notes ?? []) note(type, content, name);
  if (spec.program) {
    const [name, args] = spec.program;
    // struct elf_prpsinfo: 40 bytes before the names in 64-bit files, 28 with 16-bit user ids.
    note(
      3,
      new Bytes(little)
        .padTo(bits === 64 ? 24 : 12)
        .u32(spec.processId ?? 0)
        .padTo(bits === 64 ? 40 : 28)
        .fixed(name, 16)
        .fixed(args, 80)
        .toBytes(),
    );
  }
  if (spec.auxiliary) {
    const words = [...spec.auxiliary.flat(), 0, 0].flatMap(value => [...word(value, bits, little)]);
    note(6, Uint8Array.from(words));
  }
  if (spec.files) note(0x46494c45, fileNote(spec.files, bits, little));
  return area.toBytes();
}

const PAGE = 4096;

function fileNote(files: readonly CoreFileSpec[], bits: 32 | 64, little: boolean): Uint8Array {
  const words = [
    files.length,
    PAGE,
    ...files.flatMap(({start, end, offset = 0}): readonly (number | bigint)[] => [start, end, offset]),
  ];
  const note = new Bytes(little).raw(words.flatMap(value => [...word(value, bits, little)]));
  for (const {path} of files) note.cString(path);
  return note.toBytes();
}

/** Addresses do not fit a number. */
function word(value: number | bigint, bits: 32 | 64, little: boolean): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(bits / 8));
  if (bits === 64) bytes.setBigUint64(0, BigInt.asUintN(64, BigInt(value)), little);
  else bytes.setUint32(0, Number(value), little);
  return new Uint8Array(bytes.buffer);
}
