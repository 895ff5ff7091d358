import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElfDebugFacts} from '../../../src/binary/elf/debug-facts.ts';
import {readElfExportNames} from '../../../src/binary/elf/export-names.ts';
import {readElf} from '../../../src/binary/elf/read-elf.ts';
import {UnreadableError, type UnreadableReason} from '../../../src/binary/unreadable.ts';
import {BASE_ADDRESS, type BuiltElf, buildElf, type ElfSpec} from '../../builders/elf.ts';

const SPEC: ElfSpec = {
  interpreter: '/lib/ld.so.1',
  soname: 'sample.so',
  needed: ['libm.so.6', 'libc.so.6'],
  runpath: '/opt/b',
  symbols: [
    {name: 'malloc', isUndefined: true, version: 'GLIBC_2.17'},
    {name: 'hook', isUndefined: true, bind: 2},
    {name: 'PyInit_sample'},
    {name: 'helper'},
  ],
  versionNeeds: {'libc.so.6': ['GLIBC_2.17', 'GLIBC_2.34'], 'libm.so.6': ['GLIBC_2.29']},
  notes: [{name: 'GNU', type: 3, content: [1, 2, 3, 4]}],
  stackFlags: 6,
};

/** The reason for which a file cannot be read, or null where it can; any other error passes through. */
function reasonOf(read: () => unknown): UnreadableReason | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof UnreadableError) return error.unreadable.reason;
    throw error;
  }
}

const reason = (bytes: Uint8Array): UnreadableReason | null => reasonOf(() => readElf(memorySource(bytes)));

test('each file that was cut short is truncated, wherever it was cut', t => {
  for (const [bits, littleEndian] of [
    [32, false],
    [64, true],
  ] as const) {
    const {bytes} = buildElf({...SPEC, bits, littleEndian});
    t.is(reason(bytes), null);
    for (let length = 4; length < bytes.length; length++) {
      if (reason(bytes.subarray(0, length)) !== 'truncated')
        t.fail(`${bits}-bit, ${length} of ${bytes.length} bytes`);
    }
    t.is(reason(bytes.subarray(0, 3)), 'not-a-binary');
  }
});

test('an unknown class, byte order or version, or an odd program header size, is unsupported', t => {
  const changed = (at: number, value: number): Uint8Array => {
    const {bytes} = buildElf(SPEC);
    bytes[at] = value;
    return bytes;
  };
  t.is(reason(changed(4, 3)), 'unsupported', 'EI_CLASS');
  t.is(reason(changed(5, 0)), 'unsupported', 'EI_DATA');
  t.is(reason(changed(6, 0)), 'unsupported', 'EI_VERSION');
  t.is(reason(changed(54, 57)), 'unsupported', 'e_phentsize');
  t.is(reason(changed(1, 0)), 'not-a-binary', 'the magic');
});

/** Puts a value over that of a dynamic tag. */
function setTag({view, at}: BuiltElf, tag: number, value: number): void {
  for (let entry = at.dynamic; ; entry += 16) {
    if (view.getBigUint64(entry, true) === 0n) throw new Error(`no tag ${tag}`);
    if (view.getBigUint64(entry, true) === BigInt(tag)) view.setBigUint64(entry + 8, BigInt(value), true);
    else continue;
    return;
  }
}

test('a table at an address that no segment has is truncated', t => {
  const tags = {sysv: [4, 5, 6, 0x6ffffff0, 0x6ffffffe], gnu: [0x6ffffef5]} as const;
  for (const hash of ['sysv', 'gnu'] as const) {
    for (const tag of tags[hash]) {
      for (const address of [0, BASE_ADDRESS - 1, BASE_ADDRESS + 0x100000, 2 ** 52]) {
        const built = buildElf({...SPEC, hash});
        setTag(built, tag, address);
        t.is(reason(built.bytes), 'truncated', `tag ${tag.toString(16)} at ${address.toString(16)}`);
      }
    }
  }
});

test('a name past the string table is truncated', t => {
  const built = buildElf(SPEC);
  setTag(built, 14, 0xffff_ffff);
  t.is(reason(built.bytes), 'truncated');
  const other = buildElf(SPEC);
  other.view.setUint32(other.at.symbols + 24, 0xffff_fff0, true);
  t.is(reason(other.bytes), 'truncated');
});

test('a version record of a kind that ld.so refuses is unsupported', t => {
  const built = buildElf(SPEC);
  built.view.setUint16(built.at.versionNeeds, 2, true);
  t.is(reason(built.bytes), 'unsupported');
});

const MEGABYTE = 1024 * 1024;

