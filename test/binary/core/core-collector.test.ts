import test from 'ava';
import {CoreCollector} from '../../../src/binary/core/core-collector.ts';
import {coreImages, readCoreImage} from '../../../src/binary/core/core-images.ts';
import {readCore} from '../../../src/binary/core/read-core.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {buildCore, type CoreSpec} from '../../builders/core.ts';
import {buildElf} from '../../builders/elf.ts';

const idOf = (id: number) => [{name: 'GNU', type: 3, content: [id, id, id]}];

const SPEC: CoreSpec = {
  segments: [
    {address: 0x1000_0000, bytes: buildElf({notes: idOf(1)}).bytes},
    {address: 0x2000_0000, bytes: new Uint8Array(300_000), flags: 6},
    {address: 0x3000_0000, bytes: buildElf({notes: idOf(2)}).bytes},
  ],
  files: [
    {path: '/a.so', start: 0x1000_0000, end: 0x1000_1000},
    {path: '/b.so', start: 0x3000_0000, end: 0x3000_1000},
  ],
};

/** Feeds a stream in chunks, again where that is asked for; returns how many bytes each pass took. */
function feed(core: Uint8Array, chunkBytes: number): {collector: CoreCollector; passes: number[]} {
  const collector = new CoreCollector();
  const passes: number[] = [];
  do {
    collector.rewind();
    for (let at = 0; at < core.length; at += chunkBytes) {
      if (!collector.push(Buffer.from(core.subarray(at, at + chunkBytes)))) break;
    }
    passes.push(collector.position);
  } while (collector.needsAnotherPass && passes.length < 3);
  return {collector, passes};
}

const buildIds = (collector: CoreCollector) => {
  const core = readCore(collector.source());
  return coreImages(core).map(image => {
    const kept = readCoreImage(core, image);
    return kept?.format === 'elf' ? kept.buildId : null;
  });
};

for (const chunkBytes of [1, 61, 4096, 1_000_000]) {
  test(`a stream of chunks of ${chunkBytes} bytes tells the same as the file`, t => {
    const {collector, passes} = feed(buildCore(SPEC), chunkBytes);
    t.deepEqual(buildIds(collector), ['010101', '020202']);
    t.is(passes.length, 1, 'the kernel writes notes first: one pass is enough');
  });

  test(`notes behind the memory take a second pass in chunks of ${chunkBytes} bytes`, t => {
    const {collector, passes} = feed(buildCore({...SPEC, notesLast: true}), chunkBytes);
    t.deepEqual(buildIds(collector), ['010101', '020202']);
    t.true(passes.length <= 2);
  });
}

test('what lies behind the last page of interest is not asked for', t => {
  const segments = [
    ...(SPEC.segments ?? []),
    {address: 0x4000_0000, bytes: new Uint8Array(500_000), flags: 6},
  ];
  const core = buildCore({...SPEC, segments});
  const {passes} = feed(core, 4096);
  t.true((passes[0] ?? 0) < core.length - 400_000);
});

test('what is no core is refused at its beginning', t => {
  const push = (bytes: Uint8Array) => new CoreCollector().push(Buffer.from(bytes));
  t.throws(() => push(new Uint8Array(100)), {instanceOf: UnreadableError});
  t.throws(() => push(buildElf().bytes), {instanceOf: UnreadableError, message: /no core/});
});

test('headers and notes that claim gigabytes are refused', t => {
  const notes = Buffer.from(buildCore(SPEC));
  notes.writeBigUInt64LE(2n ** 40n, 64 + 32);
  t.throws(() => new CoreCollector().push(notes), {instanceOf: UnreadableError, message: /notes claim/});
});

test('a stream that ends early is a source of what there was', t => {
  const collector = new CoreCollector();
  collector.push(Buffer.from(buildCore(SPEC).subarray(0, 80)));
  t.throws(() => readCore(collector.source()), {instanceOf: UnreadableError});
});
