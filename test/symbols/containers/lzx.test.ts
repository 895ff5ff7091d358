import test from 'ava';
import {cabOf, lzx} from '../../builders/cab.ts';
import type {LzxBlock, LzxOptions} from '../../builders/lzx.ts';
import type {Token} from '../../builders/lzx-matches.ts';
import {seededRandom} from '../../fuzz/random.ts';
import {programLike, unevenBytes} from './sample-data.ts';
import {isRefusedBy, missing, refused, sameFiles, UNPACKER_NAMES, unpack, unpackWith} from './unpack.ts';

// The encoder is the tests' own, since nothing at hand writes LZX cabinets. cabextract (libmspack) and 7-Zip judge what
// it writes: both unpack it to the original, or the test fails before our reader is asked.

const absent = missing(...UNPACKER_NAMES);
const judged = absent === '' ? test : test.skip;

const verbatim = (lengthBytes = 0): LzxBlock => ({type: 'verbatim', lengthBytes});
const aligned = (lengthBytes = 0): LzxBlock => ({type: 'aligned', lengthBytes});
const plain = (lengthBytes = 0, recent?: [number, number, number]): LzxBlock =>
  recent ? {type: 'uncompressed', lengthBytes, recent} : {type: 'uncompressed', lengthBytes};

const agree = test.macro<[() => Buffer, LzxOptions]>({
  title: (name = '') => `LZX: ${name}${absent}`,
  async exec(t, makeData, options) {
    const data = makeData();
    // Two files, so that one starts within a frame.
    const cut = Math.floor(data.length / 3);
    const files = new Map([
      ['one.pdb', data.subarray(0, cut)],
      ['two.pdb', data.subarray(cut)],
    ]);
    const cab = cabOf(files, lzx(options));
    for (const tool of UNPACKER_NAMES) sameFiles(t, unpackWith(tool, cab, files.keys()), files, tool);
    sameFiles(t, await unpack(cab), files, 'pyxdbg');
  },
});

const program = (length: number, seed: number) => () => programLike(length, seed);

for (const windowBits of [15, 16, 17, 18, 19, 20, 21]) {
  const length = Math.min(2 ** windowBits * 2, 2 ** windowBits + 600_000) + 12_345;
  judged(`a window of 2^${windowBits} bytes, and more data than that`, agree, program(length, windowBits), {
    windowBits,
    blocks: [verbatim(50_000), aligned(length), verbatim()],
  });
}

judged('verbatim blocks that end anywhere in a frame', agree, program(200_000, 1), {
  windowBits: 17,
  blocks: [verbatim(1), verbatim(32_766), verbatim(2), verbatim(70_000), verbatim(999)],
});
judged('aligned blocks that end anywhere in a frame', agree, program(200_000, 2), {
  windowBits: 17,
  blocks: [aligned(3), aligned(32_765), aligned(65_536), aligned(12_345), aligned()],
});
judged('one uncompressed block over many frames', agree, program(150_001, 3), {
  windowBits: 16,
  blocks: [plain()],
});
judged('uncompressed blocks of odd lengths between others', agree, program(250_000, 4), {
  windowBits: 18,
  blocks: [
    verbatim(1000),
    plain(777),
    aligned(40_000),
    plain(1),
    plain(3),
    verbatim(33),
    plain(65_535),
    aligned(),
  ],
});
judged('an uncompressed block of odd length that ends with its frame', agree, program(120_000, 5), {
  windowBits: 15,
  blocks: [verbatim(1), plain(32_767), verbatim(10), plain(32_758), verbatim(11), plain(32_757), aligned()],
});
judged(
  'distances that an uncompressed block sets, and matches behind it repeat',
  agree,
  program(200_000, 6),
  {
    windowBits: 18,
    blocks: [
      verbatim(60_000),
      plain(10, [5, 40_000, 7]),
      verbatim(30_000),
      plain(9, [59_999, 1, 300]),
      aligned(),
    ],
  },
);
/** Noise, then for each of three distances ten more bytes of it and twenty that repeat what lies so far back. */
function repeatedAt(distances: readonly number[]): Buffer {
  const random = seededRandom(10);
  let data = Buffer.from(Array.from({length: 1000}, () => random.below(256)));
  for (const distance of distances) {
    data = Buffer.concat([data, Buffer.from(Array.from({length: 10}, () => random.below(256)))]);
    data = Buffer.concat([data, data.subarray(data.length - distance, data.length - distance + 20)]);
  }
  return data;
}
judged('each of the three distances that uncompressed blocks set', agree, () => repeatedAt([300, 500, 700]), {
  windowBits: 15,
  blocks: [
    verbatim(1000),
    ...[0, 1, 2].flatMap(() => [plain(10, [300, 500, 700]), verbatim(20)]),
    verbatim(),
  ],
});
judged(
  'calls made absolute, in a file of which some lie behind the stated size',
  agree,
  program(300_000, 7),
  {
    windowBits: 19,
    blocks: [verbatim(100_000), plain(50_001), aligned()],
    callFileBytes: 150_000,
  },
);
judged('calls made absolute, in a file as long as stated', agree, program(300_000, 8), {
  windowBits: 21,
  blocks: [verbatim()],
  callFileBytes: 300_000,
});
judged('calls in the last bytes of a frame', agree, () => Buffer.alloc(100_005, 'e810000000', 'hex'), {
  windowBits: 15,
  blocks: [plain(40_000), verbatim()],
  callFileBytes: 0x7fff_ffff,
});
judged('codes of up to 16 bits', agree, () => unevenBytes(22), {windowBits: 15, blocks: [verbatim()]});
judged('no match longer than 8 bytes, so that there is no length code', agree, () => unevenBytes(12), {
  windowBits: 15,
  blocks: [verbatim()],
});
judged('one byte for ever: matches of 257 bytes', agree, () => Buffer.alloc(100_000, 0x41), {
  windowBits: 15,
  blocks: [verbatim(5), aligned()],
});
judged('data of one byte', agree, () => Buffer.from('ab'), {windowBits: 15, blocks: [verbatim()]});

