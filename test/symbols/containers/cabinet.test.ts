import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {openArchive} from '../../../src/symbols/containers/open-archive.ts';
import {cabOf, lzx, mszip, stored, writeCab} from '../../builders/cab.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {programLike} from './sample-data.ts';
import {isRefusedBy, missing, refused, sameFiles, UNPACKER_NAMES, unpack, unpackWith} from './unpack.ts';

const files = new Map([
  ['one.pdb', programLike(100_000, 1)],
  ['empty.pdb', Buffer.alloc(0)],
  ['two.pdb', programLike(70_001, 2)],
]);
const verbatim = lzx({windowBits: 15, blocks: [{type: 'verbatim', lengthBytes: 0}]});

const absentUnpackers = missing(...UNPACKER_NAMES);
const judged = absentUnpackers === '' ? test : test.skip;

const agree = test.macro<[() => Uint8Array]>({
  title: (name = '') => `reads ${name} as cabextract and 7-Zip do${absentUnpackers}`,
  async exec(t, make) {
    const cab = make();
    for (const tool of UNPACKER_NAMES) sameFiles(t, unpackWith(tool, cab, files.keys()), files, tool);
    sameFiles(t, await unpack(cab), files, 'pyxdbg');
  },
});

judged('a cabinet that is not compressed', agree, () => cabOf(files, stored));
judged('MSZIP', agree, () => cabOf(files, mszip));
judged('a cabinet without checksums', agree, () => cabOf(files, mszip, {hasChecksums: false}));
judged('reserved areas in the header, in folders and in blocks', agree, () =>
  cabOf(files, mszip, {
    reserve: {header: Buffer.alloc(20, 1), folder: Buffer.alloc(3, 2), data: Buffer.alloc(4)},
  }),
);

// The two disagree on what a checksum covers: each is followed where it reads the file.
for (const [tool, sumsLeaveOutReserve] of [
  ['7z', false],
  ['cabextract', true],
] as const) {
  (missing(tool) === '' ? test : test.skip)(
    `takes checksums and reserved bytes in blocks as ${tool} does${missing(tool)}`,
    async t => {
      const reserve = {
        header: Buffer.alloc(20, 1),
        folder: Buffer.alloc(3, 2),
        data: Buffer.from([1, 2, 3, 9]),
      };
      const cab = cabOf(files, mszip, {reserve, sumsLeaveOutReserve});
      sameFiles(t, unpackWith(tool, cab, files.keys()), files, tool);
      sameFiles(t, await unpack(cab), files, 'pyxdbg');
    },
  );
}

judged('two folders of different methods, with reserved areas', agree, () => {
  const [one, empty, two] = [...files].map(([name, bytes]) => ({name, sizeBytes: bytes.length, bytes}));
  if (!one || !empty || !two) throw new Error('three files were expected');
  return writeCab({
    folders: [mszip(one.bytes), verbatim(two.bytes)],
    files: [
      {...one, offset: 0, folder: 0},
      {...empty, offset: one.sizeBytes, folder: 0},
      {...two, offset: 0, folder: 1},
    ],
    reserve: {header: Buffer.alloc(5, 1), folder: Buffer.alloc(3, 2), data: Buffer.alloc(0)},
  });
});

const absentGcab = missing('gcab');
for (const [option, method] of [
  ['--zip', 'MSZIP'],
  ['--nopath', 'stored data'],
] as const) {
  (absentGcab === '' ? test : test.skip)(`reads ${method} that gcab wrote${absentGcab}`, async t => {
    const folder = temporaryFolder();
    const names = [...files.keys()];
    for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
    execFileSync('gcab', ['--create', option, 'made.cab', ...names], {cwd: folder, stdio: 'pipe'});
    sameFiles(t, await unpack(readFileSync(join(folder, 'made.cab'))), files, 'pyxdbg');
  });
}

test('reads members in any order, and a part of one', async t => {
  const members = [...(await openArchive(memorySource(cabOf(files, verbatim)))).members()];
  for (const member of members.toReversed()) {
    const expected = files.get(member.name) ?? Buffer.alloc(0);
    t.is(member.sizeBytes, expected.length);
    t.true(Buffer.from(member.peek(40)).equals(expected.subarray(0, 40)), member.name);
    t.true(Buffer.from(member.read(100_000)).equals(expected), member.name);
  }
});

test('refuses a member that is longer than the caller allows', async t => {
  const [member] = (await openArchive(memorySource(cabOf(files, mszip)))).members();
  t.throws(() => member?.read(99_999), {
    instanceOf: UnreadableError,
    message: /100000 bytes, more than 99999$/,
  });
});

test('refuses to unpack more in all than its limit, also of members that share their data', async t => {
  const bytes = programLike(60_000, 3);
  const cab = writeCab({
    folders: [mszip(bytes)],
    files: Array.from({length: 1000}, () => ({name: 'a', sizeBytes: bytes.length, offset: 0, folder: 0})),
  });
  const read = async () => {
    for (const member of (await openArchive(memorySource(cab), {totalBytes: 1_000_000})).members()) {
      member.read(100_000);
    }
  };
  await t.throwsAsync(read, {instanceOf: UnreadableError, message: /unpacks to more than 1000000 bytes/});
});

/** A cabinet with an integer of two bytes changed. */
function changed(offset: number, value: number, make = mszip): Uint8Array {
  const bytes = Buffer.from(cabOf(files, make));
  bytes.writeUInt16LE(value, offset);
  return bytes;
}

