import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {constants, createZstdCompress, gunzipSync, gzipSync} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {
  type InflateEngine,
  InflateError,
  type PackedData,
} from '../../../src/binary/containers/inflate-engine.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {openArchive} from '../../../src/symbols/containers/open-archive.ts';
import {scriptZstd} from '../../../src/symbols/containers/tar/script-zstd.ts';
import {nativeZstd} from '../../../src/symbols/containers/tar/unpacked-stream.ts';
import {askPython, withPython} from '../../builders/python.ts';
import {tarHeader, tarOf, withChecksum} from '../../builders/tar.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {programLike} from './sample-data.ts';
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

function zstd(bytes: Uint8Array, ...options: readonly string[]): Buffer {
  return execFileSync('zstd', ['-q', '-c', ...options], {input: bytes, maxBuffer: 64 * 1024 * 1024});
}

zstdTest(`reads .tar.zst${absentZstd}`, async t => {
  sameFiles(t, await unpack(zstd(tarred(), '-19')), files, 'pyxdbg');
});

const fromMemory = (packed: Uint8Array): PackedData => ({
  size: packed.length,
  readInto(offset, target) {
    const part = packed.subarray(offset, offset + target.length);
    target.set(part);
    return part.length;
  },
});

/** A frame in which a full block follows one that is not full, as a flush makes it. */
async function flushedFrame(data: Uint8Array): Promise<Buffer> {
  const stream = createZstdCompress({params: {[constants.ZSTD_c_checksumFlag]: 0}});
  const parts: Buffer[] = [];
  stream.on('data', part => parts.push(part));
  stream.write(data.subarray(0, 100_000));
  await new Promise<void>(resolve => stream.flush(() => resolve()));
  stream.end(data.subarray(100_000));
  await once(stream, 'end');
  return Buffer.concat(parts);
}

/** The rest of the data in `pieceBytes` at a time. */
function drained(engine: InflateEngine | undefined, pieceBytes: number): Buffer {
  const pieces: Uint8Array[] = [];
  for (let filled = pieceBytes; engine && filled === pieceBytes; ) {
    const piece = new Uint8Array(pieceBytes);
    filled = engine.fill(piece);
    pieces.push(piece.subarray(0, filled));
  }
  engine?.close();
  return Buffer.concat(pieces);
}

const ENGINES = [
  ['the engine of this Node', async () => nativeZstd()],
  ['the engine for a Node without zstd', scriptZstd],
] as const;

for (const [name, load] of ENGINES) {
  zstdTest(`zstd: ${name} gives back what zstd packed${absentZstd}`, async t => {
    const data = programLike(3_000_000, 4);
    const create = await load();
    for (const packed of [
      zstd(data, '-1'),
      zstd(data, '-19', '--no-check'),
      zstd(data, '--ultra', '-22', '--long=27'),
      Buffer.concat([zstd(data.subarray(0, 1_000_001)), zstd(data.subarray(1_000_001), '--no-check')]),
      zstd(Buffer.concat([data]), '--no-content-size', '--no-check', '-3'),
    ]) {
      for (const pieceBytes of [777, 131_072, 4_000_000]) {
        t.true(drained(create?.(fromMemory(packed)), pieceBytes).equals(data), `in pieces of ${pieceBytes}`);
      }
    }
  });

  test(`zstd: ${name} gives the last bytes of a frame that was flushed`, async t => {
    // Zeros: all of the frame is read at once.
    for (const length of [100_000, 231_072, 300_000, 1_000_000]) {
      const data = Buffer.alloc(length);
      const create = await load();
      t.is(drained(create?.(fromMemory(await flushedFrame(data))), 65_536).length, length);
    }
  });

  zstdTest(`zstd: ${name} ends or says so where data is damaged or cut off${absentZstd}`, async t => {
    const data = programLike(1_000_000, 5);
    const packed = zstd(data);
    const create = await load();
    const give = (bytes: Uint8Array): number => {
      const engine = create?.(fromMemory(bytes));
      try {
        return engine?.fill(new Uint8Array(data.length)) ?? 0;
      } finally {
        engine?.close();
      }
    };
    for (let at = 6; at < packed.length; at += 20_011) {
      const damaged = Buffer.from(packed);
      damaged.fill(0xff, at, at + 50);
      try {
        give(damaged);
      } catch (error) {
        t.true(error instanceof InflateError, String(error));
      }
      try {
        t.true(give(packed.subarray(0, at)) < data.length);
      } catch (error) {
        t.true(error instanceof InflateError, String(error));
      }
    }
  });

  test(`zstd: ${name} takes no window of more than 128 MiB`, async t => {
    // RFC 8878, 3.1.1: no content size, window descriptor 0xa0 (2^30 bytes), one raw last block of one byte.
    const frame = Buffer.from('28b52ffd00a009000041', 'hex');
    const create = await load();
    t.throws(() => create?.(fromMemory(frame)).fill(new Uint8Array(10)), {instanceOf: InflateError});
  });
}

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
