import {execFileSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {Container} from '../../../src/binary/containers/container.ts';
import {openContainer} from '../../../src/binary/containers/open-container.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {UserError} from '../../../src/errors.ts';
import {type Files, localFiles} from '../../../src/system/files.ts';
import {python3} from '../../builders/python.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {type Tree, writeTree} from '../../builders/tree.ts';
import {bytesOf, elfLike, pathsOf} from './archive.ts';

const data = elfLike();

const opened = (tree: Tree): Promise<Container> => openContainer(writeTree(tree), localFiles);

test('finds the binaries of a folder by name and by first bytes, in path order', async t => {
  const container = await opened({
    'b/_c.so': data,
    'a/tool': data,
    'a/script': '#!/bin/sh\n',
    'a/mod.py': 'x = 1\n',
    'a-b/empty.pyd': '',
    'c/part.o': data,
    'c/pkg-1.0-py3-none-any.whl': 'PK',
    'c/pkg-1.0.win32-py2.7.exe': Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]),
  });
  t.is(container.kind, 'folder');
  t.deepEqual(pathsOf(container), ['a-b/empty.pyd', 'a/tool', 'b/_c.so']);
  t.is(container.paths.size, 8);
  t.true(bytesOf(container, 'b/_c.so').equals(data));
  t.is(container.readText('a/mod.py'), 'x = 1\n');
  t.is(container.readText('a/none.py'), null);
  container.close();
});

test('does not read text from outside the folder', async t => {
  const folder = writeTree({'secret.txt': 'secret', 'inside/a.txt': 'a'});
  const container = await openContainer(join(folder, 'inside'), localFiles);
  t.is(container.readText('../secret.txt'), null);
  container.close();
});

test('leaves out caches and the stores of version control', async t => {
  const container = await opened({'__pycache__/a.so': data, '.git/objects/ab': data, 'b.so': data});
  t.deepEqual([...container.paths], ['b.so']);
  container.close();
});

test('reads a hundred files without keeping them all open', async t => {
  const tree = Object.fromEntries(
    Array.from({length: 100}, (_, index) => [`m${index}.so`, elfLike(5000, index + 1)]),
  );
  let open = 0;
  let most = 0;
  const counting: Files = {
    ...localFiles,
    openFile(path) {
      const file = localFiles.openFile(path);
      open += 1;
      most = Math.max(most, open);
      const close = (): void => {
        open -= 1;
        file.close();
      };
      return {...file, close};
    },
  };
  const container = await openContainer(writeTree(tree), counting);
  const sources = container.members.map(member => ({path: member.path, source: member.open()}));
  for (const {path, source} of sources)
    t.deepEqual(Buffer.from(source.read(0, 5000)), Buffer.from(tree[path] ?? []));
  container.close();
  t.true(most <= 9, `${most} files were open at once`);
  t.is(open, 0);
});

test('refuses by name a file that may not be read, and reads the others', async t => {
  const forbidding: Files = {
    ...localFiles,
    unreadable: path => (path.endsWith('secret.so') ? 'cannot be read: permission denied' : null),
  };
  const container = await openContainer(writeTree({'secret.so': data, 'open.so': data}), forbidding);
  t.deepEqual(container.refused, [
    {path: 'secret.so', what: 'broken', problem: 'cannot be read: permission denied'},
  ]);
  t.deepEqual(pathsOf(container), ['open.so']);
  container.close();
});

test('a folder that may not be read is an error of the run', async t => {
  const folder = temporaryFolder();
  const forbidding: Files = {...localFiles, unreadable: () => 'cannot be read: permission denied'};
  await t.throwsAsync(openContainer(folder, forbidding), {
    instanceOf: UserError,
    message: /: cannot be read: permission denied$/,
  });
});

test('a file that goes away while the folder is checked is unreadable, no crash', async t => {
  const folder = writeTree({'a.so': data});
  const container = await openContainer(folder, localFiles);
  rmSync(join(folder, 'a.so'));
  t.throws(() => container.members[0]?.open(), {instanceOf: UnreadableError});
  container.close();
});

