import {execFileSync} from 'node:child_process';
import {createServer} from 'node:net';
import {join} from 'node:path';
import test from 'ava';
import {UserError} from '../../src/errors.ts';
import {localFiles} from '../../src/system/files.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {type Tree, writeTree} from '../builders/tree.ts';

const NONE: ReadonlySet<string> = new Set();

const listed = (tree: Tree): readonly string[] => localFiles.listFolder(writeTree(tree), NONE).files;

test('reads parts of a file, and nothing past its end', t => {
  const folder = writeTree({file: '0123456789'});
  const file = localFiles.openFile(join(folder, 'file'));
  const read = (offset: number, length: number): string => Buffer.from(file.read(offset, length)).toString();
  t.is(file.size, 10);
  t.is(read(2, 3), '234');
  t.is(read(8, 100), '89');
  t.is(read(10, 1), '');
  t.is(read(1e15, 1), '');
  t.is(read(-5, 3), '');
  t.is(read(3, Number.NaN), '');
  const target = new Uint8Array(4);
  t.is(file.readInto(8, target), 2);
  t.deepEqual([...target], [0x38, 0x39, 0, 0]);
  file.close();
  t.notThrows(() => file.close());
});

const refusalOf = (path: string): string => {
  try {
    localFiles.openFile(path).close();
    return 'opened';
  } catch (error) {
    return error instanceof UserError ? error.what : 'another error';
  }
};

test('opens regular files only, and says what else a path is', t => {
  const folder = writeTree({file: '', loop: {linkTo: 'loop'}, dangling: {linkTo: 'nowhere'}});
  t.is(refusalOf(folder), 'is a folder, not a file');
  t.is(refusalOf('/dev/null'), 'is a device, not a file');
  t.is(refusalOf(join(folder, 'loop')), 'cannot be read: its symbolic links go round in a circle');
  t.is(refusalOf(join(folder, 'dangling')), 'does not exist');
  t.is(refusalOf(join(folder, 'x'.repeat(300))), 'cannot be read: the name is too long');
});

const mkfifo = toolNamed('mkfifo');
const fifoTest = mkfifo ? test : test.skip;

fifoTest(`neither opens nor lists pipes and sockets${mkfifo ? '' : ' (needs mkfifo)'}`, async t => {
  const folder = writeTree({'a.so': ''});
  execFileSync(mkfifo ?? '', [join(folder, 'pipe.so')]);
  const server = createServer();
  await new Promise<void>(done => server.listen(join(folder, 'socket.so'), done));
  t.is(refusalOf(join(folder, 'pipe.so')), 'is a named pipe, not a file');
  t.is(refusalOf(join(folder, 'socket.so')), 'is a socket, not a file');
  t.is(localFiles.status(join(folder, 'pipe.so'))?.kind, 'special');
  t.deepEqual(localFiles.listFolder(folder, NONE).files, ['a.so']);
  await new Promise(done => server.close(done));
});

test('lists files below a folder in path order, without skipped folders', t => {
  const folder = writeTree({'b.so': '', 'a/c.so': '', 'a.so': '', 'skip/x.so': '', 'a/skip/y.so': ''});
  t.deepEqual(localFiles.listFolder(folder, new Set(['skip'])), {
    files: ['a.so', 'a/c.so', 'b.so'],
    unreadable: [],
  });
});

test('counts a file once, however many links lead to it', t => {
  t.deepEqual(
    listed({
      'libz.so': {linkTo: 'libz.so.1'},
      'libz.so.1': {linkTo: 'libz.so.1.3'},
      'libz.so.1.3': 'x',
      'sub/libz.so': {linkTo: '../libz.so.1.3'},
    }),
    ['libz.so.1.3'],
  );
});

test('takes a link to a file elsewhere once, under its first name', t => {
  const elsewhere = writeTree({'cache/m.so': 'x'});
  const target = join(elsewhere, 'cache/m.so');
  t.deepEqual(listed({'pkg/m.so': {linkTo: target}, 'pkg/again.so': {linkTo: target}}), ['pkg/again.so']);
});

test('follows no link to a folder, in a circle or out of the tree', t => {
  const elsewhere = writeTree({'m.so': 'x'});
  t.deepEqual(
    listed({'a/m.so': '', 'a/up': {linkTo: '..'}, 'a/out': {linkTo: elsewhere}, 'a/gone': {linkTo: 'x'}}),
    ['a/m.so'],
  );
});

test('takes a folder that is itself named by a link', t => {
  const folder = writeTree({'real/m.so': 'x', 'real/l.so': {linkTo: 'm.so'}, link: {linkTo: 'real'}});
  t.deepEqual(localFiles.listFolder(join(folder, 'link'), NONE).files, ['m.so']);
});

test('tells of a folder that cannot be listed', t => {
  t.deepEqual(localFiles.listFolder(join(temporaryFolder(), 'absent'), NONE), {
    files: [],
    unreadable: [{path: '.', problem: 'does not exist'}],
  });
});

test('reads text up to a length, and null where there is none', t => {
  const folder = writeTree({'a.txt': 'grüß dich', 'sub/b': ''});
  t.is(localFiles.readText(join(folder, 'a.txt'), 1000), 'grüß dich');
  t.is(localFiles.readText(join(folder, 'a.txt'), 2), 'gr');
  t.is(localFiles.readText(join(folder, 'sub'), 10), null);
  t.is(localFiles.readText(join(folder, 'none'), 10), null);
  t.is(localFiles.readText('/dev/zero', 10), null);
});

test('looks at paths without throwing', t => {
  t.is(localFiles.status('a\0b'), null);
  t.is(localFiles.realPath('a\0b'), null);
  t.deepEqual(localFiles.entryNames('a\0b'), []);
  t.is(localFiles.unreadable(join(temporaryFolder(), 'none')), 'does not exist');
});
