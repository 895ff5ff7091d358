import {readFileSync} from 'node:fs';
import {gunzipSync} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readMinidump, startsLikeMinidump} from '../../../src/binary/minidump/read-minidump.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {bpel, buildMinidump, type MinidumpSpec, rsds} from '../../builders/minidump.ts';

const read = (spec: MinidumpSpec) => readMinidump(memorySource(buildMinidump(spec)));

/** Bytes of d4f0930a-f446-19aa-4c4c-44205044422e: the first three fields with their lowest byte first. */
const GUID = [0x0a, 0x93, 0xf0, 0xd4, 0x46, 0xf4, 0xaa, 0x19, 0x4c, 0x4c, 0x44, 0x20, 0x50, 0x44, 0x42, 0x2e];

test('a module has its path, its size, its time stamp, its version and its PDB', t => {
  const path = 'C:\\Python 3\\größe.pyd';
  const {system, machine, modules} = read({
    modules: [
      {
        path,
        start: 0x180000000,
        size: 0x15000,
        timestamp: 0x655d0001,
        version: [3, 11, 2150, 1013],
        record: rsds(GUID, 12, 'D:\\b\\spam.pdb'),
      },
      {path: 'C:\\plain.dll'},
    ],
  });
  t.is(system, 'windows');
  t.is(machine, 'x86_64');
  t.deepEqual(modules[0], {
    path,
    start: 0x180000000n,
    imageSizeBytes: 0x15000,
    timestamp: 0x655d0001,
    fileVersion: '3.11.2150.1013',
    codeView: {guid: 'd4f0930a-f446-19aa-4c4c-44205044422e', age: 12, pdb: 'D:\\b\\spam.pdb'},
    buildId: null,
  });
  t.like(modules[1], {path: 'C:\\plain.dll', fileVersion: null, codeView: null, buildId: null});
});

test('systems and machines by the numbers of Microsoft and of Breakpad', t => {
  const of = (machine: number, platform: number) => {
    const facts = read({modules: [], machine, platform});
    return [facts.machine, facts.system];
  };
  t.deepEqual(of(12, 2), ['arm64', 'windows']);
  t.deepEqual(of(0, 0x8201), ['x86', 'linux']);
  t.deepEqual(of(0x8003, 0x8101), ['arm64', 'macos']);
  t.deepEqual(of(0x7777, 0x7777), ['unknown', 'unknown']);
});

test('modules that are padded to eight bytes are found', t => {
  const modules = [{path: '/usr/lib/libspam.so', record: bpel([0xca, 0xfe, 1])}];
  t.like(read({modules, isPadded: true, platform: 0x8201}).modules, [
    {path: '/usr/lib/libspam.so', buildId: 'cafe01'},
  ]);
});

test('a minidump that the minidump-writer crate wrote of a Linux process, as the minidump crate reads it', t => {
  // How it was made: test/binary/minidump/dumps/README.md. What is expected was printed by minidump 0.27.0.
  const file = new URL('dumps/sleep.linux.dmp.gz', import.meta.url);
  const {system, machine, modules} = readMinidump(memorySource(gunzipSync(readFileSync(file))));
  t.is(system, 'linux');
  t.is(machine, 'x86_64');
  t.deepEqual(
    modules.map(({start, imageSizeBytes, path, buildId}) => [
      start.toString(16),
      imageSizeBytes.toString(16),
      path,
      buildId,
    ]),
    [
      ['55c5619d0000', 'b000', '/usr/bin/sleep', 'e3103c603f624119a9e5c025e4e5dc430f8519b0'],
      [
        '7f5903e73000',
        '1d5000',
        '/usr/lib/x86_64-linux-gnu/libc.so.6',
        '93ac61ec5a8eb1396f9fbd350e3169a558528a40',
      ],
      ['7f5904067000', '2000', 'linux-vdso.so.1', '33876398737cab5446426103634a9c4cb686983b'],
      [
        '7f5904069000',
        '35000',
        '/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
        '7ebc65e52f2bbea498b4040fa92f7238377aaba9',
      ],
    ],
  );
});

test('other files, and dumps of a whole Windows, are refused with what they are', t => {
  const refusal = (bytes: Uint8Array) =>
    t.throws(() => readMinidump(memorySource(bytes)), {instanceOf: UnreadableError})?.unreadable;
  t.is(refusal(Buffer.from('\x7fELF and more'))?.reason, 'not-a-binary');
  t.regex(refusal(Buffer.from('PAGEDU64 and more'))?.detail ?? '', /whole Windows/);
  t.is(refusal(Buffer.from('MDMP'))?.reason, 'truncated');
  t.true(startsLikeMinidump(Buffer.from('PAGEDU64')));
  t.false(startsLikeMinidump(Buffer.from('MZ')));
});

test('counts that are too large end in a refusal, and soon', t => {
  const bytes = buildMinidump({modules: [{path: 'a.dll'}]});
  const view = new DataView(bytes.buffer);
  const listAt = view.getUint32(32 + 12 + 8, true);
  const poke = (at: number, value: number, pattern: RegExp) => {
    const kept = view.getUint32(at, true);
    view.setUint32(at, value, true);
    const start = performance.now();
    t.throws(() => readMinidump(memorySource(bytes)), {instanceOf: UnreadableError, message: pattern});
    t.true(performance.now() - start < 1000);
    view.setUint32(at, kept, true);
  };
  poke(8, 0xffffffff, /streams/);
  poke(12, 0xfffffff0, /directory/);
  poke(listAt, 0xffffffff, /modules/);
  poke(listAt, 10_000, /past the end/);
  poke(listAt + 4 + 20, 0xfffffff0, /name of a module/);
});

test('modules that all name one long string are refused, not decoded one by one', t => {
  const modules = Array.from({length: 4000}, () => ({path: 'a'}));
  const bytes = buildMinidump({modules});
  const long = Buffer.alloc(64 * 1024, 'a');
  const whole = Buffer.concat([bytes, Buffer.from(Uint32Array.of(long.length).buffer), long]);
  const listAt = whole.readUInt32LE(32 + 12 + 8);
  for (let index = 0; index < modules.length; index += 1) {
    whole.writeUInt32LE(bytes.length, listAt + 4 + index * 108 + 20);
  }
  t.throws(() => readMinidump(memorySource(whole)), {instanceOf: UnreadableError, message: /overlap/});
});
