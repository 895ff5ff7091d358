import {mkdirSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {binariesBelow, changedMs, objectsSince} from '../../src/system/build-products.ts';
import {temporaryFolder} from '../builders/tools.ts';

// setuptools/_distutils/file_util.py, copy_file: `os.utime(dst, (st[ST_ATIME], st[ST_MTIME]))`, whole seconds.
test('a module that was copied with the time of its original counts as made now', t => {
  const folder = temporaryFolder();
  const stamp = join(folder, 'started');
  const module = join(folder, '_speedups.so');
  writeFileSync(stamp, '');
  writeFileSync(module, '');
  const earlier = Math.floor(changedMs(stamp) / 1000) - 1;
  utimesSync(module, earlier, earlier);
  t.true(changedMs(module) >= changedMs(stamp));
});

test('a file that is not there was never changed', t => {
  t.is(changedMs(join(temporaryFolder(), 'no.so')), 0);
});

test('object files count from a time on, those of Microsoft’s compiler and others', t => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'temp', 'Release'), {recursive: true});
  const stamp = join(folder, 'started');
  writeFileSync(stamp, '');
  mkdirSync(join(folder, 'meson-private'));
  for (const file of [
    'temp/Release/a.obj',
    'temp/b.c.o',
    'temp/a.pdb',
    'temp/obj',
    'meson-private/sanitycheckc.obj',
  ]) {
    writeFileSync(join(folder, file), '');
  }
  t.is(objectsSince(folder, changedMs(stamp)), 2);
  t.is(objectsSince(folder, changedMs(stamp) + 60_000), 0);
  t.is(objectsSince(join(folder, 'none'), 0), 0);
});

test('modules and libraries are found below a folder, without links, environments and what is skipped', t => {
  const folder = temporaryFolder();
  for (const place of ['pkg', '.eggs', 'build', 'env']) mkdirSync(join(folder, place));
  for (const file of [
    'pkg/_a.so',
    'pkg/libb.so.1',
    'pkg/note.txt',
    '.eggs/c.so',
    'build/d.so',
    'env/pyvenv.cfg',
    'env/e.so',
  ]) {
    writeFileSync(join(folder, file), '');
  }
  symlinkSync(join(folder, 'pkg', '_a.so'), join(folder, 'link.so'));
  t.deepEqual(binariesBelow(folder, [join(folder, 'build')]), [
    join(folder, 'pkg', '_a.so'),
    join(folder, 'pkg', 'libb.so.1'),
  ]);
});
