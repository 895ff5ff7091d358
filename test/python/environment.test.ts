import {execFileSync} from 'node:child_process';
import {join} from 'node:path';
import test from 'ava';
import {readEnvironment} from '../../src/python/environment.ts';
import type {EnvironmentPython} from '../../src/python/interpreter-layout.ts';
import {localFiles} from '../../src/system/files.ts';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';
import {askPython, python3} from '../builders/python.ts';
import {temporaryFolder} from '../builders/tools.ts';
import {type Tree, writeTree} from '../builders/tree.ts';

const environmentOf = (tree: Tree, below = '.') => readEnvironment(join(writeTree(tree), below), localFiles);

/** `3.13t`, `3.12d`, `3.12?` where it is not known whether it is free-threaded, `3.12?d` where not whether it is a debug build. */
function named(python: EnvironmentPython | null): string | null {
  if (!python) return null;
  const flag = (known: boolean | null, letter: string): string =>
    known === null ? `?${letter}` : known ? letter : '';
  return `${python.major}.${python.minor}${flag(python.freeThreaded, 't')}${flag(python.debug, 'd')}`;
}

/** What a running interpreter says of itself. */
const ASK = `
import json, sys, sysconfig
print(json.dumps({
  'python': '%d.%d' % sys.version_info[:2] + ('t' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''),
  'debug': bool(sysconfig.get_config_var('Py_DEBUG')),
  'packages': [sysconfig.get_path('platlib')],
  'base': sys.base_prefix if hasattr(sys, 'base_prefix') else None,
}))`;

const venvTest = python3 ? test : test.skip;

venvTest(
  `reads of a real venv what its interpreter says of itself${python3 ? '' : ' (needs python3)'}`,
  t => {
    const venv = join(temporaryFolder(), 'venv');
    execFileSync(python3 ?? '', ['-m', 'venv', '--without-pip', venv]);
    const answer = askPython(ASK, [], join(venv, 'bin/python'));
    const environment = readEnvironment(venv, localFiles);
    const {python, sitePackages, baseInterpreter} = environment;
    t.deepEqual(
      {
        python: named(python && {...python, debug: false}),
        debug: python?.debug,
        packages: sitePackages,
        base: baseInterpreter,
      },
      answer,
    );
    t.deepEqual(readEnvironment(sitePackages[0] ?? '', localFiles).python, python);
    t.deepEqual(environment.installed, []);
  },
);

const pyenvTest = pyenvPythons.length > 0 ? test : test.skip;

pyenvTest(
  `reads of interpreters what they say of themselves${pyenvPythons.length > 0 ? '' : ' (needs pyenv)'}`,
  t => {
    for (const {folder, executable} of pyenvPythons) {
      const {python, sitePackages} = readEnvironment(folder, localFiles);
      // Python 2 has no -I.
      const answer = JSON.parse(execFileSync(executable, ['-c', ASK], {encoding: 'utf8'}));
      t.is(named(python && {...python, debug: false}), answer.python, folder);
      t.deepEqual(sitePackages, answer.packages, folder);
      // Before 3.6 no file name tells of a debug build.
      t.is(python?.debug ?? false, answer.debug, folder);
    }
  },
);

test('takes the version of a venv from pyvenv.cfg as venv, virtualenv and uv write it', t => {
  const versionOf = (config: string): string | null => named(environmentOf({'pyvenv.cfg': config}).python);
  t.is(versionOf('home = /nowhere/bin\nversion = 3.11.7\n'), '3.11?t?d');
  t.is(versionOf('home = /nowhere/bin\nversion_info = 3.9.2.final.0\nimplementation = CPython\n'), '3.9?t?d');
  t.is(
    versionOf('home = /nowhere/bin\nimplementation = CPython\nuv = 0.5.1\nversion_info = 3.13.0\n'),
    '3.13?t?d',
  );
  t.is(
    versionOf('home = C:\\Python\r\nversion = 3.13.1\r\nexecutable = C:\\Python\\python3.13t.exe\r\n'),
    '3.13t?d',
  );
  t.is(versionOf('version = 3.12.0\nexecutable = C:\\Python\\python_d.exe\n'), '3.12?td');
  t.is(versionOf('home = /nowhere/bin\n'), null);
});

test('takes from the library folder of a venv whether it is free-threaded', t => {
  const of = (library: string): string | null =>
    named(
      environmentOf({'pyvenv.cfg': 'version = 3.13.0\n', [`lib/${library}/site-packages/a.py`]: ''}).python,
    );
  t.is(of('python3.13t'), '3.13t?d');
  t.is(of('python3.13'), '3.13?d');
});

test('knows the base interpreter of a venv, and what its files say', t => {
  const folder = writeTree({
    'base/bin/python3': '',
    'base/lib/python3.12/os.py': '',
    'base/lib/python3.12/_sysconfigdata_d_linux_x86_64-linux-gnu.py': '',
  });
  writeTree({'pyvenv.cfg': `home = ${join(folder, 'base/bin')}\nversion = 3.12.4\n`}, join(folder, 'venv'));
  writeTree({'pyvenv.cfg': `home = ${join(folder, 'base/bin')}\nversion = 3.11.4\n`}, join(folder, 'older'));
  const venv = readEnvironment(join(folder, 'venv'), localFiles);
  t.is(named(venv.python), '3.12d');
  t.is(venv.baseInterpreter, join(folder, 'base'));
  // The base was replaced by another version since: it says nothing of this venv's Python.
  t.is(named(readEnvironment(join(folder, 'older'), localFiles).python), '3.11?t?d');
});

