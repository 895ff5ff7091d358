import {readFileSync} from 'node:fs';
import test from 'ava';
import type {RefusedMember} from '../../../src/binary/containers/container.ts';
import {openContainer} from '../../../src/binary/containers/open-container.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {UserError} from '../../../src/errors.ts';
import {localFiles} from '../../../src/system/files.ts';
import {askPython, withPython} from '../../builders/python.ts';
import {type EntryParts, writeZip, zipBytes} from '../../builders/zip.ts';
import {bytesOf, elfLike, openBytes, pathsOf, writeArchive} from './archive.ts';

const data = elfLike(20_000);
const good: EntryParts = {name: 'good.so', data};

/** Opens an archive of `good.so` and others; `good.so` must be read as if the others were not there. */
const besideGood = test.macro<[readonly EntryParts[], readonly RefusedMember[]]>(
  async (t, others, refused) => {
    const container = await openBytes('some.zip', zipBytes(good, ...others));
    t.deepEqual(container.refused, refused);
    t.true(bytesOf(container, 'good.so').equals(data));
    for (const {path} of refused) t.false(pathsOf(container).includes(path), path);
    container.close();
  },
);

const escaping = (path: string, problem: string): [EntryParts[], RefusedMember[]] => [
  [{name: path, data}],
  [{path, what: 'path-escape', problem}],
];

test('refuses an absolute path', besideGood, ...escaping('/etc/evil.so', 'has an absolute path'));
test(
  'refuses a path out of the archive',
  besideGood,
  ...escaping('pkg/../../evil.so', 'leads out of the archive'),
);
test('refuses a drive letter', besideGood, ...escaping('C:evil.pyd', 'has a drive letter in its path'));
test('refuses a backslash', besideGood, ...escaping('..\\evil.pyd', 'has a backslash in its name'));
test('refuses a NUL character', besideGood, ...escaping('evil.so\0.txt', 'has a NUL character in its name'));
test('refuses an empty name', besideGood, ...escaping('', 'has no name'));

test('allows two dots inside a name', async t => {
  const container = await openBytes('dots.zip', zipBytes({name: 'pkg/..odd/a..b.so', data}));
  t.deepEqual(pathsOf(container), ['pkg/..odd/a..b.so']);
  container.close();
});

test(
  'refuses encrypted members, the strongly encrypted too',
  besideGood,
  [
    {name: 'secret.so', data, flags: 0x0801},
    {name: 'strong.so', data, flags: 0x0841},
    {name: 'readme.txt', data, flags: 0x0801},
  ],
  [
    {path: 'secret.so', what: 'encrypted', problem: 'is encrypted'},
    {path: 'strong.so', what: 'encrypted', problem: 'is encrypted'},
  ],
);

test(
  'refuses a compression that installers of wheels do not read',
  besideGood,
  [{name: 'lzma.so', data, method: 14}],
  [
    {
      path: 'lzma.so',
      what: 'unsupported-compression',
      problem: 'is compressed by method 14; installers of wheels read stored and deflated files',
    },
  ],
);

test(
  'refuses a member that claims more than deflate can hold',
  besideGood,
  [{name: 'bomb.so', data, sizeBytes: 4_000_000_000}],
  [
    {
      path: 'bomb.so',
      what: 'bomb',
      problem: `claims 4000000000 bytes in ${packedLength()}, more than deflate can hold`,
    },
  ],
);

function packedLength(): number {
  const archive = Buffer.from(zipBytes({name: 'x', data}));
  return archive.readUInt32LE(18);
}

test('refuses members that are together hundreds of times as large as the archive', async t => {
  const zeros = new Uint8Array(90 * 1024 * 1024);
  zeros.set(data.subarray(0, 64));
  const names = ['a.so', 'b.so', 'c.so', 'd.so'];
  const container = await openBytes('zeros.zip', zipBytes(good, ...names.map(name => ({name, data: zeros}))));
  t.deepEqual(
    container.refused.map(({path, what}) => [path, what]),
    [['d.so', 'bomb']],
  );
  t.deepEqual(pathsOf(container), ['a.so', 'b.so', 'c.so', 'good.so']);
  container.close();
});

test('reads a file that the directory lists twice at one place', async t => {
  const {bytes} = writeZip({entries: [{name: 'a.so', data}, good, {name: 'a.so', data, sharesHeaderAt: 0}]});
  const container = await openBytes('same.zip', bytes);
  t.deepEqual(container.refused, []);
  t.true(bytesOf(container, 'a.so').equals(data));
  container.close();
});

test('refuses a member whose data reaches over the next member, as the best zip bombs do', async t => {
  // D. Fifield, "A better zip bomb": each file quotes the headers of those behind it.
  const kernel = writeZip({entries: [{name: 'b.so', data, stored: true}]});
  const quoting = Buffer.from(kernel.bytes.subarray(0, 30 + 4 + data.length));
  const {bytes} = writeZip({
    entries: [
      {name: 'a.so', data: quoting, stored: true},
      {name: 'b.so', data, stored: true, sharesHeaderAt: 30 + 'a.so'.length},
    ],
  });
  const container = await openBytes('overlap.zip', bytes);
  t.deepEqual(container.refused, [
    {path: 'a.so', what: 'bomb', problem: 'shares its data with another entry, as zip bombs do'},
  ]);
  t.true(bytesOf(container, 'b.so').equals(data));
  container.close();
});

