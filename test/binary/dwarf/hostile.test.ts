import test from 'ava';
import {memorySource, pagedSource} from '../../../src/binary/byte-source.ts';
import {readCompileFacts} from '../../../src/binary/read-compile-facts.ts';
import {Bytes} from '../../builders/bytes.ts';
import {isBounded} from './bounded.ts';
import {abbreviation, elfWith, gnuCompressedBytes, type Sections, uleb, unit4} from './written.ts';

const MIB = 1024 * 1024;

/** `count` times the same bytes. */
const repeated = (bytes: Uint8Array, count: number): Uint8Array => Buffer.alloc(bytes.length * count, bytes);

/** Units whose values differ: `count` of them, each with a 32-bit number. */
function numbered(count: number, numberAt: (index: number) => number): Uint8Array {
  const unit = Buffer.from(unit4(new Bytes(true).u32(0)));
  const all = Buffer.alloc(unit.length * count, unit);
  for (let index = 0; index < count; index++) {
    all.writeUInt32LE(numberAt(index), (index + 1) * unit.length - 4);
  }
  return all;
}

/** The head of a line table of version 5 that is as long as the rest of its section. */
function lineTable5(restBytes: number, tables: Bytes): Buffer {
  const head = new Bytes(true).u16(5).u8(8, 0).u32(0).u8(1, 1, 1, 0, 1, 1).raw(tables.toBytes());
  const whole = Buffer.alloc(4 + head.length + restBytes);
  whole.writeUInt32LE(head.length + restBytes);
  whole.set(head.toBytes(), 4);
  return whole;
}

const named = abbreviation(0x11, [[0x03, 0x0e]]);
const lined = abbreviation(0x11, [[0x10, 0x17]]);
const flags = Buffer.concat([
  Buffer.from([1, 0x11, 0]),
  Buffer.alloc(MIB / 2, Buffer.from([0x3f, 0x19])),
  Buffer.alloc(3),
]);

const CASES: Readonly<Record<string, () => Sections>> = {
  'units that share an abbreviation of half a million flags': () => ({
    '.debug_abbrev': flags,
    '.debug_info': repeated(unit4(new Bytes(true)), 40_000),
  }),
  'units that each begin their abbreviations at another place of one table': () => {
    const unit = Buffer.from(unit4(new Bytes(true)));
    const info = Buffer.alloc(unit.length * 40_000, unit);
    for (let index = 0; index < 40_000; index++) info.writeUInt32LE(index * 5, index * unit.length + 6);
    // The one that is looked for comes behind all others.
    const others = repeated(Buffer.from([2, 0x11, 0, 0, 0]), 100_000);
    return {'.debug_abbrev': Buffer.concat([others, abbreviation(0x11, [])]), '.debug_info': info};
  },
  'names that end in one another': () => ({
    '.debug_abbrev': named,
    '.debug_info': numbered(30_000, index => index * 16),
    '.debug_str': Buffer.alloc(MIB / 2, 'a'),
  }),
  'line tables inside one another': () => {
    // Each four bytes begin a table of version 4 and of 256 KiB, with folders up to the zeros.
    const line = Buffer.concat([Buffer.alloc(MIB / 4, Buffer.from([4, 0, 4, 0])), Buffer.alloc(MIB / 2)]);
    return {'.debug_abbrev': lined, '.debug_info': numbered(30_000, index => index * 4), '.debug_line': line};
  },
  'line tables of version 5 with ever so many entries of no bytes': () => {
    const tables = new Bytes(true).u8(200).raw(Array.from({length: 200}, () => [1, 0x19]).flat());
    return {
      '.debug_abbrev': lined,
      '.debug_info': numbered(30_000, () => 0),
      '.debug_line': lineTable5(MIB / 2, tables.raw(uleb(MIB / 2))),
    };
  },
  'a long folder before each of many names': () => {
    const tables = new Bytes(true).u8(1, 1, 0x08, 1).cString('d'.repeat(30_000)).u8(1, 1, 0x08);
    const count = 150_000;
    const line = lineTable5(count * 6, tables.raw(uleb(count)));
    for (let index = 0; index < count; index++)
      line.write(`${10_000 + (index % 90_000)}\0`, line.length - (count - index) * 6);
    return {'.debug_abbrev': lined, '.debug_info': numbered(1, () => 0), '.debug_line': line};
  },
  'a compressed section that inflates to a thousand times the file': () => ({
    '.debug_abbrev': named,
    '.zdebug_info': gnuCompressedBytes(Buffer.alloc(400 * MIB)),
  }),
  'compressed strings that states gigabytes': () => ({
    '.debug_abbrev': named,
    '.debug_info': numbered(1000, index => index * 100),
    '.zdebug_str': gnuCompressedBytes(Buffer.alloc(MIB), 2 ** 40),
  }),
  'compressed strings that are read to and fro': () => ({
    '.debug_abbrev': named,
    '.debug_info': numbered(30_000, index => (index % 2 === 0 ? index * 100 : 190 * MIB - index * 100)),
    '.zdebug_str': gnuCompressedBytes(Buffer.alloc(200 * MIB)),
  }),
};

for (const [title, build] of Object.entries(CASES)) {
  test.serial(`${title}: no more work than the file is long`, t => {
    const source = pagedSource(memorySource(elfWith(build())));
    t.true(source.size < 2.5 * MIB);
    isBounded(t, () => readCompileFacts(source));
  });
}
