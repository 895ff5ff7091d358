import {Bytes} from '../../builders/bytes.ts';

/** A module of a written PDB: symbol records, and source files with an MD5 each. */
export interface WrittenModule {
  readonly name: string;
  readonly file?: string;
  readonly symbols?: readonly Uint8Array[];
  readonly files?: readonly string[];
  /** The stream of another module, or 0xffff for none. */
  readonly stream?: number;
}

export interface WrittenPdb {
  readonly infoAge?: number;
  /** Null: no DBI stream, as in the PDB of a compiler. */
  readonly dbiAge?: number | null;
  readonly blockBytes?: number;
  readonly modules?: readonly WrittenModule[];
  /** Length of a stream that nobody reads. */
  readonly spareBytes?: number;
  /** Records of the IPI stream, from index 0x1000 on. */
  readonly ids?: readonly Uint8Array[];
}

export const GUID_BYTES = [0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 8, 9, 10, 11, 12, 13, 14, 15];
export const GUID = '00112233-4455-6677-0809-0a0b0c0d0e0f';

const FIRST_MODULE_STREAM = 6;
const bytes = () => new Bytes(true);

/** Writes a PDB after the LLVM documents (docs/PDB): what a linker writes, and nothing more. */
export function buildPdb(pdb: WrittenPdb): Uint8Array {
  const modules = pdb.modules ?? [];
  const names = [...new Set(modules.flatMap(({files = []}) => files))];
  const streams = [
    new Uint8Array(0),
    infoStream(pdb.infoAge ?? 1),
    typeStream([]),
    pdb.dbiAge === null ? new Uint8Array(0) : dbiStream(pdb.dbiAge ?? 1, modules),
    typeStream(pdb.ids ?? []),
    nameStream(names),
    ...modules.map(module => moduleStream(module, names)),
    new Uint8Array(pdb.spareBytes ?? 0),
  ];
  return buildMsf(streams, pdb.blockBytes ?? 4096);
}

/** Streams in blocks, the last block of each first, so that nobody can take them for contiguous. */
export function buildMsf(streams: readonly Uint8Array[], blockBytes: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  // Block 0 is the superblock, 1 and 2 are the free block maps.
  const place = (content: Uint8Array): number[] => {
    const count = Math.ceil(content.length / blockBytes);
    const first = 3 + blocks.length;
    for (let index = count - 1; index >= 0; index--) {
      blocks.push(content.subarray(index * blockBytes, (index + 1) * blockBytes));
    }
    return Array.from({length: count}, (_, index) => first + count - 1 - index);
  };
  const lists = streams.map(place);
  const directory = bytes()
    .u32(streams.length)
    .u32(...streams.map(({length}) => length))
    .u32(...lists.flat())
    .toBytes();
  const map = bytes()
    .u32(...place(directory))
    .toBytes();
  const mapBlocks = place(map);
  const file = Buffer.alloc((3 + blocks.length) * blockBytes);
  const superblock = bytes()
    .fixed('Microsoft C/C++ MSF 7.00\r\n\x1aDS', 32)
    .u32(blockBytes, 1, 3 + blocks.length, directory.length, 0, ...mapBlocks);
  file.set(superblock.toBytes());
  for (const [index, block] of blocks.entries()) file.set(block, (3 + index) * blockBytes);
  return file;
}

/** A symbol or type record: length, kind, content, padded to four bytes. */
export function record(kind: number, content: Bytes): Uint8Array {
  const padded = content.align(4).toBytes();
  return bytes()
    .u16(padded.length + 2, kind)
    .raw(padded)
    .align(4)
    .toBytes();
}

function infoStream(age: number): Uint8Array {
  return (
    bytes()
      .u32(20000404, 0x5f000000, age)
      .raw(GUID_BYTES)
      // The named streams: a buffer of names, one bucket of two in use, which is number 1, none deleted.
      .u32(7)
      .cString('/names')
      .u32(1, 2, 1, 2, 0, 0, 5)
      .u32(0, 20140508)
      .toBytes()
  );
}

function typeStream(records: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(records);
  return bytes()
    .u32(20040203, 56, 0x1000, 0x1000 + records.length, content.length)
    .u16(0xffff, 0xffff)
    .u32(4, 0x3ffff, 0, 0, 0, 0, 0, 0)
    .raw(content)
    .toBytes();
}

/** Strings from offset 1 on, after the empty one; the hash table that follows is left empty. */
function nameStream(names: readonly string[]): Uint8Array {
  const content = bytes().u8(0);
  for (const name of names) content.cString(name);
  return bytes()
    .u32(0xeffeeffe, 1, content.length)
    .raw(content.toBytes())
    .align(4)
    .u32(0, names.length)
    .toBytes();
}

