import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPdbIdentity} from '../../../src/binary/pdb/read-pdb.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {decodeStreamName} from '../../../src/symbols/containers/ole/stream-name.ts';
import {buildPdb, GUID} from '../../binary/pdb/build-pdb.ts';
import {cabOf, lzx, mszip, stored} from '../../builders/cab.ts';
import {packedName, writeOle} from '../../builders/ole.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {programLike} from './sample-data.ts';
import {missing, refused, sameFiles, unpack, unpackWith} from './unpack.ts';

const pdb = buildPdb({infoAge: 3, dbiAge: 3});
const verbatim = lzx({windowBits: 21, blocks: [{type: 'verbatim', lengthBytes: 0}]});

const WXS = `<?xml version="1.0" encoding="UTF-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" Language="1033" Name="Core Debugging Symbols" Version="3.11.2" Manufacturer="tests"
      UpgradeCode="6f1b1c0a-0000-4000-8000-000000000001">
    <Package InstallerVersion="300" Compressed="yes" />
    <Media Id="1" Cabinet="cab1.cab" EmbedCab="yes" />
    <Directory Id="TARGETDIR" Name="SourceDir"><Directory Id="InstallDirectory" Name="Python311">
      <Component Id="python.pdb" Guid="6f1b1c0a-0000-4000-8000-000000000002">
        <File Id="python.pdb" Name="python311.pdb" Source="python311.pdb" KeyPath="yes" />
      </Component>
      <Component Id="other.pdb" Guid="6f1b1c0a-0000-4000-8000-000000000003">
        <File Id="other.pdb" Name="python311_d.pdb" Source="other.pdb" KeyPath="yes" />
      </Component>
    </Directory></Directory>
    <Feature Id="Symbols" Level="1"><ComponentRef Id="python.pdb" /><ComponentRef Id="other.pdb" /></Feature>
  </Product>
</Wix>
`;

// Like python.org's core_pdb.msi: the names in the cabinet are keys of the database, not those of the files.
const absentWixl = missing('wixl');
(absentWixl === '' ? test : test.skip)(
  `finds a PDB by its GUID in an MSI that wixl made${absentWixl}`,
  async t => {
    const folder = temporaryFolder();
    const other = programLike(50_000, 1);
    writeFileSync(join(folder, 'pdb.wxs'), WXS);
    writeFileSync(join(folder, 'python311.pdb'), pdb);
    writeFileSync(join(folder, 'other.pdb'), other);
    execFileSync('wixl', ['-o', 'core_pdb.msi', 'pdb.wxs'], {cwd: folder, stdio: 'pipe'});
    const files = await unpack(readFileSync(join(folder, 'core_pdb.msi')));
    const expected: [string, Uint8Array][] = [
      ['python.pdb', pdb],
      ['other.pdb', other],
    ];
    sameFiles(t, files, new Map(expected), 'pyxdbg');
    t.like(readPdbIdentity(memorySource(files.get('python.pdb') ?? pdb)), {guid: GUID, age: 3});
  },
);

const absent7z = missing('7z');
const judged = absent7z === '' ? test : test.skip;

/** Streams as they are named in an installer, read by 7-Zip and by us. */
const agree = test.macro<[ReadonlyMap<string, Uint8Array>, 512 | 4096]>({
  title: (name = '') => `reads ${name} as 7-Zip does${absent7z}`,
  async exec(t, cabinets, sectorBytes) {
    const streams = new Map([...cabinets].map(([name, bytes]) => [packedName(name), bytes]));
    const msi = writeOle(streams, sectorBytes);
    sameFiles(t, unpackWith('7z', msi, cabinets.keys()), cabinets, '7z');
    const found = await unpack(msi);
    const expected = new Map<string, Buffer>();
    for (const bytes of cabinets.values())
      for (const [name, file] of await unpack(bytes)) expected.set(name, file);
    sameFiles(t, found, expected, 'pyxdbg');
  },
});

const cabinets = new Map([
  ['cab1.cab', cabOf(new Map([['a', programLike(90_000, 2)]]), verbatim)],
  ['small.cab', cabOf(new Map([['b', programLike(500, 3)]]), mszip)],
  ['x.cab', cabOf(new Map([['c', programLike(3000, 4)]]), stored)],
]);
judged('cabinets in large and in small sectors of a version 3 file', agree, cabinets, 512);
judged('cabinets in large and in small sectors of a version 4 file', agree, cabinets, 4096);
/** Bytes that tell where they stand. */
function counters(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE(at, at);
  return bytes;
}
judged(
  'a file so long that its sector table is listed in two sectors outside of the header',
  agree,
  // 7-Zip goes on into a stream that is the only one.
  new Map([
    ['cab1.cab', cabOf(new Map([['a', counters(16_500_000)]]), stored)],
    ['cab2.cab', cabOf(new Map([['b', programLike(100, 5)]]), stored)],
  ]),
  512,
);

