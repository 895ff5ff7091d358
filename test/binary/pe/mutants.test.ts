import test from 'ava';
import {memorySource, pagedSource} from '../../../src/binary/byte-source.ts';
import {readPe} from '../../../src/binary/pe/read-pe.ts';
import {readPeDebugFacts} from '../../../src/binary/pe/read-pe-debug-facts.ts';
import {readPeExportNames} from '../../../src/binary/pe/read-pe-export-names.ts';
import {readPeResources} from '../../../src/binary/pe/read-pe-resources.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {buildPe} from '../../builders/pe.ts';
import {mutantRandom, type Random} from '../../fuzz/random.ts';

const SEED = 20_261_122;
const MUTANTS = 1500;

/** Numbers that sizes, counts and offsets break at. */
const EDGES: readonly [number, ...number[]] = [
  0, 1, 0xff, 0x200, 0x400, 0x1000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff,
];

/** A module with every kind of table. */
function original(bits: 32 | 64): Uint8Array {
  const codeView = Buffer.from(`RSDS${'0123456789abcdef'}\x01\0\0\0C:\\m.pdb\0`, 'latin1');
  return buildPe({
    bits,
    imports: [
      {library: 'python312.dll', entries: ['PyModule_Create2', 'PyLong_Type', 3]},
      {library: 'VCRUNTIME140.dll', entries: ['memcpy']},
    ],
    delayImports: [{library: 'late.dll', entries: ['late', 9]}],
    delayByAddress: bits === 32,
    exports: {fileName: 'm.pyd', names: Array.from({length: 70}, (_, index) => `name${index}`).sort()},
    debug: [{type: 2, data: codeView}],
    resources(rva) {
      const view = new DataView(new ArrayBuffer(200));
      for (const [offset, id, target] of [
        [0, 24, 0x8000_0020],
        [32, 2, 0x8000_0040],
        [64, 1033, 96],
      ] as const) {
        view.setUint16(offset + 14, 1, true);
        view.setUint32(offset + 16, id, true);
        view.setUint32(offset + 20, target, true);
      }
      view.setUint32(96, rva + 112, true);
      view.setUint32(100, 40, true);
      return new Uint8Array(view.buffer);
    },
  }).bytes;
}

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  const mutant = Uint8Array.from(bytes);
  const view = new DataView(mutant.buffer);
  for (let change = random.below(4); change >= 0; change--) {
    const at = random.below(mutant.length - 4);
    const kind = random.below(4);
    if (kind === 0) mutant[at] = random.below(256);
    else if (kind === 1) view.setUint16(at, random.below(0x1_0000), true);
    else if (kind === 2) view.setUint32(at & ~3, random.pick(EDGES), true);
    else view.setUint32(at & ~3, random.below(mutant.length + 0x2000), true);
  }
  return random.below(10) === 0 ? mutant.subarray(0, random.below(mutant.length)) : mutant;
}

for (const bits of [32, 64] as const) {
  test(`${MUTANTS} mutants of a ${bits}-bit module are read or refused, each within a second (seed ${SEED})`, async t => {
    const bytes = original(bits);
    t.deepEqual(readPe(memorySource(bytes)).delayImports, [
      {library: 'late.dll', symbols: ['late'], ordinals: [9]},
    ]);
    let refused = 0;
    let slowestMs = 0;
    for (let index = 0; index < MUTANTS; index++) {
      const source = pagedSource(memorySource(mutate(bytes, mutantRandom(SEED + bits, index))));
      const start = performance.now();
      for (const reader of [readPe, readPeExportNames, readPeDebugFacts]) {
        try {
          reader(source);
        } catch (error) {
          if (!(error instanceof UnreadableError)) throw new Error(`mutant ${index}`, {cause: error});
          refused++;
        }
      }
      await readPeResources(source);
      slowestMs = Math.max(slowestMs, performance.now() - start);
    }
    t.true(refused > 0);
    t.true(slowestMs < 10_000, `${slowestMs} ms`);
  });
}
