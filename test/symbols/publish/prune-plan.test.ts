import test from 'ava';
import {parseAge, parseSize} from '../../../src/symbols/publish/prune-amounts.ts';
import {identityOfPlace, prunePlan, type StoredFile} from '../../../src/symbols/publish/prune-plan.ts';
import {placesInStore} from '../../../src/symbols/store-layout.ts';

const DAY = 24 * 60 * 60 * 1000;
const NOW = 1_000 * DAY;

const pdb = (digit: string): string => `a.pdb/${digit.repeat(32)}1/a.pdb`;
const stored = (path: string, days: number, sizeBytes = 100, inode = path): StoredFile => ({
  path,
  sizeBytes,
  usedMs: NOW - days * DAY,
  inode,
});
const paths = (groups: readonly {readonly files: readonly StoredFile[]}[]) =>
  groups.map(({files}) => files.map(({path}) => path));

test('what was not used for long goes, whichever is first', t => {
  const files = [stored(pdb('A'), 10), stored(pdb('B'), 40), stored(pdb('C'), 31)];
  const plan = prunePlan(files, {nowMs: NOW, olderThanMs: 30 * DAY, maxBytes: null});
  t.deepEqual(paths(plan.removed), [[pdb('B')], [pdb('C')]]);
  t.deepEqual(paths(plan.kept), [[pdb('A')]]);
});

test('then the least recently used go until the rest fits', t => {
  const files = [stored(pdb('A'), 1, 100), stored(pdb('B'), 3, 100), stored(pdb('C'), 2, 100)];
  const plan = (maxBytes: number) => prunePlan(files, {nowMs: NOW, olderThanMs: null, maxBytes});
  t.deepEqual(paths(plan(300).removed), []);
  t.deepEqual(paths(plan(299).removed), [[pdb('B')]]);
  t.deepEqual(paths(plan(100).removed), [[pdb('B')], [pdb('C')]]);
  t.is(plan(0).kept.length, 0);
});

test('the names of one identity go together, and count once where they are one file', t => {
  const id = 'ab'.repeat(20);
  const [tree = '', server = ''] = placesInStore({kind: 'build-id', id});
  const linked = [stored(tree, 50, 100, 'i'), stored(server, 1, 100, 'i')];
  const plan = prunePlan(linked, {nowMs: NOW, olderThanMs: 30 * DAY, maxBytes: 100});
  t.deepEqual(plan.removed, []);
  t.is(plan.kept[0]?.sizeBytes, 100);
  const copied = [stored(tree, 50), stored(server, 40)];
  t.deepEqual(paths(prunePlan(copied, {nowMs: NOW, olderThanMs: 30 * DAY, maxBytes: null}).removed), [
    [tree, server],
  ]);
});

test('downloads that were given up go after a day, others stay', t => {
  const files = [
    stored('.pyxdbg-part-1', 2),
    stored('.pyxdbg-part-2', 0.5),
    stored('a/.pyxdbg-part-3.etag', 2),
    stored(`.absent/${'0'.repeat(32)}`, 2),
    stored('my.pyxdbg-part-4', 9),
  ];
  const {unfinished} = prunePlan(files, {nowMs: NOW, olderThanMs: null, maxBytes: 0});
  t.deepEqual(
    unfinished.map(({path}) => path),
    ['.pyxdbg-part-1', 'a/.pyxdbg-part-3.etag', `.absent/${'0'.repeat(32)}`],
  );
});

test('every place of the layout is known as such', t => {
  const guid = '01234567-89ab-cdef-0123-456789abcdef';
  for (const identity of [
    {kind: 'pdb', guid, age: 1, file: 'python311.pdb'},
    {kind: 'pdb', guid, age: 0xabcdef, file: 'a b.pdb'},
    {kind: 'build-id', id: 'ab'.repeat(20)},
    {kind: 'build-id', id: 'ab'.repeat(8)},
    {kind: 'debuglink', file: 'x.so.debug', crc32: 0x1234},
    {kind: 'uuid', uuids: [guid]},
  ] as const) {
    const places = placesInStore(identity);
    t.true(places.length > 0);
    t.is(new Set(places.map(identityOfPlace)).size, 1, places.join());
    t.not(identityOfPlace(places[0] ?? ''), null, places.join());
  }
});

test('files of other layouts are never removed, however old and large', t => {
  const files = [
    'notes.txt',
    'a.pdb',
    'a.pdb/notes/a.pdb',
    `a.pdb/${'A'.repeat(32)}1/b.pdb`,
    `a.pdb/${'A'.repeat(32)}1/more/a.pdb`,
    `.git/${'A'.repeat(32)}1/.git`,
    '.build-id/ab/cd',
    '.build-id/abc/cd.debug',
    `buildid/${'ab'.repeat(20)}/executable`,
    'buildid/readme/debuginfo',
    '.debuglink/1234/x.debug',
  ].map(path => stored(path, 900, 1e9));
  const plan = prunePlan(files, {nowMs: NOW, olderThanMs: 1, maxBytes: 0});
  t.deepEqual(plan, {removed: [], kept: [], unfinished: []});
});

test('sizes and ages are what they say, or nothing', t => {
  t.is(parseSize('2GB'), 2e9);
  t.is(parseSize('1.5 GiB'), 1.5 * 1024 ** 3);
  t.is(parseSize('10kb'), 10_000);
  t.is(parseSize('0'), 0);
  for (const text of [
    '',
    'GB',
    '-1GB',
    '1e9',
    '2 G',
    '2  GB',
    '1,5GB',
    '٣GB',
    '2GB ',
    '0x10',
    '9'.repeat(40),
  ]) {
    t.is(parseSize(text), null, text);
  }
  t.is(parseAge('30d'), 30 * DAY);
  t.is(parseAge('12h'), DAY / 2);
  t.is(parseAge('2w'), 14 * DAY);
  for (const text of ['', '30', 'd', '-1d', '1.5d', '30D', '1m', '1d1h', '30d '])
    t.is(parseAge(text), null, text);
});
