import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {openArchive} from '../../../src/symbols/containers/open-archive.ts';
import {askPython, withPython} from '../../builders/python.ts';
import {tarHeader, tarOf, withChecksum} from '../../builders/tar.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {programLike, zstd} from './sample-data.ts';
import {missing, refused, sameFiles, unpack} from './unpack.ts';

const LONG = `${'long'.repeat(30)}.pdb`;
const tree = new Map([
  ['python/install/bin/python3.12.pdb', programLike(300_000, 1)],
  ['python/build/empty.debug', Buffer.alloc(0)],
  [`python/${'deep/'.repeat(30)}${LONG}`, programLike(513, 2)],
  ['python/exact.pdb', programLike(1024, 3)],
]);
const files = new Map([...tree].map(([path, bytes]) => [path.slice(path.lastIndexOf('/') + 1), bytes]));

const absentTar = missing('tar');
const tarTest = absentTar === '' ? test : test.skip;

/** The tree as GNU tar packs it. */
function tarred(...options: readonly string[]): Buffer {
  const folder = temporaryFolder();
  for (const [path, bytes] of tree) {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), bytes);
  }
  execFileSync('ln', ['-s', 'exact.pdb', join(folder, 'python/link.pdb')]);
  execFileSync('tar', [...options, '-cf', 'made.tar', 'python'], {cwd: folder});
  return readFileSync(join(folder, 'made.tar'));
}

for (const format of ['gnu', 'pax', 'posix']) {
  tarTest(
    `reads what tar --format=${format} writes, with names longer than its fields${absentTar}`,
    async t => {
      sameFiles(t, await unpack(tarred(`--format=${format}`)), files, 'pyxdbg');
    },
  );
}
tarTest(`joins the two parts of a name that tar --format=ustar splits${absentTar}`, async t => {
  const folder = temporaryFolder();
  const path = `${'folder/'.repeat(20)}short.pdb`;
  mkdirSync(dirname(join(folder, path)), {recursive: true});
  writeFileSync(join(folder, path), 'data');
  // A name that is refused shows that the first part is looked at.
  const rename = ['--transform=s,^folder/,../,', '-P'];
  execFileSync('tar', ['--format=ustar', '-cf', 'good.tar', path], {cwd: folder});
  execFileSync('tar', ['--format=ustar', '-cf', 'bad.tar', ...rename, path], {cwd: folder});
  t.deepEqual([...(await unpack(readFileSync(join(folder, 'good.tar')))).keys()], ['short.pdb']);
  await refused(t, readFileSync(join(folder, 'bad.tar')), 'unsupported', /leads out of the archive/);
});

for (const [format, detail] of [
  ['gnu', /^it has files with holes/],
  ['posix', /is stored with holes/],
] as const) {
  tarTest(`refuses files with holes of tar --format=${format}${absentTar}`, async t => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'holes.pdb'), '');
    truncateSync(join(folder, 'holes.pdb'), 1024 * 1024);
    execFileSync('tar', [`--format=${format}`, '-S', '-cf', 'made.tar', 'holes.pdb'], {cwd: folder});
    await refused(t, readFileSync(join(folder, 'made.tar')), 'unsupported', detail);
  });
}

/** One file `a` with four bytes, whose header is changed before it gets its checksum. */
function changedHeader(change: (header: Buffer) => Buffer): Uint8Array {
  const tar = Buffer.from(tarOf(new Map([['a', Buffer.from('data')]])));
  return Buffer.concat([withChecksum(change(tar.subarray(0, 512))), tar.subarray(512)]);
}

/** An extended header of these records. */
function pax(records: string, type = 'x'): Buffer {
  const data = Buffer.alloc(512);
  data.write(records);
  return Buffer.concat([tarHeader('././@PaxHeader', type, records.length), data]);
}

const LIST = `
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    print(json.dumps({m.name.split('/')[-1]: archive.extractfile(m).read().decode() for m in archive if m.isreg()}))
`;

