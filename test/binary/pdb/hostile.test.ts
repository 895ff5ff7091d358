import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPdbCompileFacts, readPdbIdentity} from '../../../src/binary/pdb/read-pdb.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {Bytes} from '../../builders/bytes.ts';
import {mutate} from '../../fuzz/mutate.ts';
import {mutantRandom} from '../../fuzz/random.ts';
import {
  buildInfo,
  buildInfoRecord,
  buildPdb,
  compile3,
  environmentBlock,
  record,
  stringId,
  substrings,
  type WrittenModule,
  type WrittenPdb,
} from './build-pdb.ts';
import {linkThree, missingTools} from './link-pdb.ts';

const SEED = 20261122;
const MUTANTS = 500;
/** Work that grew with the square of the file would take minutes; a loaded machine alone takes seconds. */
const LIMIT_MS = 10_000;

/** Reads everything; returns the outcome's name, or throws what a reader must not. */
function read(bytes: Uint8Array): string {
  const outcomes = [readPdbIdentity, readPdbCompileFacts].map(reader => {
    try {
      reader(memorySource(bytes));
      return 'read';
    } catch (error) {
      if (error instanceof UnreadableError) return error.unreadable.reason;
      throw error;
    }
  });
  return outcomes.at(-1) ?? '';
}

function timed(bytes: Uint8Array): {readonly outcome: string; readonly ms: number} {
  const started = performance.now();
  const outcome = read(bytes);
  return {outcome, ms: performance.now() - started};
}

const symbols = [compile3(0, 'Microsoft (R) Optimizing Compiler'), buildInfo(0x1002)];
const small: WrittenPdb = {
  blockBytes: 512,
  ids: [stringId('C:\\work'), stringId('-c -O2 -Zi'), buildInfoRecord(0x1000, 0, 0, 0, 0x1001)],
  modules: [
    {name: 'one.obj', symbols, files: ['c:\\one.c', 'c:\\one.h']},
    {
      name: 'two.obj',
      symbols: [environmentBlock(['cwd', 'c:\\', 'cmd', '-Od']), compile3(1, 'X')],
      files: ['d:\\two.cpp'],
    },
  ],
};

test(`no mutant of a PDB escapes the reader or is slow (seed ${SEED})`, t => {
  const seeds = [buildPdb(small), ...(missingTools.length > 0 ? [] : [linkThree().bytes])];
  const outcomes = new Map<string, number>();
  let worst = 0;
  for (let index = 0; index < MUTANTS; index++) {
    const random = mutantRandom(SEED, index);
    const seed = seeds[index % seeds.length] ?? new Uint8Array(0);
    const other = seeds[random.below(seeds.length)] ?? seed;
    // A reader looks everywhere in a small PDB but its empty blocks, in a linked one mostly behind its type streams.
    const mutant = mutate({bytes: seed, spots: [{offset: 0, length: seed.length}]}, other, random);
    const {outcome, ms} = timed(mutant.bytes);
    t.true(ms < LIMIT_MS, `mutant ${index}: ${Math.round(ms)} ms, ${mutant.steps.join(', ')}`);
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    worst = Math.max(worst, ms);
  }
  t.log(`worst ${Math.round(worst)} ms; ${[...outcomes].map(entry => entry.join(' ')).join(', ')}`);
  // The mutations are neither too weak nor too strong.
  t.true((outcomes.get('read') ?? 0) > 50);
  t.true((outcomes.get('truncated') ?? 0) > 50);
});

/** A record with nothing in it. */
const EMPTY = record(0x1012, new Bytes(true));
const LINKER = compile3(7, '');
const MEGABYTE = 1024 * 1024;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({length: count}, (_, index) => make(index));
const one = (rest: Partial<WrittenModule> = {}) => ({
  name: 'm.obj',
  symbols,
  ...rest,
});

/** PDBs of a megabyte that would cost far more than that if their tables were believed. */
const HOSTILE: readonly (readonly [string, () => WrittenPdb])[] = [
  [
    'modules that share the symbols of one',
    () => ({
      modules: [one({symbols: times(100_000, () => EMPTY)}), ...times(4000, () => one({stream: 6}))],
    }),
  ],
  [
    'symbols without content',
    () => ({modules: [one({symbols: [...times(MEGABYTE / 4, () => EMPTY), ...symbols]})]}),
  ],
  ['compile records in numbers', () => ({modules: [one({symbols: times(30_000, () => LINKER)})]})],
  [
    'environments of single letters',
    () => ({modules: times(16, () => one({symbols: [environmentBlock(times(10_000, String)), ...symbols]}))}),
  ],
  [
    'command lines of lists of lists that double',
    () => ({
      modules: [one({symbols: [compile3(0, 'X'), buildInfo(0x1000 + 2 * 10_000)]})],
      ids: [
        ...times(10_000, index => [
          stringId('xxxx', index === 0 ? 0 : 0x1000 + 2 * index - 1),
          substrings(0x1000 + 2 * index, 0x1000 + 2 * index),
        ]).flat(),
        buildInfoRecord(0, 0, 0, 0, 0x1000 + 2 * 9999),
      ],
    }),
  ],
  [
    'command lines that repeat a long part',
    () => ({
      modules: times(50, index => one({symbols: [compile3(0, 'X'), buildInfo(0x1001 + 3 * index + 2)]})),
      ids: [
        stringId('a '.repeat(30_000)),
        ...times(50, index => [
          substrings(...times(4000, () => 0x1000)),
          stringId('', 0x1001 + 3 * index),
          buildInfoRecord(0, 0, 0, 0, 0x1001 + 3 * index + 1),
        ]).flat(),
      ],
    }),
  ],
  [
    'records that refer to themselves',
    () => ({
      modules: [one()],
      ids: [stringId('x', 0x1001), substrings(0x1000), buildInfoRecord(0, 0, 0, 0, 0x1000)],
    }),
  ],
  ['many short modules', () => ({modules: times(2000, index => one({name: `${index}`}))})],
];

for (const [what, pdb] of HOSTILE) {
  test(`${what} cost no more than the file is long`, t => {
    const bytes = buildPdb({blockBytes: 512, ...small, ...pdb()});
    const {outcome, ms} = timed(bytes);
    t.true(ms < LIMIT_MS, `${Math.round(ms)} ms for ${bytes.length} bytes: ${outcome}`);
    t.log(`${Math.round(ms)} ms for ${bytes.length} bytes: ${outcome}`);
  });
}

test('names that overlap in the string table are refused', t => {
  const count = 500;
  const files = ['x'.repeat(400_000), ...times(count, String)];
  // One block holds the list of files, so that its offsets in the file follow one another.
  const bytes = Buffer.from(buildPdb({...small, blockBytes: 32_768, modules: [one({files})]}));
  const list = bytes.indexOf(Buffer.from([0xf4, 0, 0, 0]));
  for (let index = 0; index < count; index++) bytes.writeUInt32LE(1 + 700 * index, list + 8 + 24 * index);
  const {outcome, ms} = timed(bytes);
  t.is(outcome, 'unsupported');
  t.true(ms < LIMIT_MS);
});

test('streams that claim the same blocks again and again are refused', t => {
  const bytes = Buffer.from(buildPdb(small));
  const blockBytes = 512;
  const map = bytes.readUInt32LE(52) * blockBytes;
  const directory = bytes.readUInt32LE(map) * blockBytes;
  // The size of the first stream, which is empty: as many blocks as the directory has numbers, and far more than the file.
  bytes.writeUInt32LE(100 * bytes.length, directory + 4);
  t.is(read(bytes), 'truncated');
});