test('knows a site-packages folder by its name or by a dist-info in it', async t => {
  const tree = {
    'site-packages/a.so': data,
    'target/b.so': data,
    'target/b-1.0.dist-info/METADATA': 'Name: b\n',
    'project/b.egg-info/PKG-INFO': '',
  };
  const folder = writeTree(tree);
  const kindOf = async (name: string): Promise<string> => {
    const container = await openContainer(join(folder, name), localFiles);
    container.close();
    return container.kind;
  };
  t.is(await kindOf('site-packages'), 'environment');
  t.is(await kindOf('target'), 'environment');
  t.is(await kindOf('project'), 'folder');
});

test('knows an interpreter by its files, on Windows and elsewhere', async t => {
  const pe = Buffer.alloc(256);
  pe.write('MZ');
  pe.writeUInt32LE(128, 0x3c);
  const windows = await opened({'python.exe': pe, 'python313.dll': pe, 'DLLs/_ssl.pyd': pe, 'Lib/os.py': ''});
  t.is(windows.kind, 'interpreter');
  t.deepEqual(pathsOf(windows), ['DLLs/_ssl.pyd', 'python.exe', 'python313.dll']);
  windows.close();
  const unix = await opened({
    'bin/python3.13t': data,
    'lib/libpython3.13t.so.1.0': data,
    'lib/python3.13t/lib-dynload/_ssl.so': data,
  });
  t.is(unix.kind, 'interpreter');
  t.is(unix.members.length, 3);
  unix.close();
});

test("of the system's own prefix only what belongs to its Pythons is read", async t => {
  const container = await opened({
    'bin/env': data,
    'bin/python3': {linkTo: 'python3.11'},
    'bin/python3.11': data,
    'lib/libc.so.6': data,
    'lib/python3.11/lib-dynload/_ssl.so': data,
    'lib/python3.11/os.py': '',
    'lib/python3/dist-packages/yaml/_yaml.so': data,
    'local/lib/python3.11/dist-packages/m.so': data,
  });
  t.deepEqual(pathsOf(container), [
    'lib/python3.11/lib-dynload/_ssl.so',
    'lib/python3/dist-packages/yaml/_yaml.so',
    'local/lib/python3.11/dist-packages/m.so',
  ]);
  container.close();
});

const venvTest = python3 ? test : test.skip;

venvTest(
  `reads the packages and scripts of a real venv, not its interpreter${python3 ? '' : ' (needs python3)'}`,
  async t => {
    const venv = join(temporaryFolder(), 'venv');
    execFileSync(python3 ?? '', ['-m', 'venv', '--without-pip', venv]);
    const [library = ''] = localFiles.entryNames(join(venv, 'lib'));
    writeTree(
      {[`lib/${library}/site-packages/pkg/_c.so`]: data, 'bin/ruff': data, 'share/other.so': data},
      venv,
    );
    const container = await openContainer(venv, localFiles);
    t.is(container.kind, 'environment');
    t.deepEqual(pathsOf(container), ['bin/ruff', `lib/${library}/site-packages/pkg/_c.so`]);
    container.close();
  },
);

test("leaves out the launchers of a venv on Windows, and takes its scripts' binaries", async t => {
  const pe = Buffer.alloc(256);
  pe.write('MZ');
  pe.writeUInt32LE(128, 0x3c);
  const container = await opened({
    'pyvenv.cfg': 'home = C:\\Python312\nversion = 3.12.1\n',
    'Scripts/python.exe': pe,
    'Scripts/pythonw.exe': pe,
    'Scripts/ruff.exe': pe,
    'Lib/site-packages/pkg/_c.cp312-win_amd64.pyd': pe,
  });
  t.deepEqual(pathsOf(container), ['Lib/site-packages/pkg/_c.cp312-win_amd64.pyd', 'Scripts/ruff.exe']);
  container.close();
});
