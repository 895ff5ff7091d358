import {existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'ava';
import {UserError} from '../../../src/errors.ts';
import {pruneStore} from '../../../src/system/symbols/prune-store.ts';
import {temporaryFolder} from '../../builders/tools.ts';

const PDB = `a.pdb/${'A'.repeat(32)}1/a.pdb`;
const OTHER = `b.pdb/${'B'.repeat(32)}1/b.pdb`;
const ALL = {nowMs: Date.now(), olderThanMs: null, maxBytes: 0};

function put(folder: string, path: string, ageDays = 0): void {
  mkdirSync(dirname(join(folder, path)), {recursive: true});
  writeFileSync(join(folder, path), path);
  const time = Date.now() / 1000 - ageDays * 24 * 60 * 60;
  utimesSync(join(folder, path), time, time);
}

test('files go with the folders that they leave empty; the store and other files stay', t => {
  const store = temporaryFolder();
  for (const path of [PDB, OTHER, 'b.pdb/notes.txt', 'mine/notes.txt']) put(store, path);
  mkdirSync(join(store, 'empty'));
  const {removed, failed} = pruneStore(store, ALL, false);
  t.is(removed.length, 2);
  t.deepEqual(failed, []);
  t.false(existsSync(join(store, 'a.pdb')));
  t.false(existsSync(dirname(join(store, OTHER))));
  for (const path of ['b.pdb/notes.txt', 'mine/notes.txt', 'empty'])
    t.true(existsSync(join(store, path)), path);
  pruneStore(store, ALL, false);
  t.true(existsSync(store));
});

test('a dry run removes nothing and tells the same', t => {
  const store = temporaryFolder();
  put(store, PDB);
  const plan = pruneStore(store, ALL, true);
  t.true(existsSync(join(store, PDB)));
  t.deepEqual(pruneStore(store, ALL, false), plan);
  t.false(existsSync(join(store, PDB)));
});

test('the age is that of the last use, be it reading', t => {
  const store = temporaryFolder();
  put(store, PDB, 40);
  put(store, OTHER, 40);
  const old = Date.now() / 1000 - 40 * 24 * 60 * 60;
  utimesSync(join(store, OTHER), Date.now() / 1000, old);
  const limits = {nowMs: Date.now(), olderThanMs: 30 * 24 * 60 * 60 * 1000, maxBytes: null};
  pruneStore(store, limits, false);
  t.false(existsSync(join(store, PDB)));
  t.true(existsSync(join(store, OTHER)));
});

const links = process.platform === 'win32' ? test.skip : test;
links(
  `links are neither followed nor removed${process.platform === 'win32' ? ' (skipped: Windows)' : ''}`,
  t => {
    const [store, outside] = [temporaryFolder(), temporaryFolder()];
    put(outside, PDB);
    put(outside, 'file', 9);
    symlinkSync(join(outside, 'a.pdb'), join(store, 'a.pdb'));
    symlinkSync(outside, join(store, '.build-id'));
    mkdirSync(dirname(join(store, OTHER)), {recursive: true});
    symlinkSync(join(outside, 'file'), join(store, OTHER));
    symlinkSync(join(outside, 'file'), join(store, '.pyxdbg-part-1'));
    const {removed, unfinished} = pruneStore(store, ALL, false);
    t.deepEqual([removed, unfinished], [[], []]);
    for (const path of [PDB, 'file']) t.true(existsSync(join(outside, path)));
    t.true(existsSync(join(store, OTHER)));
  },
);

test('a store that is not there is empty, and a file is none', t => {
  const folder = temporaryFolder();
  t.deepEqual(pruneStore(join(folder, 'none'), ALL, false), {
    removed: [],
    kept: [],
    unfinished: [],
    failed: [],
  });
  put(folder, 'file');
  t.throws(() => pruneStore(join(folder, 'file'), ALL, false), {
    instanceOf: UserError,
    message: /is no folder/,
  });
});
