import {Buffer} from 'node:buffer';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {openPromise} from 'yauzl';
import {openContainer} from '../../../src/binary/containers/open-container.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {localFiles} from '../../../src/system/files.ts';
import {askPython, withPython} from '../../builders/python.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {writeZip, zipBytes} from '../../builders/zip.ts';
import {bytesOf, elfLike, openBytes, pathsOf, writeArchive} from './archive.ts';

const text = (content: string): Uint8Array => Buffer.from(content);

/** Writes a wheel as build tools do, with Python's zipfile. */
const WRITE_WHEEL = `
import json, sys, zipfile
target, deflated, stored = sys.argv[1:]
with zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as wheel:
    wheel.write(deflated, 'pkg/_fast.cpython-312-x86_64-linux-gnu.so')
    wheel.write(stored, 'pkg.libs/libz-1a2b.so.1.2.13', zipfile.ZIP_STORED)
    wheel.writestr('pkg/__init__.py', 'import pkg._fast')
    wheel.writestr('pkg-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nTag: cp312-cp312-linux_x86_64\\n')
    wheel.writestr('pkg-1.0.dist-info/RECORD', '')
print(json.dumps(zipfile.ZipFile(target).namelist()))
`;

withPython('reads the binaries of a wheel that Python wrote, deflated and stored ones', async t => {
  const folder = temporaryFolder();
  const [deflated, stored] = [elfLike(300_000, 5), elfLike(70_000, 6)];
  writeFileSync(join(folder, 'deflated'), deflated);
  writeFileSync(join(folder, 'stored'), stored);
  const wheel = join(folder, 'pkg-1.0-cp312-cp312-linux_x86_64.whl');
  const names = askPython(WRITE_WHEEL, [wheel, join(folder, 'deflated'), join(folder, 'stored')]);

  const container = await openContainer(wheel, localFiles);
  t.is(container.kind, 'wheel');
  t.deepEqual(pathsOf(container), [
    'pkg.libs/libz-1a2b.so.1.2.13',
    'pkg/_fast.cpython-312-x86_64-linux-gnu.so',
  ]);
  t.deepEqual([...container.paths], names);
  t.true(bytesOf(container, 'pkg/_fast.cpython-312-x86_64-linux-gnu.so').equals(deflated));
  t.true(bytesOf(container, 'pkg.libs/libz-1a2b.so.1.2.13').equals(stored));
  t.is(container.readText('pkg-1.0.dist-info/WHEEL')?.split('\n')[1], 'Tag: cp312-cp312-linux_x86_64');
  t.is(container.readText('pkg-1.0.dist-info/METADATA'), null);
  t.deepEqual(container.refused, []);
  container.close();
});

withPython('sees in a zip64 archive what Python sees in it, and reads the same bytes', async t => {
  const data = elfLike(10_000);
  const {bytes} = writeZip({
    entries: [
      {name: 'a/b.so', data},
      {name: 'c.pyd', data: data.subarray(64), stored: true},
    ],
    zip64: true,
  });
  const path = writeArchive('large.zip', bytes);
  const script = `
import json, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
print(json.dumps([[i.filename, i.file_size, archive.read(i).hex()] for i in archive.infolist()]))`;
  const container = await openContainer(path, localFiles);
  t.deepEqual(
    container.members.map(member => [
      member.path,
      member.open().size,
      bytesOf(container, member.path).toString('hex'),
    ]),
    askPython(script, [path]),
  );
  container.close();
});

withPython('reads of two files with one name the last one, as Python does, and says so', async t => {
  const [first, last] = [elfLike(1000, 1), elfLike(2000, 2)];
  const path = writeArchive('twice.zip', zipBytes({name: 'm.so', data: first}, {name: 'm.so', data: last}));
  const script = `
import json, sys, zipfile
print(json.dumps(zipfile.ZipFile(sys.argv[1]).read('m.so').hex()))`;
  const container = await openContainer(path, localFiles);
  t.deepEqual(askPython(script, [path]), bytesOf(container, 'm.so').toString('hex'));
  t.deepEqual(container.notes, ['m.so stands in the archive more than once; the last one is read.']);
  container.close();
});

test('sees the files that yauzl sees', async t => {
  const path = writeArchive(
    'some.zip',
    zipBytes(
      {name: 'a/', data: text('')},
      {name: 'a/x.so', data: elfLike()},
      {name: 'b.txt', data: text('b'), stored: true},
    ),
  );
  const seen: string[] = [];
  for await (const entry of (await openPromise(path)).eachEntry()) seen.push(entry.fileName);
  const container = await openContainer(path, localFiles);
  t.deepEqual(
    [...container.paths],
    seen.filter(name => !name.endsWith('/')),
  );
  container.close();
});

test('finds an archive behind a program whose length its offsets do not count', async t => {
  const data = elfLike(5000);
  const stub = Buffer.concat([text('MZ'), Buffer.alloc(61_440)]);
  const {bytes} = writeZip({entries: [{name: 'PLATLIB/pkg/_c.pyd', data}], stub});
  const container = await openBytes('pkg-1.0.win32-py2.7.exe', bytes);
  t.is(container.kind, 'wininst');
  t.true(bytesOf(container, 'PLATLIB/pkg/_c.pyd').equals(data));
  container.close();
});

