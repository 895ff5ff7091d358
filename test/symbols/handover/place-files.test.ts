import {posix, win32} from 'node:path';
import test from 'ava';
import type {FoundSymbols, HandedSubject} from '../../../src/symbols/handover/model.ts';
import {placeFiles} from '../../../src/symbols/handover/place-files.ts';

const here = {path: posix, realPath: (path: string) => path};

const elf: HandedSubject = {
  path: 'spam.so',
  name: 'spam.so',
  location: '/venv/lib/spam.so',
  format: 'elf',
  identity: {kind: 'build-id', id: 'abcdef0123'},
  debugLink: {file: 'spam.debug', crc32: 1},
};
const linked: HandedSubject = {...elf, identity: {kind: 'debuglink', file: 'spam.debug', crc32: 1}};
const pyd: HandedSubject = {
  path: 'spam.pyd',
  name: 'spam.pyd',
  location: 'C:\\venv\\spam.pyd',
  format: 'pe',
  identity: {kind: 'pdb', guid: 'd4f0930a-f446-19aa-4c4c-44205044422e', age: 1, file: 'spam.pdb'},
  debugLink: null,
};

const found = (subject: HandedSubject, file: string): FoundSymbols => ({subject, verdict: 'matching', file});

test('a debug file in a .build-id tree is found by the root of the tree', t => {
  const placed = placeFiles([found(elf, '/store/.build-id/ab/cdef0123.debug')], here);
  t.deepEqual(placed.debugFolders, ['/store']);
  t.deepEqual(placed.links, []);
});

test('one that lies elsewhere gets a name in such a tree', t => {
  const placed = placeFiles([found(elf, '/cache/abcdef0123/debuginfo')], here);
  t.deepEqual(placed.debugFolders, []);
  t.deepEqual(placed.links, [{at: '.build-id/ab/cdef0123.debug', to: '/cache/abcdef0123/debuginfo'}]);
});

test('one beside its module is found without', t => {
  for (const file of ['/venv/lib/spam.debug', '/venv/lib/.debug/spam.debug']) {
    const placed = placeFiles([found(elf, file)], here);
    t.deepEqual(placed.debugFolders, []);
    t.deepEqual(placed.links, []);
  }
});

test("one below a debug folder by its module's folder is found by that debug folder", t => {
  const placed = placeFiles([found(linked, '/usr/lib/debug/venv/lib/spam.debug')], here);
  t.deepEqual(placed.debugFolders, ['/usr/lib/debug']);
});

test('a module without build-id gets names by its folder, as it is named and as it is', t => {
  const placed = placeFiles([found(linked, '/store/.debuglink/00000001/spam.debug')], {
    path: posix,
    realPath: () => '/opt/venv/lib/spam.so',
  });
  t.deepEqual(
    placed.links.map(({at}) => at),
    ['venv/lib/spam.debug', 'opt/venv/lib/spam.debug'],
  );
});

test('nothing makes a debugger find the file of a module that is not here, by its debuglink', t => {
  const placed = placeFiles([found({...linked, location: null}, '/store/spam.debug')], here);
  t.is(placed.unplaced.length, 1);
  t.deepEqual(placed.links, []);
});

test('a PDB is found by the SymStore tree or the folder that it lies in', t => {
  const key = 'D4F0930AF44619AA4C4C44205044422E1';
  const paths = {path: win32, realPath: (path: string) => path};
  const inStore = `C:\\store\\spam.pdb\\${key}\\spam.pdb`;
  const placed = placeFiles([found(pyd, inStore)], paths);
  t.deepEqual(placed.symStores, ['C:\\store']);
  t.deepEqual(placed.pdbFolders, []);
  t.deepEqual(placed.modules, [{module: 'C:\\venv\\spam.pyd', format: 'pe', file: inStore}]);

  const beside = placeFiles([found(pyd, 'C:\\venv\\spam.pdb')], paths);
  t.deepEqual(beside.symStores, []);
  t.deepEqual(beside.pdbFolders, ['C:\\venv']);
  // The key of another build is no tree of this PDB.
  const other = `C:\\store\\spam.pdb\\${key}0\\spam.pdb`;
  t.deepEqual(placeFiles([found(pyd, other)], paths).symStores, []);
});

test('binaries with debug information of their own need nothing, those without any are told', t => {
  const placed = placeFiles(
    [
      {subject: elf, verdict: 'own', file: '/venv/lib/spam.so'},
      {subject: linked, verdict: 'stripped', file: null},
      {subject: pyd, verdict: 'mismatched', file: null},
    ],
    here,
  );
  t.deepEqual(placed.without, [linked, pyd]);
  t.deepEqual(placed.debugFolders, []);
  t.deepEqual(placed.modules, []);
});
