import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {debugWorld} from '../../src/system/debug-world.ts';
import {localFiles} from '../../src/system/files.ts';
import {temporaryFolder} from '../builders/tools.ts';

const folder = temporaryFolder();
writeFileSync(join(folder, 'speed.c'), 'int speed;\n');
mkdirSync(join(folder, 'src'));
const world = debugWorld(localFiles, 'linux');

test('a source is there, or is not', t => {
  t.true(world.exists(join(folder, 'speed.c')));
  t.false(world.exists(join(folder, 'gone.c')));
  t.false(world.exists(join(folder, 'src')), 'a folder is no source');
});

test('a path of Windows cannot be looked up elsewhere, nor one without a root', t => {
  for (const path of ['D:\\src\\speed.c', 'c:/src/speed.c', '\\\\server\\speed.c', 'speed.c']) {
    t.is(world.exists(path), null, path);
  }
  t.is(debugWorld(localFiles, 'win32').exists('/src/speed.c'), null);
});

test("Wine's drive Z is the root", t => {
  t.true(world.exists(`Z:${join(folder, 'speed.c').replaceAll('/', '\\')}`));
});

test('a debug file is read, a folder is not', t => {
  const opened = world.open(join(folder, 'speed.c'));
  t.is(Buffer.from(opened?.read(0, 3) ?? []).toString(), 'int');
  opened?.close?.();
  t.is(world.open(join(folder, 'src')), null);
  t.is(world.open(join(folder, 'gone.pdb')), null);
});

test('no share is asked for what a binary names, since Windows would log in there', t => {
  const asked: string[] = [];
  const status = (path: string) => {
    asked.push(path);
    return null;
  };
  const windows = debugWorld({...localFiles, status}, 'win32');
  for (const path of [
    '\\\\server\\share\\a.pdb',
    '//server/share/a.pdb',
    '\\\\?\\UNC\\server\\share\\a.pdb',
  ]) {
    t.is(windows.open(path), null, path);
    t.is(windows.exists(path), null, path);
  }
  t.deepEqual(asked, []);
});