const FLAGS_AT = 30;
const FIRST_FOLDER = 36;

for (const [what, flag] of [
  ['goes on from another cabinet', 1],
  ['goes on in another cabinet', 2],
] as const) {
  test(`refuses a cabinet that ${what}`, t =>
    refused(t, changed(FLAGS_AT, flag), 'unsupported', /^it is one part of a set of cabinets$/));
}

test('refuses Quantum', t => refused(t, changed(FIRST_FOLDER + 6, 0x1472), 'unsupported', /by Quantum/));
test('refuses a method that is none', t =>
  refused(t, changed(FIRST_FOLDER + 6, 4), 'unsupported', /method 4$/));
for (const bits of [14, 22]) {
  test(`refuses LZX with a window of 2^${bits} bytes`, t =>
    refused(t, changed(FIRST_FOLDER + 6, 3 | (bits << 8), verbatim), 'unsupported', /window of 2\^/));
}
test('refuses another major version', t => refused(t, changed(24, 0x0203), 'unsupported', /version 2\.3$/));

const absentCabextract = missing('cabextract');
const comparedTest = absentCabextract === '' ? test : test.skip;
comparedTest(
  `refuses a byte that does not match the checksum, as cabextract does${absentCabextract}`,
  async t => {
    for (const make of [stored, mszip, verbatim]) {
      const cab = Buffer.from(cabOf(files, make));
      const at = cab.length - 3;
      cab[at] = (cab[at] ?? 0) ^ 1;
      t.true(isRefusedBy('cabextract', cab));
      await refused(t, cab, 'truncated', /does not match its checksum$/);
    }
  },
);

test('refuses a cabinet that is cut off, wherever', async t => {
  const cab = cabOf(new Map([['a.pdb', programLike(3000, 5)]]), mszip);
  for (let length = 4; length < cab.length; length += 7) {
    await t.throwsAsync(unpack(cab.subarray(0, length)), {instanceOf: UnreadableError}, `${length} bytes`);
  }
});

const absent7z = missing('7z');
(absent7z === '' ? test : test.skip)(
  `refuses an MSZIP block behind a short one, as 7-Zip does${absent7z}`,
  async t => {
    const cab = cabOf(files, data => mszip(data, 10_000));
    t.true(isRefusedBy('7z', cab));
    await refused(t, cab, 'truncated', /a block follows a short one$/);
  },
);

test('refuses an MSZIP block without its signature', async t => {
  const cab = cabOf(
    files,
    data => {
      const {compression, blocks} = mszip(data);
      return {
        compression,
        blocks: blocks.map(one => ({...one, packed: Buffer.from(one.packed).fill('X', 0, 1)})),
      };
    },
    {hasChecksums: false},
  );
  await refused(t, cab, 'truncated', /a block has no signature$/);
});

test('says of every member in a damaged block what is wrong, and reads those before', async t => {
  const members = new Map([
    ['before.pdb', programLike(1000, 6)],
    ['in.pdb', programLike(40_000, 7)],
    ['behind.pdb', programLike(100, 8)],
  ]);
  const cab = Buffer.from(cabOf(members, stored));
  cab[cab.length - 5_000] = (cab[cab.length - 5_000] ?? 0) ^ 1;
  for (const member of (await openArchive(memorySource(cab))).members()) {
    const read = () => member.read(100_000);
    if (member.name === 'before.pdb') t.true(Buffer.from(read()).equals(members.get(member.name) ?? cab));
    else t.throws(read, {instanceOf: UnreadableError, message: /does not match its checksum$/});
  }
});

test('refuses an MSZIP block that unpacks to more or less than it states', async t => {
  for (const sizeBytes of [2999, 3001]) {
    const cab = cabOf(new Map([['a.pdb', programLike(3000, 5)]]), data => {
      const {compression, blocks} = mszip(data);
      return {compression, blocks: blocks.map(({packed}) => ({packed, sizeBytes}))};
    });
    await refused(t, cab, 'truncated', /^its MSZIP data is damaged: /);
  }
});

for (const [name, problem] of [
  ['..\\..\\evil.pdb', /leads out of the archive/],
  ['C:evil.pdb', /has a drive or a stream/],
  ['\\\\host\\share\\evil.pdb', /has an absolute path/],
  ['folder\\', /has no file name/],
] as const) {
  test(`refuses to read a member named ${name}`, async t => {
    const cab = cabOf(new Map([[name, Buffer.from('data')]]), stored);
    const [member] = (await openArchive(memorySource(cab))).members();
    t.regex(member?.name ?? '', /^[\w.]+$/);
    t.throws(() => member?.read(100), {instanceOf: UnreadableError, message: problem});
  });
}

test('gives the base name of a member in folders', async t => {
  const cab = cabOf(new Map([['Python311\\DLLs/python311.pdb', Buffer.from('data')]]), stored);
  t.deepEqual([...(await unpack(cab)).keys()], ['python311.pdb']);
});

test('reads names in UTF-8 where the attribute says so', async t => {
  const data = Buffer.from('data');
  const cab = writeCab({
    folders: [stored(data)],
    files: [{name: 'größe.pdb', sizeBytes: 4, offset: 0, folder: 0, attributes: 0xa0}],
  });
  t.deepEqual([...(await unpack(cab)).keys()], ['größe.pdb']);
});