function moduleStream({symbols = [], files = []}: WrittenModule, names: readonly string[]): Uint8Array {
  return bytes()
    .u32(4)
    .raw(Buffer.concat(symbols))
    .raw(fileChecksums(files.map(file => nameOffset(names, names.indexOf(file)))))
    .u32(0)
    .toBytes();
}

/** Where the name of that number starts in the string table. */
function nameOffset(names: readonly string[], index: number): number {
  return names.slice(0, index).reduce((sum, name) => sum + Buffer.byteLength(name) + 1, 1);
}

/** A DEBUG_S_FILECHKSMS subsection with files of these name offsets. */
function fileChecksums(offsets: readonly number[]): Uint8Array {
  const content = bytes();
  for (const offset of offsets) {
    content.u32(offset).u8(16, 1);
    content.padTo(content.length + 16).align(4);
  }
  return bytes().u32(0xf4, content.length).raw(content.toBytes()).toBytes();
}

/** Source files by module, without which llvm-pdbutil shows none. */
function fileInfo(modules: readonly WrittenModule[]): Uint8Array {
  const files = modules.map(module => module.files ?? []);
  const all = files.flat();
  return bytes()
    .u16(modules.length, all.length, ...modules.keys(), ...files.map(({length}) => length))
    .u32(...all.map((_, index) => nameOffset(all, index) - 1))
    .raw(Buffer.from(all.map(name => `${name}\0`).join('')))
    .align(4)
    .toBytes();
}

function dbiStream(age: number, modules: readonly WrittenModule[]): Uint8Array {
  const list = bytes();
  for (const [index, module] of modules.entries()) {
    const symbolBytes = 4 + Buffer.concat(module.symbols ?? []).length;
    list
      .u32(0)
      .padTo(list.length + 28)
      .u16(0, module.stream ?? FIRST_MODULE_STREAM + index)
      .u32(module.stream === 0xffff ? 0 : symbolBytes, 0, 8 + 24 * (module.files?.length ?? 0))
      .u16(module.files?.length ?? 0, 0)
      .u32(0, 0, 0)
      .cString(module.name)
      .cString(module.file ?? module.name)
      .align(4);
  }
  const files = fileInfo(modules);
  // Of Edit and Continue; llvm-pdbutil looks up an empty name in it.
  const names = nameStream([]);
  return bytes()
    .u32(0xffffffff, 19990903, age)
    .u16(0xffff, 0x8e00, 0xffff, 0, 0xffff, 0)
    .u32(list.length, 0, 0, files.length, 0, 0, 0, names.length)
    .u16(0, 0x8664)
    .u32(0)
    .raw(list.toBytes())
    .raw(files)
    .raw(names)
    .toBytes();
}

const compileFields = (language: number, flags: number, numbers: readonly number[]) =>
  bytes()
    .u32(language | (flags << 8))
    .u16(0xd0, ...numbers);

/** S_COMPILE2 with the pairs that Visual C++ 8 and 9 put behind it. */
export function compile2(language: number, version: string, pairs: readonly string[] = []): Uint8Array {
  const content = compileFields(language, 0, [15, 0, 30729, 15, 0, 30729]).cString(version);
  for (const text of pairs) content.cString(text);
  return record(0x1116, content.u8(0));
}

/** S_COMPILE3; `flags` from the first behind the language on, so that 4 is LTCG. */
export function compile3(language: number, version: string, flags = 0): Uint8Array {
  return record(
    0x113c,
    compileFields(language, flags, [19, 44, 35222, 0, 19, 44, 35222, 1]).cString(version),
  );
}

/** S_ENVBLOCK. */
export function environmentBlock(pairs: readonly string[]): Uint8Array {
  const content = bytes().u8(0);
  for (const text of pairs) content.cString(text);
  return record(0x113d, content.u8(0));
}

/** S_BUILDINFO. */
export const buildInfo = (index: number) => record(0x114c, bytes().u32(index));

/** LF_STRING_ID; `list` is the index of an LF_SUBSTR_LIST with what comes before. */
export const stringId = (text: string, list = 0) => record(0x1605, bytes().u32(list).cString(text));

/** LF_SUBSTR_LIST. */
export const substrings = (...indexes: number[]) => record(0x1604, bytes().u32(indexes.length, ...indexes));

/** LF_BUILDINFO: directory, compiler, source, type PDB, command line. */
export const buildInfoRecord = (...indexes: number[]) =>
  record(
    0x1603,
    bytes()
      .u16(indexes.length)
      .u32(...indexes),
  );
