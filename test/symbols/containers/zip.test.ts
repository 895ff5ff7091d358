import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {openArchive} from '../../../src/symbols/containers/open-archive.ts';
import {askPython, withPython} from '../../builders/python.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {zipBytes} from '../../builders/zip.ts';
import {programLike} from './sample-data.ts';
import {refused, sameFiles, unpack} from './unpack.ts';

const WRITE = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    archive.writestr('folder/', b'')
    archive.writestr('folder/python34.pdb', bytes(range(256)) * 400, zipfile.ZIP_DEFLATED)
    archive.writestr('_ctypes.pdb', b'stored' * 99, zipfile.ZIP_STORED)
print('null')
`;

withPython('reads deflated and stored members of a zip that Python wrote', async t => {
  const path = join(temporaryFolder(), 'pdb.zip');
  askPython(WRITE, [path]);
  const expected = new Map([
    ['python34.pdb', Buffer.alloc(102_400, Buffer.from(Array.from({length: 256}, (_, byte) => byte)))],
    ['_ctypes.pdb', Buffer.from('stored'.repeat(99))],
  ]);
  sameFiles(t, await unpack(readFileSync(path)), expected, 'pyxdbg');
});

const data = programLike(50_000, 1);

test('peeks into a member, and then reads all of it', async t => {
  const [member] = (await openArchive(memorySource(zipBytes({name: 'a.pdb', data})))).members();
  t.true(Buffer.from(member?.peek(32) ?? []).equals(data.subarray(0, 32)));
  t.true(Buffer.from(member?.read(50_000) ?? []).equals(data));
});

test('refuses one member for what is wrong with it, and reads the other', async t => {
  for (const [wrong, message] of [
    [{flags: 0x0801}, /^bad\.pdb is encrypted$/],
    [{method: 14}, /^bad\.pdb is compressed by method 14/],
    [{crc32: 1}, /CRC-32/],
    [{sizeBytes: 100_000_000}, /^bad\.pdb claims 100000000 bytes/],
  ] as const) {
    const zip = zipBytes({name: 'bad.pdb', data, ...wrong}, {name: 'good.pdb', data});
    for (const member of (await openArchive(memorySource(zip))).members()) {
      const read = () => member.read(2 ** 30);
      if (member.name === 'good.pdb') t.true(Buffer.from(read()).equals(data));
      else t.throws(read, {instanceOf: UnreadableError, message});
    }
  }
});

test('refuses a path out of the archive', t =>
  refused(t, zipBytes({name: '../evil.pdb', data}), 'unsupported', /leads out of the archive/));

test('refuses a zip that is cut off', t =>
  refused(t, zipBytes({name: 'a.pdb', data}).subarray(0, 10_000), 'truncated', /its end is missing$/));

test('refuses what is no archive', async t => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('MZ'), Buffer.from('Microsoft C/C++ MSF 7.00'), data]) {
    await refused(t, bytes, 'not-a-binary', /^it is no archive by its first bytes$/);
  }
});

test('refuses a NUL in a name', t =>
  refused(t, zipBytes({name: 'evil.pdb\0.txt', data}), 'unsupported', /has a NUL character in its name$/));

test('refuses a zip that unpacks to more in all than its limit', async t => {
  const zip = zipBytes({name: 'a.pdb', data}, {name: 'b.pdb', data});
  const read = async () => {
    for (const member of (await openArchive(memorySource(zip), {totalBytes: 99_999})).members())
      member.read(50_000);
  };
  await t.throwsAsync(read, {instanceOf: UnreadableError, message: /unpacks to more than 99999 bytes/});
});
