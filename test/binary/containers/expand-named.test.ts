import {join} from 'node:path';
import test from 'ava';
import {expandNamed} from '../../../src/binary/containers/expand-named.ts';
import {localFiles} from '../../../src/system/files.ts';
import {type Tree, writeTree} from '../../builders/tree.ts';
import {elfLike} from './archive.ts';

const data = elfLike();

/** What a folder with these files stands for, relative to it. */
function expanded(tree: Tree): string[] {
  const folder = writeTree(tree);
  return expandNamed(folder, localFiles).map(path => (path === folder ? '.' : path.slice(folder.length + 1)));
}

test('a file stands for itself', t => {
  const folder = writeTree({'a.so': data});
  t.deepEqual(expandNamed(join(folder, 'a.so'), localFiles), [join(folder, 'a.so')]);
  t.deepEqual(expandNamed(join(folder, 'absent'), localFiles), [join(folder, 'absent')]);
});

test('a folder without wheels stands for itself, with binaries or without', t => {
  t.deepEqual(expanded({'a.so': data}), ['.']);
  t.deepEqual(expanded({'a.txt': ''}), ['.']);
});

test('a dist folder stands for its wheels, eggs and installers', t => {
  t.deepEqual(
    expanded({
      'a-1.0-py3-none-any.whl': 'PK',
      'old/a-0.9-py2.7-win32.egg': 'PK',
      'a-0.8.win32-py2.5.exe': 'MZ',
      'a-1.0.tar.gz': '',
      SHA256SUMS: 'text',
    }),
    ['a-0.8.win32-py2.5.exe', 'a-1.0-py3-none-any.whl', 'old/a-0.9-py2.7-win32.egg'],
  );
});

test('a folder with wheels and loose binaries stands for both', t => {
  t.deepEqual(expanded({'a-1.0-py3-none-any.whl': 'PK', 'build/a.so': data}), [
    'a-1.0-py3-none-any.whl',
    '.',
  ]);
});

test('an environment stands for itself and its zipped eggs; the wheels that it carries are not its own', t => {
  t.deepEqual(
    expanded({
      'pyvenv.cfg': 'version = 3.9.1\n',
      'lib/python3.9/site-packages/a-1.0-py3.9.egg': 'PK',
      'lib/python3.9/site-packages/b-1.0-py3.9.egg/b.so': data,
      'lib/python3.9/site-packages/virtualenv/seed/pip-24.0-py3-none-any.whl': 'PK',
    }),
    ['.', 'lib/python3.9/site-packages/a-1.0-py3.9.egg'],
  );
});
