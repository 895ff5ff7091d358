import {crc32} from 'node:zlib';
import {Bytes} from '../builders/bytes.ts';
import {buildMachO} from '../builders/macho.ts';
import type {SeedFiles} from './seeds.ts';

/** About how large each of these is: work that grows with the square of it takes minutes. */
const SIZE = 1024 * 1024;
const LONG_NAME = 256 * 1024;

/**
 * Files that are valid enough to be read and made to cost as much as they can: thousands of table entries that share
 * one long name or one long table. Mutants of them reach what mutants of honest files never do.
 */
export function hostileSeeds(): SeedFiles {
  return new Map([
    ['hostile-symbols.elf', elfWithSharedName()],
    ['hostile-needed.elf', elfWithManyLibraries()],
    ['hostile-imports.pe', peWithSharedTables()],
    ['hostile-exports.pe', peWithSharedExports()],
    ['hostile-symbols.macho', machoWithSharedName()],
    ['hostile-trie.macho', machoWithDeepTrie()],
    ['hostile-overlap.zip', zipWithSharedData()],
    ['hostile-ends.zip', zipWithManyEnds()],
  ]);
}

const DT = {needed: 1, hash: 4, strtab: 5, symtab: 6, strsz: 10, syment: 11} as const;

/** ELF header, one PT_LOAD over the whole file at address 0, PT_DYNAMIC; then what `dynamic` and `tables` say. */
function elf(dynamic: readonly (readonly [number, number])[], tables: Uint8Array): Uint8Array {
  const dynamicOffset = 64 + 2 * 56;
  const dynamicBytes = (dynamic.length + 1) * 16;
  const size = dynamicOffset + dynamicBytes + tables.length;
  return new Bytes(true)
    .raw([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    .u16(3, 0x3e)
    .u32(1)
    .u64(0, 64, 0)
    .u32(0)
    .u16(64, 56, 2, 64, 0, 0)
    .u32(1, 5)
    .u64(0, 0, 0, size, size, 4096)
    .u32(2, 6)
    .u64(dynamicOffset, dynamicOffset, dynamicOffset, dynamicBytes, dynamicBytes, 8)
    .u64(...dynamic.flat())
    .u64(0, 0)
    .raw(tables)
    .toBytes();
}

function elfWithSharedName(): Uint8Array {
  const count = Math.floor((SIZE - LONG_NAME) / 28);
  const start = 64 + 2 * 56 + 6 * 16;
  const hash = new Bytes(true).u32(1, count, 0);
  for (let index = 0; index < count; index++) hash.u32(0);
  const symbols = new Bytes(true);
  for (let index = 0; index < count; index++)
    symbols
      .u32(index % 1000)
      .u8(0x12, 0)
      .u16(0)
      .u64(0, 0);
  const strings = start + hash.length + symbols.length;
  return elf(
    [
      [DT.hash, start],
      [DT.symtab, start + hash.length],
      [DT.syment, 24],
      [DT.strtab, strings],
      [DT.strsz, LONG_NAME],
    ],
    new Bytes(true).raw(hash.toBytes()).raw(symbols.toBytes()).raw(Buffer.alloc(LONG_NAME, 'A')).toBytes(),
  );
}

function elfWithManyLibraries(): Uint8Array {
  const count = Math.floor((SIZE - LONG_NAME) / 16);
  const strings = 64 + 2 * 56 + (count + 3) * 16;
  const needed = Array.from({length: count}, (_, index) => [DT.needed, index % 1000] as const);
  return elf([[DT.strtab, strings], [DT.strsz, LONG_NAME], ...needed], Buffer.alloc(LONG_NAME, 'A'));
}

const PE_OFFSET = 0x40;
const SECTION_RVA = 0x1000;
const SECTION_OFFSET = 0x200;

/** A PE32+ header with one section, whose bytes `section` are; `directories` are index, address in it, and size. */
function pe(section: Uint8Array, directories: readonly (readonly [number, number, number])[]): Uint8Array {
  const bytes = Buffer.alloc(SECTION_OFFSET + section.length);
  bytes.write('MZ');
  bytes.writeUInt32LE(PE_OFFSET, 0x3c);
  bytes.write('PE\0\0', PE_OFFSET);
  bytes.writeUInt16LE(0x8664, PE_OFFSET + 4);
  bytes.writeUInt16LE(1, PE_OFFSET + 6);
  bytes.writeUInt16LE(240, PE_OFFSET + 20);
  bytes.writeUInt16LE(0x2022, PE_OFFSET + 22);
  const optional = PE_OFFSET + 24;
  bytes.writeUInt16LE(0x20b, optional);
  bytes.writeUInt32LE(0x1000, optional + 32);
  bytes.writeUInt32LE(0x200, optional + 36);
  bytes.writeUInt32LE(SECTION_RVA + section.length, optional + 56);
  bytes.writeUInt32LE(SECTION_OFFSET, optional + 60);
  bytes.writeUInt32LE(16, optional + 108);
  for (const [index, at, size] of directories) {
    bytes.writeUInt32LE(SECTION_RVA + at, optional + 112 + index * 8);
    bytes.writeUInt32LE(size, optional + 116 + index * 8);
  }
  const header = optional + 240;
  bytes.writeUInt32LE(section.length, header + 8);
  bytes.writeUInt32LE(SECTION_RVA, header + 12);
  bytes.writeUInt32LE(section.length, header + 16);
  bytes.writeUInt32LE(SECTION_OFFSET, header + 20);
  bytes.set(section, SECTION_OFFSET);
  return bytes;
}

/** Ten thousand libraries that share one table of fifty thousand names that are one long name. */
function peWithSharedTables(): Uint8Array {
  const [libraries, names] = [10_000, 50_000];
  const thunks = (libraries + 1) * 20;
  const name = thunks + (names + 1) * 8;
  const section = new Bytes(true);
  for (let index = 0; index < libraries; index++) {
    section.u32(SECTION_RVA + thunks, 0, 0, SECTION_RVA + name, SECTION_RVA + thunks);
  }
  section.padTo(thunks);
  for (let index = 0; index < names; index++) section.u64(SECTION_RVA + name);
  section.u64(0).raw(Buffer.alloc(LONG_NAME, 'A')).u8(0);
  return pe(section.toBytes(), [[1, 0, thunks]]);
}

/** A hundred thousand exported names that are one long name. */
function peWithSharedExports(): Uint8Array {
  const count = 100_000;
  const [names, ordinals] = [40, 40 + count * 4];
  const name = ordinals + count * 2;
  const at = (offset: number) => SECTION_RVA + offset;
  const section = new Bytes(true).u32(0, 0, 0, at(name), 1, count, count, at(names), at(names), at(ordinals));
  for (let index = 0; index < count; index++) section.u32(at(name + (index % 1000)));
  section.padTo(name).raw(Buffer.from('PyInit_')).raw(Buffer.alloc(LONG_NAME, 'A')).u8(0);
  return pe(section.toBytes(), [[0, 0, 40]]);
}

function machoWithSharedName(): Uint8Array {
  const count = 20_000;
  const long = {name: `_${'A'.repeat(LONG_NAME)}`, type: 1};
  const bytes = Buffer.from(
    buildMachO({symbols: [long, ...Array.from({length: count - 1}, () => ({name: '', type: 1}))]}),
  );
  const table = bytes.indexOf(Buffer.from('_AAAAAAAA')) - 1 - count * 16;
  for (let index = 0; index < count; index++) bytes.writeUInt32LE(1 + (index % 1000), table + index * 16);
  return bytes;
}

/** Each node ends a name and has one child, one letter on. */
function machoWithDeepTrie(): Uint8Array {
  const trie = new Bytes(true).u8(0, 1, 0x5f, 0, 5);
  for (let next = 13; next < SIZE; next += 8) {
    trie.u8(1, 0, 1, 0x61, 0, (next & 0x7f) | 0x80, ((next >> 7) & 0x7f) | 0x80, next >> 14);
  }
  trie.u8(1, 0, 0);
  return buildMachO({trie: {bytes: trie.toBytes(), by: 'LC_DYLD_EXPORTS_TRIE'}});
}

/** Ten thousand entries of the directory that name one stored file. */
function zipWithSharedData(): Uint8Array {
  const name = Buffer.from('demo/_demo.so');
  const data = Buffer.alloc(64 * 1024, 'A');
  const fields = (zip: Bytes) => zip.u16(20, 0, 0, 0, 33).u32(crc32(data), data.length, data.length);
  const zip = new Bytes(true).u32(0x04034b50);
  fields(zip).u16(name.length, 0).raw(name).raw(data);
  const start = zip.length;
  const count = 10_000;
  for (let index = 0; index < count; index++) {
    fields(zip.u32(0x02014b50).u16(20)).u16(name.length, 0, 0, 0, 0).u32(0, 0).raw(name);
  }
  const size = zip.length - start;
  return zip.u32(0x06054b50).u16(0, 0, count, count).u32(size, start).u16(0).toBytes();
}

/** A file of end records, each with a comment that does not reach the end of the file. */
function zipWithManyEnds(): Uint8Array {
  const zip = new Bytes(true).u32(0x04034b50).padTo(64);
  while (zip.length < 128 * 1024) zip.u32(0x06054b50).u16(0, 0, 1, 1).u32(46, 0).u16(1);
  return zip.toBytes();
}
