import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import {readBinary} from '../../src/binary/read-binary.ts';
import type {DebugInfo, DebugWorld} from '../../src/rules/debug-info.ts';
import {debugReader, sourcePath} from '../../src/rules/debug-read.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const missing = ['gcc', 'objcopy', 'strip', 'readelf'].filter(name => toolNamed(name) === null);
const withGcc = missing.length > 0 ? test.skip : test;
const reason = missing.length > 0 ? ` (skipped: ${missing.join(', ')} not installed)` : '';

const DEBUG_ROOT = '/usr/lib/debug';

/** A module without debug information, and the file that has it. */
interface Split {
  readonly module: Uint8Array;
  readonly debugFile: Uint8Array;
  /** As readelf prints it. */
  readonly buildId: string;
}

/** Compiles a module and takes its debug information out, as Debian's packages do; `value` makes it differ from others. */
function split(value: number, ...link: readonly string[]): Split {
  const folder = temporaryFolder();
  const run = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, {cwd: folder, encoding: 'utf8'});
  writeFileSync(join(folder, 'speed.c'), `int speed(void) { return ${value}; }\n`);
  run('gcc', '-g', '-O0', '-shared', '-fPIC', ...link, '-o', 'speed.so', 'speed.c');
  run('objcopy', '--only-keep-debug', 'speed.so', 'speed.debug');
  run('strip', '--strip-all', 'speed.so');
  run('objcopy', '--add-gnu-debuglink=speed.debug', 'speed.so');
  const notes = run('readelf', '--notes', 'speed.so');
  return {
    module: readFileSync(join(folder, 'speed.so')),
    debugFile: readFileSync(join(folder, 'speed.debug')),
    buildId: /Build ID: ([0-9a-f]+)/.exec(notes)?.[1] ?? '',
  };
}

/** A machine with these files, on which no source is. */
function world(files: Readonly<Record<string, Uint8Array>>): DebugWorld {
  return {
    debugFolders: [DEBUG_ROOT],
    open: path => (files[path] ? memorySource(files[path]) : null),
    exists: path => path in files,
  };
}

function read(
  module: Uint8Array,
  files: Readonly<Record<string, Uint8Array>>,
  location: string | null = '/srv/pkg/speed.so',
  archive: Readonly<Record<string, Uint8Array>> = {},
): DebugInfo {
  const source = memorySource(module);
  const outcome = readBinary(source);
  if ('unreadable' in outcome) throw new Error(outcome.unreadable.detail);
  const open = (path: string) => (archive[path] ? memorySource(archive[path]) : null);
  return debugReader(world(files))({path: 'pkg/speed.so', location, facts: outcome.facts}, source, open);
}

withGcc(`a debug link leads to the file beside the module, or in .debug${reason}`, t => {
  const {module, debugFile} = split(1);
  for (const path of [
    '/srv/pkg/speed.debug',
    '/srv/pkg/.debug/speed.debug',
    `${DEBUG_ROOT}/srv/pkg/speed.debug`,
  ]) {
    const {debugFile: found, compile} = read(module, {[path]: debugFile});
    t.deepEqual(found, {state: 'matching', path});
    t.is(compile?.units[0]?.source, 'speed.c');
    t.is(compile?.units[0]?.optimised, false);
    t.is(compile?.units[0]?.exists, false);
  }
});

withGcc(`in an archive it leads to another member${reason}`, t => {
  const {module, debugFile} = split(1);
  const {debugFile: found} = read(module, {}, null, {'pkg/.debug/speed.debug': debugFile});
  t.deepEqual(found, {state: 'matching', path: 'pkg/.debug/speed.debug'});
});

withGcc(`the build-id leads into the tree of separate debug files${reason}`, t => {
  const {module, debugFile, buildId} = split(1, '-Wl,--build-id');
  const path = `${DEBUG_ROOT}/.build-id/${buildId.slice(0, 2)}/${buildId.slice(2)}.debug`;
  t.deepEqual(read(module, {[path]: debugFile}).debugFile, {state: 'matching', path});
  const other = split(2, '-Wl,--build-id');
  t.like(read(module, {[path]: other.debugFile}).debugFile, {
    state: 'mismatched',
    identity: 'build-id',
    wanted: buildId,
    found: other.buildId,
  });
});

withGcc(`a file that matches is taken before one that does not${reason}`, t => {
  const {module, debugFile} = split(1);
  const files = {'/srv/pkg/speed.debug': split(2).debugFile, '/srv/pkg/.debug/speed.debug': debugFile};
  t.like(read(module, files).debugFile, {state: 'matching', path: '/srv/pkg/.debug/speed.debug'});
});

withGcc(`a changed debug file has another CRC-32${reason}`, t => {
  const {module, debugFile} = split(1);
  const changed = new Uint8Array([...debugFile, 0]);
  const {debugFile: found, compile} = read(module, {'/srv/pkg/speed.debug': changed});
  t.like(found, {state: 'mismatched', identity: 'CRC-32', path: '/srv/pkg/speed.debug'});
  t.is(compile, null);
});

withGcc(`without any file the name is told, and where was looked${reason}`, t => {
  const {debugFile: found} = read(split(1, '-Wl,--build-id=none').module, {});
  t.deepEqual(found, {
    state: 'none',
    named: 'speed.debug',
    looked: ['/srv/pkg/speed.debug', '/srv/pkg/.debug/speed.debug', `${DEBUG_ROOT}/srv/pkg/speed.debug`],
  });
});

test('sources are joined with the folder of the compilation', t => {
  t.is(sourcePath('src/a.c', '/home/me'), '/home/me/src/a.c');
  t.is(sourcePath('../src/a.c', '/home/me/build'), '/home/me/src/a.c');
  t.is(sourcePath('/src/a.c', '/home/me'), '/src/a.c');
  t.is(sourcePath('src\\a.c', 'D:\\me'), 'D:\\me\\src\\a.c');
  t.is(sourcePath('D:/me/a.c', null), 'D:\\me\\a.c');
  t.is(sourcePath('a.c', null), 'a.c');
});

test("rustc's unit is the crate's file", t => {
  t.is(sourcePath('src/lib.rs/@/speed.0123-cgu.0', '/home/me'), '/home/me/src/lib.rs');
});

test('what is no file has no path', t => {
  for (const source of [null, '', '<artificial>', '<stdin>']) t.is(sourcePath(source, '/home/me'), null);
});
