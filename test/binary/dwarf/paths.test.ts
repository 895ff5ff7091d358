import {posix, win32} from 'node:path';
import test from 'ava';
import {PathJoiner} from '../../../src/binary/dwarf/paths.ts';
import {WorkBudget} from '../../../src/binary/elf/work-budget.ts';

const join = (folder: string | null, name: string): string =>
  new PathJoiner(new WorkBudget(1000)).join(folder, name);

const WINDOWS_FOLDERS = ['C:\\build dir', 'C:\\', 'C:/msys64/src', 'd:\\a/b', '\\\\server\\share\\src'];
const NAMES = ['one.c', 'src\\one.c', 'src/one.c', '\\usr\\one.c', 'E:\\one.c', 'E:/one.c'];

test('folders of Windows are joined as Windows resolves them', t => {
  for (const folder of WINDOWS_FOLDERS) {
    for (const name of NAMES) {
      if (name.startsWith('\\') && folder.startsWith('\\\\')) continue;
      t.is(win32.normalize(join(folder, name)), win32.resolve(folder, name), `${folder} and ${name}`);
    }
  }
});

test('the slashes of a folder go on behind it', t => {
  t.is(join('C:\\project', 'one.c'), 'C:\\project\\one.c');
  t.is(join('C:/project', 'one.c'), 'C:/project/one.c');
});

test('folders of POSIX are joined as POSIX resolves them', t => {
  for (const folder of ['/home/build', '/', '/a/']) {
    for (const name of ['one.c', 'src/one.c', '/usr/include/stdio.h', '\\one.c']) {
      t.is(posix.normalize(join(folder, name)), posix.resolve(folder, name));
    }
  }
});

test('a path without a known folder stays as it is', t => {
  t.is(join(null, 'one.c'), 'one.c');
  t.is(join('', 'one.c'), 'one.c');
  t.is(join('relative', 'one.c'), 'relative/one.c');
});
