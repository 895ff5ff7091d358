import {execFileSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {ContainerKind} from '../../../src/binary/containers/container.ts';
import {openContainer} from '../../../src/binary/containers/open-container.ts';
import {EXIT, UserError} from '../../../src/errors.ts';
import {localFiles} from '../../../src/system/files.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {type EntryParts, writeZip} from '../../builders/zip.ts';
import {elfLike, openBytes, pathsOf, writeArchive} from './archive.ts';

const data = elfLike();
const stub = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(1022)]);

const archive = (names: readonly string[], before?: Uint8Array): Uint8Array => {
  const entries: EntryParts[] = names.map(name => ({name, data}));
  return writeZip({entries, ...(before && {stub: before})}).bytes;
};

const kinds: readonly [string, Uint8Array, ContainerKind][] = [
  ['pkg-1.0-cp312-cp312-win_amd64.whl', archive(['pkg/_c.pyd']), 'wheel'],
  ['renamed.zip', archive(['pkg/_c.so', 'pkg-1.0.dist-info/WHEEL']), 'wheel'],
  ['no-extension', archive(['pkg/_c.so', 'pkg-1.0.dist-info/WHEEL']), 'wheel'],
  ['pkg-1.0-py2.7-win32.egg', archive(['pkg/_c.pyd']), 'egg'],
  ['renamed.zip', archive(['pkg/_c.pyd', 'EGG-INFO/PKG-INFO']), 'egg'],
  ['python.jar', archive(['lib/_c.so']), 'jar'],
  ['renamed.zip', archive(['META-INF/MANIFEST.MF', 'lib/_c.so']), 'jar'],
  ['some.zip', archive(['pkg/_c.so']), 'zip'],
  ['empty.zip', archive([]), 'zip'],
  ['pkg-1.0.win32-py2.4.exe', archive(['PLATLIB/pkg/_c.pyd'], stub), 'wininst'],
  ['pkg-1.0.win32.exe', archive(['PURELIB/pkg/__init__.py'], stub), 'wininst'],
  ['program.exe', archive(['lib/_c.pyd'], stub), 'zip'],
  // distlib's launchers are a program with the script behind it.
  ['pip.exe', archive(['__main__.py'], stub), 'file'],
  ['program.exe', stub, 'file'],
  ['_c.pyd', stub, 'file'],
  // The name promises a binary, whatever the bytes are.
  ['_c.pyd', archive(['pkg/_c.so']), 'file'],
  ['notes.txt', Buffer.from('nothing'), 'file'],
];

for (const [index, [name, bytes, kind]] of kinds.entries()) {
  test(`${index + 1}. takes ${name} for ${kind}, by its name or its files`, async t => {
    const container = await openBytes(name, bytes);
    t.is(container.kind, kind);
    container.close();
  });
}

test('a file that is named is its own only member, whatever it holds', async t => {
  const container = await openBytes('notes.txt', Buffer.from('nothing'));
  t.deepEqual(pathsOf(container), ['notes.txt']);
  t.deepEqual([...container.paths], ['notes.txt']);
  const [member] = container.members;
  t.is(member?.open().size, 7);
  t.is(Buffer.from(member?.open().read(0, 100) ?? []).toString(), 'nothing');
  t.is(container.readText('notes.txt'), null);
  container.close();
});

const refusal = async (path: string): Promise<unknown> => {
  try {
    return await openContainer(path, localFiles);
  } catch (error) {
    return error;
  }
};

test('says of a path that is not there that it does not exist', async t => {
  const error = await refusal(join(temporaryFolder(), 'absent.whl'));
  t.true(error instanceof UserError);
  t.regex(String(error), /absent\.whl: does not exist$/);
  t.is(error instanceof UserError ? error.exitCode : null, EXIT.usage);
});

test('says of a path below a file that it does not exist', async t => {
  const file = writeArchive('file', data);
  t.regex(String(await refusal(join(file, 'pkg.whl'))), /does not exist: a part of the path is a file/);
});

test('says of a name with a NUL character what is wrong with it', async t => {
  t.regex(String(await refusal('a\0b.whl')), /is no file name: it contains a NUL character/);
});

const mkfifo = toolNamed('mkfifo');
const fifoTest = mkfifo ? test : test.skip;

fifoTest(`does not wait at a named pipe${mkfifo ? '' : ' (needs mkfifo)'}`, async t => {
  const pipe = join(temporaryFolder(), 'pipe.whl');
  execFileSync(mkfifo ?? '', [pipe]);
  t.regex(String(await refusal(pipe)), /pipe\.whl: is a named pipe, not a file; name a regular file$/);
});

test('a wheel in the form of a folder is a folder', async t => {
  const folder = join(temporaryFolder(), 'pkg-1.0-py3-none-any.whl');
  mkdirSync(folder);
  const container = await openContainer(folder, localFiles);
  t.is(container.kind, 'folder');
  container.close();
});
