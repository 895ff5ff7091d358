import {posix} from 'node:path';
import test from 'ava';
import {
  namesBelow,
  type RecordedPath,
  readRecordedPath,
  recordedText,
} from '../../../src/symbols/handover/recorded-path.ts';
import {findSourceMaps} from '../../../src/symbols/handover/source-maps.ts';
import {sourceOverlay} from '../../../src/symbols/handover/source-overlay.ts';

const recorded = (text: string): RecordedPath => {
  const read = readRecordedPath(text);
  if (read === null) throw new Error(`${text} is relative`);
  return read.path;
};
const maps = (sources: readonly string[], files: readonly string[]) =>
  findSourceMaps(sources.map(recorded), {files: files.map(file => file.split('/'))}).map(map => [
    recordedText(map.recorded),
    map.below.join('/'),
  ]);

test('recorded paths of each system are resolved by their text, and say which folders they cross', t => {
  const debian = readRecordedPath('/build/py/build-static/../Objects/./x.c');
  t.is(debian && recordedText(debian.path), '/build/py/Objects/x.c');
  t.deepEqual(debian?.crossed.map(recordedText), ['/build/py/build-static']);
  t.is(recordedText(recorded('C:\\b\\obj\\..\\x.c')), 'C:\\b\\x.c');
  t.is(recordedText(recorded('C:/b/obj/../x.c')), 'C:/b/x.c');
  t.is(recordedText(recorded('\\\\server\\share\\x.c')), '\\\\server\\share\\x.c');
  t.is(readRecordedPath('./build-static/x.c'), null);
  t.is(readRecordedPath('C:x.c'), null);
});

test('what lies in a folder is told by whole names, on Windows whatever their case', t => {
  t.is(namesBelow(recorded('/a/b'), recorded('/a/bc/x')), null);
  t.is(namesBelow(recorded('/a/b'), recorded('/a/B/x')), null);
  t.deepEqual(namesBelow(recorded('c:\\A'), recorded('C:/a/x')), ['x']);
});

test('a source tree takes the place of the folder whose paths end as its own', t => {
  const sources = [
    '/build/py-1.0/Objects/list.c',
    '/build/py-1.0/Python/main.c',
    '/build/py-1.0/Include/a.h',
  ];
  t.deepEqual(maps(sources, ['Objects/list.c', 'Python/main.c']), [['/build/py-1.0', '']]);
  t.deepEqual(maps(sources, ['py/Objects/list.c', 'py/Python/main.c']), [['/build/py-1.0', 'py']]);
  // Never above the folder that the user names, however much the paths above are alike.
  t.deepEqual(maps(sources, ['py-1.0/Objects/list.c', 'py-1.0/Python/main.c']), [['/build', '']]);
});

test('a folder of sources alone is mapped, too', t => {
  t.deepEqual(maps(['/tmp/b/src/spam.c', '/tmp/b/src/eggs.c'], ['spam.c', 'eggs.c']), [['/tmp/b/src', '']]);
});

test('headers and names that several files have decide nothing', t => {
  t.deepEqual(maps(['/usr/include/math.h'], ['math.h']), []);
  t.deepEqual(maps(['/x/main.c'], ['a/main.c', 'b/main.c']), []);
});

test('paths of Windows are compared as Windows does', t => {
  t.deepEqual(maps(['D:\\a\\SPAM\\src\\Spam.c'], ['src/spam.c']), [['D:\\a\\SPAM', '']]);
});

test('inner folders come before outer ones', t => {
  t.deepEqual(maps(['/b/one/x.c', '/b/one/y.c', '/b/one/ext/z/z.c'], ['x.c', 'y.c', 'vendored/z.c']), [
    ['/b/one/ext/z', 'vendored'],
    ['/b/one', ''],
  ]);
});

test('the whole file system is never mapped', t => {
  t.deepEqual(maps(['/src/a/x.c', '/src/b/y.c'], ['src/a/x.c', 'src/b/y.c']), [['/src', 'src']]);
});

/** A file system of these folders, with the names in them. */
const world = (folders: Readonly<Record<string, readonly string[]>>) => ({
  isFolder: (path: string) => path in folders,
  entryNames: (path: string) => folders[path] ?? [],
  join: posix.join,
});

const crossing = (text: string) => readRecordedPath(text)?.crossed ?? [];

test('nothing is made where every crossed folder is there', t => {
  const files = world({'/me/py': ['build', 'src'], '/me/py/build': []});
  const map = {recorded: recorded('/b/py'), here: '/me/py'};
  t.is(sourceOverlay(map, crossing('/b/py/build/../src/x.c'), files), null);
  t.is(sourceOverlay(map, [], files), null);
});

test('a missing build folder is made in a tree of links to the sources', t => {
  const files = world({'/me/py': ['Objects', 'README']});
  const map = {recorded: recorded('/b/py'), here: '/me/py'};
  const overlay = sourceOverlay(map, crossing('/b/py/build-static/../Objects/x.c'), files);
  t.is(overlay && recordedText(overlay.recorded), '/b/py');
  t.deepEqual(overlay?.tree, {
    folders: ['build-static'],
    links: [
      {at: 'Objects', to: '/me/py/Objects'},
      {at: 'README', to: '/me/py/README'},
    ],
  });
});

test('one within a folder of the sources takes that folder apart', t => {
  const files = world({'/me/py': ['ext'], '/me/py/ext': ['x.c']});
  const map = {recorded: recorded('/b/py'), here: '/me/py'};
  t.deepEqual(sourceOverlay(map, crossing('/b/py/ext/build/../x.c'), files)?.tree, {
    folders: ['ext', 'ext/build'],
    links: [{at: 'ext/x.c', to: '/me/py/ext/x.c'}],
  });
});

test('one beside the sources is held by a folder above both, unless that is the root', t => {
  const files = world({'/me/src': ['x.c']});
  const beside = sourceOverlay(
    {recorded: recorded('/b/spam/src'), here: '/me/src'},
    crossing('/b/spam/build/../src/x.c'),
    files,
  );
  t.is(beside && recordedText(beside.recorded), '/b/spam');
  t.deepEqual(beside?.tree, {
    folders: ['src', 'build'],
    links: [{at: 'src/x.c', to: '/me/src/x.c'}],
  });
  t.is(
    sourceOverlay({recorded: recorded('/src'), here: '/me/src'}, crossing('/build/../src/x.c'), files),
    null,
  );
});

test('a binary that names folders without end gets some of them, and none that is no name', t => {
  const files = world({'/me/py': ['src']});
  const map = {recorded: recorded('/b/py'), here: '/me/py'};
  const many = Array.from({length: 5000}, (_, at) => `/b/py/build${at}/../src/x.c`);
  const folders = sourceOverlay(map, many.flatMap(crossing), files)?.tree.folders ?? [];
  t.true(folders.length > 10 && folders.length < 5000);
  t.is(sourceOverlay(map, crossing(`/b/py/${'x'.repeat(256)}/../src/x.c`), files), null);
});