/** A file with a megabyte of `filler` behind it, all in its PT_LOAD; `change` gets the offset of the filler. */
function withFiller(
  spec: ElfSpec,
  filler: Uint8Array,
  change: (built: BuiltElf, offset: number) => void,
): Uint8Array {
  const {bytes: head, at} = buildElf(spec);
  const bytes = new Uint8Array(head.length + filler.length);
  bytes.set(head);
  bytes.set(filler, head.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(at.programHeaders + 32, BigInt(bytes.length), true);
  change({bytes, view, at}, head.length);
  return bytes;
}

const HOSTILE: Readonly<Record<string, () => Uint8Array>> = {
  'version records that all lead through all others': () => {
    const filler = new Uint8Array(MEGABYTE);
    const records = new DataView(filler.buffer);
    for (let at = 0; at + 16 <= filler.length; at += 16) {
      records.setUint16(at, 1, true);
      records.setUint16(at + 2, 0xffff, true);
      records.setUint32(at + 8, 16, true);
      records.setUint32(at + 12, 16, true);
    }
    return withFiller(SPEC, filler, (built, offset) => setTag(built, 0x6ffffffe, BASE_ADDRESS + offset));
  },
  'forty thousand undefined names that are each the rest of one long string': () => {
    const filler = new Uint8Array(2 * MEGABYTE).fill(0x61, MEGABYTE);
    const symbols = new DataView(filler.buffer);
    for (let at = 24; at + 24 <= MEGABYTE; at += 24) {
      symbols.setUint32(at, at, true);
      filler[at + 4] = 0x10;
    }
    return withFiller({...SPEC, hash: 'sysv'}, filler, (built, offset) => {
      setTag(built, 6, BASE_ADDRESS + offset);
      setTag(built, 5, BASE_ADDRESS + offset + MEGABYTE);
      setTag(built, 10, MEGABYTE);
      setTag(built, 4, BASE_ADDRESS + built.at.sysvHash);
      built.view.setUint32(built.at.sysvHash + 4, 40_000, true);
    });
  },
  'sixty thousand needed libraries with one long name': () => {
    const filler = new Uint8Array(2 * MEGABYTE).fill(0x61, MEGABYTE);
    const entries = new DataView(filler.buffer);
    for (let at = 0; at < MEGABYTE; at += 16) entries.setUint8(at, 1);
    return withFiller(SPEC, filler, ({view, at}, offset) => {
      entries.setBigUint64(0, 5n, true);
      entries.setBigUint64(8, BigInt(BASE_ADDRESS + offset + MEGABYTE), true);
      new Uint8Array(view.buffer, offset).set(filler);
      const isDynamic = (entry: number): boolean => view.getUint32(entry, true) === 2;
      let entry = at.programHeaders;
      while (!isDynamic(entry)) entry += 56;
      view.setBigUint64(entry + 16, BigInt(BASE_ADDRESS + offset), true);
      view.setBigUint64(entry + 32, BigInt(MEGABYTE), true);
    });
  },
  'ten thousand program headers that all name one megabyte of notes': () => {
    const count = 10_000;
    const filler = new Uint8Array(count * 56 + MEGABYTE);
    const headers = new DataView(filler.buffer);
    return withFiller(SPEC, filler, ({view}, offset) => {
      for (let at = 0; at < count * 56; at += 56) {
        headers.setUint32(at, 4, true);
        headers.setBigUint64(at + 8, BigInt(offset + count * 56), true);
        headers.setBigUint64(at + 32, BigInt(MEGABYTE), true);
      }
      new Uint8Array(view.buffer, offset).set(filler);
      view.setBigUint64(32, BigInt(offset), true);
      view.setUint16(56, count, true);
    });
  },
};

for (const [what, build] of Object.entries(HOSTILE)) {
  test(`${what}: refused or read in less than a second`, t => {
    const bytes = build();
    const source = memorySource(bytes);
    const started = performance.now();
    reasonOf(() => readElf(source));
    reasonOf(() => readElfExportNames(source));
    reasonOf(() => readElfDebugFacts(source));
    const milliseconds = performance.now() - started;
    t.true(milliseconds < 1000, `${milliseconds} ms`);
  });
}

/** A small generator of numbers below 2^32 (mulberry32), so that a seed gives the same mutants everywhere. */
function* randomNumbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    yield (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

test('two thousand mutants are read or refused, and nothing else happens', t => {
  const seed = Number(process.env['PYXDBG_FUZZ_SEED'] ?? 20261122);
  t.log(`seed ${seed} (PYXDBG_FUZZ_SEED)`);
  const numbers = randomNumbers(seed);
  const below = (limit: number): number => numbers.next().value % limit;
  const outcomes = new Map<string, number>();
  for (let i = 0; i < 2000; i++) {
    const {bytes} = buildElf({
      ...SPEC,
      bits: i % 2 ? 32 : 64,
      littleEndian: i % 4 < 2,
      sections: [{name: '.debug_info', type: 1, content: [1]}],
    });
    for (let change = 1 + below(8); change > 0; change--) {
      // Half of the changes go to the headers, and small and extreme values are likelier than others.
      const at = below(2) ? below(bytes.length) : below(Math.min(400, bytes.length));
      bytes[at] = [0, 1, 0x7f, 0x80, 0xff, below(256)][below(6)] ?? 0;
    }
    const source = memorySource(bytes);
    for (const read of [readElf, readElfExportNames, readElfDebugFacts]) {
      const outcome = reasonOf(() => read(source)) ?? 'read';
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  t.deepEqual([...outcomes.keys()].sort(), ['not-a-binary', 'read', 'truncated', 'unsupported']);
});
