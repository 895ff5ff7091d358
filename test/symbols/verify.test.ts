import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {crc32} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import type {Identity} from '../../src/symbols/identity.ts';
import {mayBeDebugFile, recogniseDebugFile, verifyDebugFile} from '../../src/symbols/verify.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const isHere = ['gcc', 'objcopy', 'readelf'].every(tool => toolNamed(tool) !== null);
const real = isHere ? test : test.skip;
const name = (title: string): string => (isHere ? title : `${title} (skipped: no gcc or binutils)`);

/** A library with debug information, and files made of it by objcopy; its build-id by readelf. */
function built(source = 'int answer(int x) { return x + 1; }\n') {
  const folder = temporaryFolder();
  const run = (tool: string, ...words: string[]) =>
    execFileSync(tool, words, {cwd: folder, encoding: 'utf8'});
  writeFileSync(join(folder, 'a.c'), source);
  run('gcc', '-shared', '-fPIC', '-g3', 'a.c', '-o', 'full.so', '-Wl,--build-id=sha1');
  run('objcopy', '--only-keep-debug', 'full.so', 'a.debug');
  run('objcopy', '--strip-debug', 'full.so', 'stripped.so');
  const id = /Build ID: ([0-9a-f]+)/.exec(run('readelf', '-n', 'full.so'))?.[1] ?? '';
  const bytes = (file: string) => readFileSync(join(folder, file));
  return {id, debug: bytes('a.debug'), stripped: bytes('stripped.so')};
}

const verify = (bytes: Uint8Array, identity: Identity) =>
  verifyDebugFile(memorySource(bytes), identity, crc32);

real(name('a debug file of the same build matches by build-id'), t => {
  const {id, debug} = built();
  t.deepEqual(verify(debug, {kind: 'build-id', id}), {matches: true});
  t.deepEqual(recogniseDebugFile(memorySource(debug), 'x'), {kind: 'build-id', id});
});

real(name('one of another build does not, and both identities are told'), t => {
  const [one, other] = [built(), built('int answer(int x) { return x + 2; }\n')];
  const result = verify(other.debug, {kind: 'build-id', id: one.id});
  t.like(result, {matches: false});
  t.true('why' in result && result.why.includes(one.id) && result.why.includes(other.id));
});

real(name('the right build-id without debug information in the file is no match'), t => {
  const {id, stripped} = built();
  t.like(verify(stripped, {kind: 'build-id', id}), {
    matches: false,
    why: 'has the right identity, but no debug information in it',
  });
  t.is(recogniseDebugFile(memorySource(stripped), 'x'), null);
});

real(name('a checksum is that of the whole file'), t => {
  const {debug} = built();
  t.deepEqual(verify(debug, {kind: 'debuglink', file: 'a.debug', crc32: crc32(debug)}), {matches: true});
  t.like(
    verify(Buffer.concat([debug, Buffer.from('x')]), {
      kind: 'debuglink',
      file: 'a.debug',
      crc32: crc32(debug),
    }),
    {matches: false},
  );
});

real(name('a file that is cut short matches at no length'), t => {
  const {id, debug} = built();
  for (let length = 0; length < debug.length; length += 997) {
    t.like(verify(debug.subarray(0, length), {kind: 'build-id', id}), {matches: false}, String(length));
  }
});

const euStrip = isHere && toolNamed('eu-strip') !== null;

(euStrip ? test : test.skip)(
  `a debug file of eu-strip matches, too${euStrip ? '' : ' (skipped: no eu-strip)'}`,
  t => {
    const folder = temporaryFolder();
    const run = (tool: string, ...words: string[]) =>
      execFileSync(tool, words, {cwd: folder, encoding: 'utf8'});
    writeFileSync(join(folder, 'a.c'), 'int answer(int x) { return x + 1; }\n');
    run('gcc', '-shared', '-fPIC', '-g3', 'a.c', '-o', 'a.so', '-Wl,--build-id=sha1');
    run('eu-strip', '-f', 'a.debug', 'a.so');
    const id = /Build ID: ([0-9a-f]+)/.exec(run('readelf', '-n', 'a.so'))?.[1] ?? '';
    t.deepEqual(verify(readFileSync(join(folder, 'a.debug')), {kind: 'build-id', id}), {matches: true});
  },
);

for (const [what, bytes] of [
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('<html>not found</html>')],
  ['the beginning of a PDB', Buffer.from('Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0')],
] as const) {
  test(`${what} is no debug file`, t => {
    for (const identity of [
      {kind: 'pdb', guid: 'd4f0930a-f446-19aa-4c4c-44205044422e', age: 1, file: 'a.pdb'},
      {kind: 'build-id', id: 'ab'},
      {kind: 'uuid', uuids: ['d4f0930a-f446-19aa-4c4c-44205044422e']},
    ] as const) {
      t.like(verify(bytes, identity), {matches: false});
    }
    t.is(recogniseDebugFile(memorySource(bytes), 'x'), null);
  });
}

test('a member is looked at by its first bytes', t => {
  t.true(mayBeDebugFile(Buffer.from('Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0')));
  t.true(mayBeDebugFile(Buffer.from('\x7fELF\x02\x01\x01\0')));
  t.false(mayBeDebugFile(Buffer.from('MZ\x90\0\x03\0\0\0')));
});
