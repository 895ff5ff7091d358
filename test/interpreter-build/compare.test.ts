import test from 'ava';
import {compareFacts, compareNames, missingModules} from '../../src/interpreter-build/compare.ts';
import {readTable} from '../../src/system/table-files.ts';
import {cpythonBuildTable} from '../../src/toolchains/cpython-build.ts';
import {FACTS} from './samples.ts';

const different = (built: typeof FACTS): readonly string[] =>
  compareFacts(FACTS, built)
    .filter(({same}) => !same)
    .map(({name}) => name);

test('two builds of one configuration have the same facts', t => {
  t.deepEqual(different({...FACTS, version: [3, 11, 9], executable: '/opt/python'}), []);
});

test('each fact that an extension depends on is told apart', t => {
  for (const name of Object.keys(FACTS.abi)) {
    t.deepEqual(different({...FACTS, abi: {...FACTS.abi, [name]: 'other'}}), [name]);
  }
  t.deepEqual(different({...FACTS, version: [3, 12, 2]}), ['version']);
  t.deepEqual(different({...FACTS, sizes: {...FACTS.sizes, 'builtins.int': [40, 4]}}), [
    'sizes of built-in types',
  ]);
});

test('a fact that only one of them has is a difference', t => {
  const {Py_DEBUG: _, ...rest} = FACTS.abi;
  t.deepEqual(different({...FACTS, abi: rest}), ['Py_DEBUG']);
  t.deepEqual(different({...FACTS, abi: {...FACTS.abi, Py_TRACE_REFS: '1'}}), ['Py_TRACE_REFS']);
});

test('an interpreter that loads the libpython of another one is no proof of anything', t => {
  t.deepEqual(different({...FACTS, loadedLibrary: FACTS.library}), []);
  t.deepEqual(different({...FACTS, loadedLibrary: '/opt/other/libpython3.11.so.1.0'}), [
    'libpython to load, and loaded',
  ]);
});

test('modules that were not built are named with their package, those of the tests are not missed', t => {
  const original = {
    ...FACTS,
    builtinModules: ['sys', 'zlib', 'xxsubtype'],
    extensionModules: {_ssl: '/x', _dbm: '/x', _testcapi: '/x', _json: '/x', strange: '/x'},
  };
  const built = {...FACTS, builtinModules: ['sys'], extensionModules: {_json: '/y', zlib: '/y'}};
  t.deepEqual(missingModules(original, built, cpythonBuildTable(readTable)), [
    {name: '_dbm', package: 'libdb-dev'},
    {name: '_ssl', package: 'libssl-dev'},
    {name: 'strange', package: null},
  ]);
});

test('a name that is missing has its reason', t => {
  const original = new Set([
    'Py_Initialize',
    '_Py_debian_helper',
    'PyInit__json',
    'PyInit__dbm',
    'PyList_New',
  ]);
  const isOfCpython = (name: string) => name === 'PyList_New' || name === 'Py_Initialize';
  const {missing, added, exported} = compareNames(
    [original, new Set(['Py_Initialize', 'new'])],
    FACTS,
    isOfCpython,
  );
  t.deepEqual(
    missing.map(({name, reason}) => `${name}: ${reason}`),
    [
      'PyInit__dbm: module-not-built',
      'PyInit__json: module-in-a-file',
      'PyList_New: of-cpython',
      '_Py_debian_helper: own-of-the-original',
    ],
  );
  t.deepEqual(added, ['new']);
  t.is(exported, 2);
});

test('where nobody measured what that CPython exports, its names by their form are taken for missing', t => {
  const names = [new Set(['_Py_x', 'helper']), new Set<string>()] as const;
  t.deepEqual(
    compareNames(names, FACTS, null).missing.map(({reason}) => reason),
    ['of-cpython', 'own-of-the-original'],
  );
});