test('finds an archive behind a program and before a signature', async t => {
  const data = elfLike(5000);
  const {bytes} = writeZip({
    entries: [{name: 'PLATLIB/_c.pyd', data}],
    stub: Buffer.concat([text('MZ'), Buffer.alloc(4094)]),
  });
  const container = await openBytes('pkg-1.0.win32.exe', Buffer.concat([bytes, Buffer.alloc(6000, 0x30)]));
  t.true(bytesOf(container, 'PLATLIB/_c.pyd').equals(data));
  container.close();
});

test('is not misled by an end record inside the comment', async t => {
  const decoy = Buffer.alloc(22);
  decoy.writeUInt32LE(0x06054b50, 0);
  decoy.writeUInt32LE(1000, 12);
  const {bytes} = writeZip({entries: [{name: 'm.so', data: elfLike()}], comment: decoy});
  const container = await openBytes('comment.zip', bytes);
  t.deepEqual(pathsOf(container), ['m.so']);
  container.close();
});

test('judges a file without a telling name by its first bytes, and skips sources by name', async t => {
  const container = await openBytes(
    'some.zip',
    zipBytes(
      {name: 'bin/tool', data: elfLike()},
      {name: 'bin/stored-tool', data: elfLike(), stored: true},
      {name: 'bin/script', data: text('#!/bin/sh\n')},
      {name: 'bin/empty', data: text('')},
      {name: 'data/model.bin', data: elfLike(100_000, 9)},
      {name: 'trap.py', data: elfLike()},
      {name: 'static/part.o', data: elfLike()},
      {name: 'static/part.a', data: text('!<arch>\n')},
      {name: 'broken.so', data: text('INPUT(libc.so.6)')},
    ),
  );
  t.deepEqual(pathsOf(container), ['bin/stored-tool', 'bin/tool', 'broken.so', 'data/model.bin']);
  t.deepEqual(container.refused, []);
  container.close();
});

test('tells that a deflated member is not of the size that the archive states', async t => {
  const data = elfLike(200_000);
  const container = await openBytes(
    'sizes.zip',
    zipBytes(
      {name: 'good.so', data},
      {name: 'long.so', data, sizeBytes: 100},
      {name: 'short.so', data, sizeBytes: 200_001},
      {name: 'crc.so', data, crc32: 1},
    ),
  );
  const detailOf = (path: string): string | undefined =>
    t.throws(() => bytesOf(container, path), {instanceOf: UnreadableError})?.unreadable.detail;
  t.is(detailOf('long.so'), 'its data is longer than the 100 bytes that the archive states');
  t.is(detailOf('short.so'), 'its data ends after 200000 of 200001 bytes');
  t.is(detailOf('crc.so'), 'its data does not match the CRC-32 that the archive states');
  t.true(bytesOf(container, 'good.so').equals(data));
  container.close();
});

test('leaves what was read of one member alone when the next one is opened', async t => {
  const [a, b] = [elfLike(500_000, 1), elfLike(500_000, 2)];
  const container = await openBytes('two.zip', zipBytes({name: 'a.so', data: a}, {name: 'b.so', data: b}));
  const [first, second] = container.members.map(member => member.open());
  const early = first?.read(70_000, 1000);
  t.deepEqual(Buffer.from(second?.read(70_000, 1000) ?? []), Buffer.from(b.subarray(70_000, 71_000)));
  t.deepEqual(Buffer.from(early ?? []), Buffer.from(a.subarray(70_000, 71_000)));
  t.deepEqual(Buffer.from(first?.read(400_000, 1000) ?? []), Buffer.from(a.subarray(400_000, 401_000)));
  container.close();
});

test('reads a member by its parts as it reads it whole', async t => {
  const data = elfLike(200_000);
  const container = await openBytes(
    'parts.zip',
    zipBytes({name: 'd.so', data}, {name: 's.so', data, stored: true}),
  );
  for (const member of container.members) {
    const source = member.open();
    t.deepEqual(
      Buffer.from(source.read(65_530, 12)),
      Buffer.from(data.subarray(65_530, 65_542)),
      member.path,
    );
    t.is(source.read(199_990, 100).length, 10);
    t.is(source.read(200_000, 1).length, 0);
    t.is(source.read(-5, 3).length, 0);
    const target = new Uint8Array(1000);
    t.is(source.readInto?.(199_500, target), 500);
    t.deepEqual(Buffer.from(target.subarray(0, 500)), Buffer.from(data.subarray(199_500)));
  }
  container.close();
});

test('opens an archive of 30,000 files without reading their data', async t => {
  const data = text('x = 1\n');
  const names = Array.from({length: 30_000}, (_, index) => ({
    name: `pkg/module_${index}.py`,
    data,
    stored: true,
  }));
  const path = writeArchive(
    'many.zip',
    writeZip({entries: [...names, {name: 'pkg/last.so', data: elfLike()}]}).bytes,
  );
  let bytesRead = 0;
  const counting = {
    ...localFiles,
    openFile(name: string) {
      const file = localFiles.openFile(name);
      return {
        ...file,
        read(offset: number, length: number) {
          const bytes = file.read(offset, length);
          bytesRead += bytes.length;
          return bytes;
        },
      };
    },
  };
  const container = await openContainer(path, counting);
  t.deepEqual(pathsOf(container), ['pkg/last.so']);
  t.is(container.paths.size, 30_001);
  const directoryBytes = readFileSync(path).length - 30_000 * (30 + 6);
  t.true(bytesRead < directoryBytes, `${bytesRead} bytes were read`);
  container.close();
});