/** Headers that no tar at hand writes for small files; Python's tarfile says what they mean. */
const unusual: readonly [string, Uint8Array][] = [
  [
    'a size in base 256',
    changedHeader(header => header.fill(0, 124, 136).fill(0x80, 124, 125).fill(4, 135, 136)),
  ],
  [
    'a size in an extended header',
    Buffer.concat([pax('13 size=0004\n'), changedHeader(header => header.fill('7', 124, 135))]),
  ],
  [
    'a hard link that states a size',
    Buffer.concat([tarHeader('link', '1', 1024), tarOf(new Map([['a', Buffer.from('data')]]))]),
  ],
  [
    'a long name before others',
    tarOf(
      new Map([
        ['x'.repeat(150), Buffer.from('one')],
        ['b', Buffer.from('two')],
      ]),
    ),
  ],
  [
    'a global extended header',
    Buffer.concat([
      pax('13 comment=a\n', 'g').subarray(0, 1024),
      tarOf(new Map([['a', Buffer.from('data')]])),
    ]),
  ],
];

for (const [what, bytes] of unusual) {
  withPython(`reads ${what} as Python does`, async t => {
    const path = join(temporaryFolder(), 'made.tar');
    writeFileSync(path, bytes);
    const found = Object.fromEntries(
      [...(await unpack(bytes))].map(([name, data]) => [name, data.toString()]),
    );
    t.deepEqual(found, askPython(LIST, [path]) as object);
    t.true(Object.keys(found).length > 0);
  });
}

test('refuses an extended header or a name of more than 1 MiB', async t => {
  const tar = Buffer.concat([tarHeader('././@LongLink', 'L', 1_048_577), Buffer.alloc(1_100_000, 'x')]);
  await refused(t, tar, 'unsupported', /a name or an extended header of 1048577 bytes$/);
});

test('refuses headers without end', async t => {
  const tar = Buffer.concat(Array.from({length: 1000}, () => tarHeader('a', '0', 0)));
  const list = async () => [...(await openArchive(memorySource(tar), {totalBytes: 1024 * 1024})).members()];
  await t.throwsAsync(list, {instanceOf: UnreadableError, message: /unpacks to more than 1048576 bytes/});
});

tarTest(`reads .tar.gz${absentTar}`, async t => {
  sameFiles(t, await unpack(tarred('--gzip')), files, 'pyxdbg');
});
tarTest(`reads .tar.gz of two gzip members${absentTar}`, async t => {
  const plain = tarred();
  const packed = Buffer.concat([gzipSync(plain.subarray(0, 100_000)), gzipSync(plain.subarray(100_000))]);
  t.true(gunzipSync(packed).equals(plain));
  sameFiles(t, await unpack(packed), files, 'pyxdbg');
});

const absentZstd = missing('tar', 'zstd');
const zstdTest = absentZstd === '' ? test : test.skip;

zstdTest(`reads .tar.zst${absentZstd}`, async t => {
  sameFiles(t, await unpack(zstd(tarred(), '-19')), files, 'pyxdbg');
});

tarTest(`refuses a tar archive that is cut off, wherever${absentTar}`, async t => {
  const tar = tarred();
  // What follows the last file is two blocks of zeros, which may be missing.
  for (let length = 700; length < 300_000; length += 10_007) {
    const error = await t.throwsAsync(
      unpack(tar.subarray(0, length)),
      {instanceOf: UnreadableError},
      `${length}`,
    );
    t.is(error?.unreadable.reason, 'truncated');
  }
  await refused(t, gzipSync(tar).subarray(0, 50_000), 'truncated', /ends after|ends in a tar header/);
});

tarTest(`refuses a tar header that does not match its checksum${absentTar}`, async t => {
  const tar = tarred();
  tar[3] = (tar[3] ?? 0) ^ 1;
  await refused(t, tar, 'truncated', /^a tar header does not match its checksum$/);
});

tarTest(`refuses a path out of the archive${absentTar}`, async t => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'evil.pdb'), 'data');
  execFileSync('tar', ['-P', '-cf', 'made.tar', '../evil.pdb'], {cwd: join(folder, 'in')});
  await refused(t, readFileSync(join(folder, 'in/made.tar')), 'unsupported', /leads out of the archive/);
});

test('refuses a tar archive that unpacks to more than its limit, without reading a member', async t => {
  const header = tarHeader('bomb', '0', 0o77777777);
  const packed = gzipSync(Buffer.concat([header, Buffer.alloc(16 * 1024 * 1024)]));
  const list = async () => [
    ...(await openArchive(memorySource(packed), {totalBytes: 1024 * 1024})).members(),
  ];
  await t.throwsAsync(list, {instanceOf: UnreadableError, message: /unpacks to more than 1048576 bytes/});
});
