import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {InflateError, type PackedData} from '../../../src/binary/containers/inflate-engine.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {openArchive} from '../../../src/symbols/containers/open-archive.ts';
import {scriptZstd} from '../../../src/symbols/containers/tar/script-zstd.ts';
import {nativeZstd} from '../../../src/symbols/containers/tar/unpacked-stream.ts';
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
        const engine = create?.(fromMemory(packed));
        const pieces: Uint8Array[] = [];
        for (let filled = pieceBytes; engine && filled === pieceBytes; ) {
          const piece = new Uint8Array(pieceBytes);
          filled = engine.fill(piece);
          pieces.push(piece.subarray(0, filled));
        }
        engine?.close();
        t.true(Buffer.concat(pieces).equals(data), `in pieces of ${pieceBytes}`);
      }
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
  const header = Buffer.alloc(512);
  header.write('bomb', 0);
  header.write('00077777777\0', 124);
  header.write('ustar\x0000', 257);
  header.write('0', 156);
  const sum = header.reduce((total, byte) => total + byte, 8 * 0x20);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const packed = gzipSync(Buffer.concat([header, Buffer.alloc(16 * 1024 * 1024)]));
  const list = async () => [
    ...(await openArchive(memorySource(packed), {totalBytes: 1024 * 1024})).members(),
  ];
  await t.throwsAsync(list, {instanceOf: UnreadableError, message: /unpacks to more than 1048576 bytes/});
});