withPython('refuses a member that has another name in its own header, as Python does', async t => {
  const path = writeArchive('names.zip', zipBytes(good, {name: 'shown.so', localName: 'other.so', data}));
  const script = `
import json, sys, zipfile
try:
    zipfile.ZipFile(sys.argv[1]).read('shown.so')
    print(json.dumps('read'))
except zipfile.BadZipFile as error:
    print(json.dumps('differ' in str(error)))`;
  t.deepEqual(askPython(script, [path]), true);
  const container = await openContainer(path, localFiles);
  t.deepEqual(container.refused, [
    {path: 'shown.so', what: 'broken', problem: 'has another name in its own header than in the directory'},
  ]);
  container.close();
});

test('keeps a zip64 entry without its sizes to itself', async t => {
  const container = await openBytes(
    'zip64.zip',
    zipBytes(good, {
      name: 'cut.so',
      data,
      sizeBytes: 0xffffffff,
      extra: Buffer.from([1, 0, 4, 0, 0, 0, 0, 0]),
    }),
  );
  t.deepEqual(container.refused, [
    {path: 'cut.so', what: 'broken', problem: 'has no true size in its zip64 field'},
  ]);
  t.true(bytesOf(container, 'good.so').equals(data));
  container.close();
});

test('keeps a damaged extra field to its entry', async t => {
  const container = await openBytes(
    'extra.zip',
    zipBytes(good, {name: 'odd.so', data, extra: Buffer.from([9, 9, 255, 255, 1])}),
  );
  t.deepEqual(pathsOf(container), ['good.so', 'odd.so']);
  container.close();
});

test('keeps broken compressed data to its member', async t => {
  const bytes = Buffer.from(zipBytes(good, {name: 'broken.so', data}, {name: 'tool', data}));
  const header = bytes.indexOf('broken.so') + 'broken.so'.length;
  bytes.fill(0xff, header, header + 40);
  const tool = bytes.indexOf('tool') + 'tool'.length;
  bytes.fill(0xff, tool, tool + 40);
  const container = await openBytes('broken.zip', bytes);
  t.deepEqual(container.refused, [
    {path: 'tool', what: 'broken', problem: 'has compressed data that is broken'},
  ]);
  const error = t.throws(() => bytesOf(container, 'broken.so'), {instanceOf: UnreadableError});
  t.regex(error?.message ?? '', /^its compressed data is broken: /);
  t.true(bytesOf(container, 'good.so').equals(data));
  container.close();
});

test('says where a directory breaks off, and reads what stands before', async t => {
  const bytes = Buffer.from(zipBytes(good, {name: 'second.so', data}));
  const second = bytes.lastIndexOf('PK\x01\x02', undefined, 'latin1');
  bytes.writeUInt32LE(0, second);
  const container = await openBytes('directory.zip', bytes);
  t.deepEqual(container.refused, [
    {path: '(directory)', what: 'broken', problem: 'breaks off after 1 entries'},
  ]);
  t.deepEqual(pathsOf(container), ['good.so']);
  container.close();
});

test('refuses a member whose data would lie in the directory', async t => {
  const container = await openBytes(
    'past.zip',
    zipBytes(good, {name: 'past.so', data, stored: true, sizeBytes: 20_100, packedBytes: 20_100}),
  );
  t.deepEqual(container.refused, [
    {path: 'past.so', what: 'broken', problem: 'has data that runs past the end of the archive'},
  ]);
  container.close();
});

test('tells of a wheel that was cut off that it is one', async t => {
  const whole = zipBytes(good);
  await t.throwsAsync(openBytes('cut-1.0-py3-none-any.whl', whole.subarray(0, whole.length - 30)), {
    instanceOf: UserError,
    message: /cut-1\.0-py3-none-any\.whl: is no zip archive, or is cut short/,
  });
});

test('tries only some of the end records in a file full of them', async t => {
  const end = Buffer.alloc(22, 7);
  end.writeUInt32LE(0x06054b50, 0);
  const path = writeArchive('ends.zip', Buffer.concat(Array.from({length: 40_000}, () => end)));
  let reads = 0;
  const counting = countingReads(() => {
    reads += 1;
  });
  await t.throwsAsync(openContainer(path, counting), {instanceOf: UserError});
  t.true(reads < 200, `${reads} reads`);
});

function countingReads(count: (bytes: number) => void): typeof localFiles {
  return {
    ...localFiles,
    openFile(name) {
      const file = localFiles.openFile(name);
      return {
        ...file,
        read(offset, length) {
          const bytes = file.read(offset, length);
          count(bytes.length);
          return bytes;
        },
      };
    },
  };
}

test('does not take an archive apart that is a member of an archive', async t => {
  const inner = zipBytes({name: 'inner.so', data});
  const path = writeArchive(
    'outer.zip',
    zipBytes({name: 'inner.whl', data: inner}, {name: 'nested', data: inner}),
  );
  t.true(readFileSync(path).includes('inner.whl'));
  const container = await openContainer(path, localFiles);
  t.deepEqual(container.members, []);
  container.close();
});
