import test from 'ava';
import {findModule, isModuleName} from '../../src/python/find-module.ts';
import {localFiles} from '../../src/system/files.ts';
import {askPython, withPython} from '../builders/python.ts';
import {type Tree, writeTree} from '../builders/tree.ts';

/** What importlib finds for a dotted name, without importing anything of it. */
const FIND = `
import json, sys, importlib.machinery as machinery
name, *path = sys.argv[1:]
answer = None
for part in name.split('.'):
    spec = machinery.PathFinder.find_spec(part, path)
    if spec is None:
        answer = ['missing']
        break
    if spec.submodule_search_locations is not None:
        path = list(spec.submodule_search_locations)
        answer = ['package', path[0]]
    else:
        path = []
        binary = isinstance(spec.loader, machinery.ExtensionFileLoader)
        answer = ['binary', spec.origin] if binary else ['missing']
print(json.dumps(answer))`;

const SUFFIX = 'import json, importlib.machinery as m; print(json.dumps(m.EXTENSION_SUFFIXES))';

withPython('finds modules where importlib finds them', t => {
  const suffixes = askPython(SUFFIX);
  if (!Array.isArray(suffixes)) throw new Error('no list of suffixes');
  const [tagged, abi3, plain] = suffixes.map(String);
  const first = writeTree({
    'both/__init__.py': '',
    [`both${tagged}`]: '',
    'pkg/__init__.py': '',
    [`pkg/_tagged${tagged}`]: '',
    [`pkg/_abi3${abi3}`]: '',
    [`pkg/_plain${plain}`]: '',
    [`pkg/_every${plain}`]: '',
    [`pkg/_every${abi3}`]: '',
    [`pkg/_every${tagged}`]: '',
    'pkg/_every.py': '',
    'pkg/source.py': '',
    'ns/one/__init__.py': '',
    'later/part/__init__.py': '',
    [`compiled/__init__${tagged}`]: '',
  });
  const second = writeTree({
    'ns/two/__init__.py': '',
    [`later${abi3}`]: '',
    'pkg/_only_here.py': '',
    [`top${tagged}`]: '',
  });
  const names = [
    'both',
    'pkg',
    'pkg._tagged',
    'pkg._abi3',
    'pkg._plain',
    'pkg._every',
    'pkg.source',
    'pkg.absent',
    'ns',
    'ns.one',
    'ns.two',
    'later',
    'later.part',
    'pkg._only_here',
    'top',
    'top.x',
    'compiled',
    'absent',
  ]; // prettier-ignore
  for (const name of names) {
    const found = findModule(name, [first, second], localFiles);
    const answer = found.kind === 'missing' ? ['missing'] : [found.kind, found.path];
    t.deepEqual(answer, askPython(FIND, [name, first, second]), name);
  }
});

const problemOf = (name: string, tree: Tree): string => {
  const folder = writeTree(tree);
  const found = findModule(name, [folder], localFiles);
  return found.kind === 'missing' ? found.problem.replaceAll(folder, '') : found.kind;
};

test('says why a module cannot be checked', t => {
  t.is(problemOf('absent', {}), 'there is no module absent in the search path');
  t.is(problemOf('pkg.absent', {'pkg/__init__.py': ''}), 'there is no module pkg.absent in the search path');
  t.is(problemOf('a', {'a.py': ''}), 'a is Python source and has no binary of its own (/a.py)');
  t.is(problemOf('a.b.c', {'a/__init__.py': '', 'a/b.so': ''}), 'a.b is a module, not a package (/a/b.so)');
});

test('takes among binaries for several Pythons the one for the Python at hand', t => {
  const names = [
    'm.abi3.so',
    'm.cpython-311-x86_64-linux-gnu.so',
    'm.cpython-313-x86_64-linux-gnu.so',
    'm.cpython-313t-x86_64-linux-gnu.so',
  ];
  const folder = writeTree(Object.fromEntries(names.map(name => [name, ''])));
  const foundFor = (minor: number, freeThreaded: boolean): string => {
    const found = findModule('m', [folder], localFiles, {major: 3, minor, freeThreaded, debug: false});
    return found.kind === 'binary' ? found.path.slice(folder.length + 1) : found.kind;
  };
  t.is(foundFor(11, false), 'm.cpython-311-x86_64-linux-gnu.so');
  t.is(foundFor(13, false), 'm.cpython-313-x86_64-linux-gnu.so');
  t.is(foundFor(13, true), 'm.cpython-313t-x86_64-linux-gnu.so');
  t.is(foundFor(12, false), 'm.abi3.so');
});

test('names the binaries of the same module for other Pythons', t => {
  const folder = writeTree({
    'm.cp312-win_amd64.pyd': '',
    'm.cp313-win_amd64.pyd': '',
    'mm.pyd': '',
    'm.dll': '',
  });
  const found = findModule('m', [folder], localFiles, {
    major: 3,
    minor: 12,
    freeThreaded: false,
    debug: false,
  });
  t.deepEqual(found, {
    kind: 'binary',
    path: `${folder}/m.cp312-win_amd64.pyd`,
    others: [`${folder}/m.cp313-win_amd64.pyd`],
  });
});

test('tells module names from paths', t => {
  for (const name of ['numpy', 'numpy.linalg', '_ssl', 'größe.模块', 'a1.b_2'])
    t.true(isModuleName(name), name);
  for (const name of ['./numpy', 'a/b', 'a.', '.a', 'a..b', '1a', 'foo-1.0.whl', '', 'a b']) {
    t.false(isModuleName(name), name);
  }
});
