import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import test from 'ava';
import {environmentAtHand} from '../../src/python/environment-at-hand.ts';
import {localFiles} from '../../src/system/files.ts';
import {pyenvPythons, pyenvRoot} from '../builders/pyenv-pythons.ts';
import {askPython, python3, withPython} from '../builders/python.ts';
import {temporaryFolder} from '../builders/tools.ts';
import {writeTree} from '../builders/tree.ts';

/** sys.path as site.py made it, but for the zipped standard library, which is not there. */
const PATH = `
import json, os, sys
print(json.dumps([p for p in sys.path if os.path.isdir(p)]))`;

const SIMPLE = {
  'bin/python3': '',
  'lib/python3.12/os.py': '',
  'lib/python3.12/site-packages/a.py': '',
};

/** Folders that stand for an environment each, and an empty one to work in. */
function folders() {
  const root = writeTree({'work/a.py': '', 'own/pyvenv.cfg': 'version = 3.11.0\n', 'own/bin/python': ''});
  for (const name of ['venv', 'conda', 'path']) writeTree(SIMPLE, join(root, name));
  return {root, cwd: join(root, 'work')};
}

test('takes the first of VIRTUAL_ENV, CONDA_PREFIX, .venv, PYXDBG_PYTHON and the PATH', t => {
  const {root, cwd} = folders();
  const from = (variables: Record<string, string>): string => {
    const found = environmentAtHand(variables, cwd, localFiles);
    return found ? `${found.from}: ${found.folder.slice(root.length + 1)}` : 'none';
  };
  const PATH_VALUE = join(root, 'path/bin');
  const all = {
    VIRTUAL_ENV: join(root, 'venv'),
    CONDA_PREFIX: join(root, 'conda'),
    PYXDBG_PYTHON: join(root, 'own/bin/python'),
    PATH: PATH_VALUE,
  };
  const {VIRTUAL_ENV: _venv, ...withoutVenv} = all;
  const {CONDA_PREFIX: _conda, ...withoutConda} = withoutVenv;
  t.is(from(all), 'VIRTUAL_ENV: venv');
  t.is(from({...all, VIRTUAL_ENV: join(root, 'gone')}), 'CONDA_PREFIX: conda');
  t.is(from(withoutVenv), 'CONDA_PREFIX: conda');
  t.is(from(withoutConda), 'PYXDBG_PYTHON: own');
  t.is(from({PATH: PATH_VALUE}), 'PATH: path');
  t.is(from({PATH: join(root, 'venv')}), 'none');
  t.is(from({}), 'none');
  writeTree({'.venv/pyvenv.cfg': 'version = 3.10.0\n'}, cwd);
  t.is(from(withoutConda), '.venv: work/.venv');
});

const venvTest = python3 ? test : test.skip;

venvTest(`searches a real venv where its interpreter does${python3 ? '' : ' (needs python3)'}`, t => {
  const folder = temporaryFolder();
  for (const options of [[], ['--system-site-packages']]) {
    const venv = join(folder, `venv${options.length}`);
    execFileSync(python3 ?? '', ['-m', 'venv', '--without-pip', ...options, venv]);
    const [library = ''] = localFiles.entryNames(join(venv, 'lib'));
    const added = writeTree({'src/m.py': ''});
    const packages = join(venv, 'lib', library, 'site-packages');
    writeTree({'editable.pth': `# a comment\n${added}/src\nimport sys\nnowhere\n`}, packages);
    const found = environmentAtHand({VIRTUAL_ENV: venv}, folder, localFiles);
    t.is(found?.searchPath[0], folder);
    // .pth files of the base's packages and of -I differ in place only.
    const path = askPython(PATH, [], join(venv, 'bin/python'));
    t.deepEqual([...(found?.searchPath.slice(1) ?? [])].sort(), Array.isArray(path) ? path.sort() : path);
    t.true(found?.searchPath.includes(join(added, 'src')));
  }
});

withPython('finds the python3 of the PATH, and searches where it does', t => {
  const found = environmentAtHand({PATH: process.env['PATH']}, temporaryFolder(), localFiles);
  t.is(found?.from, 'PATH');
  const path = askPython(PATH);
  const searched = found?.searchPath ?? [];
  for (const folder of Array.isArray(path) ? path : [])
    t.true(searched.includes(String(folder)), String(folder));
});

const pyenvTest = pyenvPythons.length > 1 ? test : test.skip;

pyenvTest(
  `asks pyenv's files which interpreter its shims start${pyenvPythons.length > 1 ? '' : ' (needs pyenv)'}`,
  t => {
    const [first, second] = pyenvPythons;
    const cwd = writeTree({
      '.python-version': `${first?.name}\n`,
      'sub/a.py': '',
      'system/.python-version': 'system\n',
    });
    const PATH_VALUE = join(pyenvRoot, 'shims');
    const folderFor = (variables: Record<string, string>, below = '.'): string | undefined =>
      environmentAtHand({PATH: PATH_VALUE, ...variables}, join(cwd, below), localFiles)?.folder;
    t.is(folderFor({}), first?.folder);
    t.is(folderFor({}, 'sub'), first?.folder);
    t.is(folderFor({PYENV_VERSION: second?.name ?? ''}), second?.folder);
    t.is(folderFor({PYENV_VERSION: second?.name.replace(/\.\d+$/, '') ?? ''}), second?.folder);
    t.is(folderFor({}, 'system'), undefined);
  },
);

test('takes the newest installed release for a pyenv version without its last part', t => {
  const root = writeTree({
    'shims/python3': '',
    version: '3.12\n',
    'versions/3.12.9/bin/python3': '',
    'versions/3.12.10/bin/python3': '',
    'versions/3.12.10/lib/python3.12/os.py': '',
  });
  const found = environmentAtHand({PATH: join(root, 'shims')}, root, localFiles);
  t.is(found?.folder, join(root, 'versions/3.12.10'));
});

test('finds the interpreter behind links, and the venv that a link stands in', t => {
  const root = writeTree({
    'opt/bin/python3.12': '',
    'opt/lib/python3.12/os.py': '',
    'usr/bin/python3': {linkTo: '../../opt/bin/python3.12'},
    'venv/pyvenv.cfg': 'version = 3.12.0\n',
    'venv/bin/python3': {linkTo: '../../opt/bin/python3.12'},
  });
  const folderFor = (path: string): string | undefined =>
    environmentAtHand({PATH: join(root, path)}, root, localFiles)?.folder.slice(root.length + 1);
  t.is(folderFor('usr/bin'), 'opt');
  t.is(folderFor('venv/bin'), 'venv');
});

test("finds Windows' interpreter in the folder of its executable", t => {
  const root = writeTree({
    'Python312/python.exe': '',
    'Python312/python312.dll': '',
    'Python312/DLLs/_ssl.pyd': '',
    'Python312/Lib/site-packages/a.py': '',
  });
  const found = environmentAtHand({Path: join(root, 'Python312')}, root, localFiles);
  t.is(found?.folder, join(root, 'Python312'));
  t.deepEqual(
    found?.searchPath.slice(1).map(path => path.slice(root.length + 1)),
    ['Python312/DLLs', 'Python312/Lib', 'Python312/Lib/site-packages'],
  );
});