test("reads Windows' interpreters by the names of their DLLs", t => {
  const of = (...dlls: string[]): string | null =>
    named(
      environmentOf(Object.fromEntries(['python.exe', 'python3.dll', ...dlls].map(name => [name, ''])))
        .python,
    );
  t.is(of('python313.dll'), '3.13');
  t.is(of('python313t.dll'), '3.13t');
  t.is(of('python312_d.dll'), '3.12d');
  t.is(of('python27.dll'), '2.7');
  // The installer's options put them side by side; python.exe is the ordinary one.
  t.is(of('python313.dll', 'python313t.dll', 'python313_d.dll'), '3.13');
  t.is(of('python312.dll', 'python313.dll'), null);
});

test('lists site-packages of each layout', t => {
  const folders = (tree: Tree): string[] => {
    const folder = writeTree(tree);
    return readEnvironment(folder, localFiles).sitePackages.map(path => path.slice(folder.length + 1));
  };
  t.deepEqual(folders({'python.exe': '', 'python312.dll': '', 'Lib/site-packages/a.py': ''}), [
    'Lib/site-packages',
  ]);
  t.deepEqual(
    folders({
      'bin/python3': {linkTo: 'python3.11'},
      'bin/python3.11': '',
      'lib/python3.11/os.py': '',
      'lib/python3/dist-packages/a.py': '',
      'lib/python3.9/dist-packages/old.py': '',
      'local/lib/python3.11/dist-packages/b.py': '',
    }),
    ['local/lib/python3.11/dist-packages', 'lib/python3/dist-packages'],
  );
  t.deepEqual(
    folders({
      'pyvenv.cfg': 'version = 3.12.0\n',
      'lib/python3.12/site-packages/a.py': '',
      lib64: {linkTo: 'lib'},
    }),
    ['lib/python3.12/site-packages'],
  );
});

test('of several Pythons in one prefix takes the one that bin/python3 leads to', t => {
  const tree: Tree = {
    'bin/python3.11': '',
    'bin/python3.12': '',
    'lib/python3.11/os.py': '',
    'lib/python3.12/os.py': '',
  };
  t.is(named(environmentOf({...tree, 'bin/python3': {linkTo: 'python3.12'}}).python), '3.12?d');
  t.is(named(environmentOf(tree).python), null);
});

test("takes conda's Python from its record where no other file tells", t => {
  t.is(named(environmentOf({'conda-meta/python-3.13.1-h9a34b6e_5_cp313t.json': ''}).python), '3.13t?d');
  t.is(named(environmentOf({'conda-meta/python-3.12.1-hab00c5b_1_cpython.json': ''}).python), '3.12?t?d');
  t.is(named(environmentOf({'conda-meta/python-dateutil-2.9.0-pyhd_0.json': ''}).python), null);
});

test('knows the Python of a site-packages folder from the folders above', t => {
  const windows: Tree = {'python.exe': '', 'python312.dll': '', 'Lib/site-packages/a.py': ''};
  t.is(named(environmentOf(windows, 'Lib/site-packages').python), '3.12');
  t.is(
    named(environmentOf({'lib/python3.13t/site-packages/a.py': ''}, 'lib/python3.13t/site-packages').python),
    '3.13t?d',
  );
  const target = environmentOf({'a-1.0.dist-info/METADATA': ''});
  t.is(target.python, null);
  t.is(target.sitePackages.length, 1);
});

const METADATA =
  'Metadata-Version: 2.1\nName: My.Package\nVersion: 1.2.post1\nRequires-Dist: numpy>=1.20\n\nName: not this one\n';

const packagesTest = python3 ? test : test.skip;

packagesTest(
  `reads of installed packages what importlib.metadata reads${python3 ? '' : ' (needs python3)'}`,
  t => {
    const folder = writeTree({
      'site-packages/my_package-1.2.post1.dist-info/METADATA': METADATA,
      'site-packages/my_package-1.2.post1.dist-info/WHEEL':
        'Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp312-cp312-manylinux_2_17_x86_64\nTag: cp312-cp312-manylinux2014_x86_64\n',
      'site-packages/my_package-1.2.post1.dist-info/RECORD':
        'my_package/__init__.py,sha256=x,1\r\nmy_package/_c.cpython-312-x86_64-linux-gnu.so,sha256=x,2\r\n"odd, name.so",sha256=x,3\r\n../../bin/tool,,\r\nmy_package-1.2.post1.dist-info/RECORD,,\r\n',
      'site-packages/broken-0.dist-info/RECORD': '',
    });
    const packages = join(folder, 'site-packages');
    const script = `
import json, sys
from importlib.metadata import distributions
found = [d for d in distributions(path=[sys.argv[1]]) if 'Name' in d.metadata]
print(json.dumps([[d.metadata['Name'], d.version, sorted(str(f) for f in d.files if f.suffix == '.so' or f.name == 'tool')] for d in found]))`;
    const [broken, whole] = readEnvironment(packages, localFiles).installed;
    t.deepEqual(
      [[whole?.name, whole?.version, [...(whole?.files ?? [])].sort()]],
      askPython(script, [packages]),
    );
    t.deepEqual(whole?.tags?.platforms, ['manylinux_2_17_x86_64', 'manylinux2014_x86_64']);
    t.true(whole?.metadata.includes('Requires-Dist: numpy>=1.20'));
    t.false(whole?.metadata.includes('not this one'));
    t.like(broken, {name: 'broken', version: '0', tags: null, metadata: '', files: []});
  },
);