const SEED = 20261128;
for (let index = 0; index < 12; index++) {
  const random = seededRandom(SEED + index);
  const blocks = Array.from({length: 40}, () =>
    random.pick([verbatim, aligned, plain])(1 + random.below(random.pick([10, 1000, 70_000]))),
  );
  const windowBits = 15 + random.below(7);
  const callFileBytes = random.pick([{}, {callFileBytes: 1 + random.below(2 ** 24)}]);
  judged(`forty random blocks, number ${index} of seed ${SEED}`, agree, program(400_000, index), {
    windowBits,
    blocks: [...blocks, verbatim()],
    ...callFileBytes,
  });
}

/** Changes the packed data of the first block of a cabinet of one file; no checksums, so that the decoder sees it. */
function damagedCab(change: (packed: Uint8Array) => Uint8Array): Uint8Array {
  const data = new Map([['a.pdb', programLike(100_000, 9)]]);
  return cabOf(
    data,
    bytes => {
      const folder = lzx({windowBits: 16, blocks: [verbatim(5000), plain(501), aligned()]})(bytes);
      const [first, ...rest] = folder.blocks;
      if (!first) throw new Error('no blocks');
      return {...folder, blocks: [{...first, packed: change(first.packed)}, ...rest]};
    },
    {hasChecksums: false},
  );
}

const refuse = test.macro<[(packed: Uint8Array) => Uint8Array]>({
  title: (name = '') => `LZX: ${name} is refused, as cabextract does${missing('cabextract')}`,
  async exec(t, change) {
    const cab = damagedCab(change);
    t.true(isRefusedBy('cabextract', cab));
    await refused(t, cab, 'truncated', /^its LZX data is damaged: /);
  },
});
const comparedTest = missing('cabextract') === '' ? test : test.skip;

comparedTest('data that is cut off', refuse, packed => packed.subarray(0, packed.length >> 1));
comparedTest('a code that is no code', refuse, packed => Buffer.from(packed).fill(0xff, 4, 40));
comparedTest('a block of type 0', refuse, packed => Buffer.alloc(packed.length));

const literals = (length: number) =>
  Array.from({length}, (_, at): Token => ({kind: 'literal', byte: at & 0xff}));
const match = (length: number, distance: number): Token => ({kind: 'match', length, repeats: null, distance});

const refuseTokens = test.macro<[readonly LzxBlock[]]>({
  title: (name = '') => `LZX: ${name} is refused, as cabextract does${missing('cabextract')}`,
  async exec(t, blocks) {
    const cab = cabOf(new Map([['a.pdb', Buffer.alloc(40_000)]]), lzx({windowBits: 15, blocks}));
    t.true(isRefusedBy('cabextract', cab));
    await refused(t, cab, 'truncated', /^its LZX data is damaged: a match that /);
  },
});
const wrong = (lengthBytes: number, ...tokens: readonly Token[]): LzxBlock => ({
  type: 'verbatim',
  lengthBytes,
  tokens,
});
comparedTest('a match that reaches before the start', refuseTokens, [
  wrong(100, ...literals(90), match(10, 91)),
  verbatim(),
]);
comparedTest('a match that goes on behind its block', refuseTokens, [
  wrong(95, ...literals(90), match(10, 90)),
  verbatim(),
]);
comparedTest('a match that goes on behind its frame', refuseTokens, [
  wrong(32_780, ...literals(32_760), match(20, 90)),
  verbatim(),
]);