const OLE_AT = {directory: 48, miniTable: 60, list: 68, firstTableSector: 76, version: 26, cutoff: 56};

test('takes 32 bits of a size in a version 3 file, whatever stands above', async t => {
  const bytes = Buffer.from(writeOle(cabinets));
  const directory = (bytes.readUInt32LE(OLE_AT.directory) + 1) * 512;
  // [MS-CFB] 2.6.1: older writers do not initialise these bytes.
  for (const entry of [1, 2, 3]) bytes.writeUInt32LE(0xdeadbeef, directory + entry * 128 + 124);
  sameFiles(t, await unpack(bytes), await unpack(writeOle(cabinets)), 'pyxdbg');
});

test('unpacks stream names', t => {
  // `!_Tables` and `!_StringData`, as Wine's msi/table.c documents them: U+4840 U+3F7F ... is their packed form.
  t.is(decodeStreamName(`\u4840${packedName('_Tables')}`), '!_Tables');
  for (const name of ['cab1.cab', 'a', 'Binary.icon_1']) t.is(decodeStreamName(packedName(name)), name);
  t.is(decodeStreamName('\x05SummaryInformation'), '\x05SummaryInformation');
});

function changed(offset: number, value: number, sectorBytes: 512 | 4096 = 512): Uint8Array {
  const bytes = Buffer.from(writeOle(cabinets, sectorBytes));
  bytes.writeUInt32LE(value, offset);
  return bytes;
}

/** The offset of a sector's entry in the sector table. */
function tableEntry(sector: number): number {
  return (Buffer.from(writeOle(cabinets)).readUInt32LE(OLE_AT.firstTableSector) + 1) * 512 + sector * 4;
}

test('refuses a directory whose sectors form a loop', async t => {
  const directory = Buffer.from(writeOle(cabinets)).readUInt32LE(OLE_AT.directory);
  await refused(t, changed(tableEntry(directory), directory), 'truncated', /its directory form a loop$/);
});
test('refuses small sectors that form a loop', async t => {
  const table = Buffer.from(writeOle(cabinets)).readUInt32LE(OLE_AT.miniTable);
  await refused(t, changed(tableEntry(table), table), 'truncated', /form a loop$/);
});
test('refuses sectors behind the end', t =>
  refused(t, changed(OLE_AT.directory, 0x7fff_ffff), 'truncated', /its directory/));
test('refuses a sector table behind the end', t =>
  refused(t, changed(OLE_AT.firstTableSector, 0x7fff_ffff), 'truncated', /its sector table/));
test('refuses another version', t => refused(t, changed(OLE_AT.version, 5), 'unsupported', /version 5$/));
test('refuses another size of small streams', t =>
  refused(t, changed(OLE_AT.cutoff, 1), 'unsupported', /small streams/));

test('refuses streams that are together longer than the file', async t => {
  const cab = cabOf(new Map([['a', programLike(20_000, 6)]]), stored);
  const tiny = Buffer.alloc(10);
  const bytes = Buffer.from(
    writeOle(
      new Map([
        ['one', cab],
        ['two', tiny],
        ['three', tiny],
      ]),
    ),
  );
  // The first entry is the root. The sectors of the second, and their number, become those of the others.
  const directory = (bytes.readUInt32LE(OLE_AT.directory) + 1) * 512;
  for (const entry of [2, 3]) {
    bytes.copy(bytes, directory + entry * 128 + 116, directory + 128 + 116, directory + 128 + 124);
  }
  await refused(t, bytes, 'truncated', /^its streams are longer than the file$/);
});

test('refuses an installer that is cut off, wherever', async t => {
  const msi = writeOle(cabinets);
  for (let length = 8; length < msi.length; length += 997) {
    await t.throwsAsync(unpack(msi.subarray(0, length)), {instanceOf: UnreadableError}, `${length} bytes`);
  }
});

test('says in which cabinet of an installer the damage is', async t => {
  const [name = '', cab = new Uint8Array(0)] = [...cabinets][0] ?? [];
  const broken = Buffer.from(cab);
  broken.writeUInt16LE(1, 30);
  await refused(
    t,
    writeOle(new Map([[packedName(name), broken]])),
    'unsupported',
    /^in cab1\.cab: it is one part of a set/,
  );
});
