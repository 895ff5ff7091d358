import test from 'ava';
import {isTrial, lastMatching, linkedFile, parseCalls, sourcesOf} from '../../src/build/recorded-calls.ts';

const call = (tool: string, ...args: string[]) => ({tool, cwd: '/project', args});

test('records are parted by the ASCII separators, and one that was cut short is left out', t => {
  t.deepEqual(parseCalls('gcc\x1f/a\x1f-c\x1fx y.c\x1ecc\x1f/b\x1eg++\x1f/c\x1f-'), [
    {tool: 'gcc', cwd: '/a', args: ['-c', 'x y.c']},
    {tool: 'cc', cwd: '/b', args: []},
  ]);
});

test('sources are what a compile call compiles', t => {
  t.deepEqual(sourcesOf(call('gcc', '-O2', '-c', 'src/a.c', '-o', 'a.o')), ['src/a.c']);
  t.deepEqual(sourcesOf(call('g++', 'a.cpp', 'b.o', '-shared', '-o', 'm.so')), ['a.cpp']);
  t.deepEqual(sourcesOf(call('gcc', '-shared', 'a.o', '-o', 'm.so')), []);
});

test('a question to the compiler compiles nothing, and links nothing', t => {
  for (const question of ['-E', '-M', '--version', '-print-multiarch']) {
    t.deepEqual(sourcesOf(call('gcc', question, 'a.c')), []);
  }
  t.is(linkedFile(call('gcc', '-E', 'a.c', '-o', 'a.i')), null);
});

// Folders and files as CMake 4.4 and older ones, Meson 1.12, Autoconf and setuptools write them.
for (const [cwd, source] of [
  ['/b/CMakeFiles/4.4.5/CompilerIdC', 'CMakeCCompilerId.c'],
  ['/b/CMakeFiles/CMakeScratch/TryCompile-LCAXcH', '/usr/share/cmake/Modules/CMakeCCompilerABI.c'],
  ['/b/CMakeFiles/CMakeTmp', '/usr/share/cmake-3.18/Modules/CMakeCCompilerABI.c'],
  ['/b/meson-private', 'sanity_check_for_c.c'],
  ['/b', '/b/meson-private/tmpvht2kabz/testfile.c'],
  ['/b', 'conftest.c'],
  ['/b', '_configtest.c'],
  ['C:\\b\\CMakeFiles\\CMakeScratch\\TryCompile-1', 'CheckFunctionExists.c'],
] as const) {
  test(`what a configuration tries out is no source: ${cwd}, ${source}`, t => {
    t.deepEqual(sourcesOf({tool: 'cc', cwd, args: ['-c', source]}), []);
  });
}

test('what CMake compiles of a project is a source, beside its trials too', t => {
  const args = ['-c', 'CMakeFiles/generated.c', '../src/contest.c', '-o', 'CMakeFiles/m.dir/a.o'];
  t.deepEqual(sourcesOf({tool: 'cc', cwd: '/b', args}), ['CMakeFiles/generated.c', '../src/contest.c']);
});

test('the linked file is the last -o of a call that does not only compile', t => {
  t.is(linkedFile(call('gcc', '-shared', 'a.o', '-o', 'm.so')), 'm.so');
  t.is(linkedFile(call('gcc', '-c', 'a.c', '-o', 'a.o')), null);
});

test('the last option is the one that counts', t => {
  t.is(lastMatching(['-O3', '-Wall', '-O0', '-g'], /^-O/), '-O0');
  t.is(lastMatching(['-Wall'], /^-O/), null);
});

// pybase64 1.5.1: CMake's try_run of base64/cmake/test-arch.c, which fails where it is another machine's.
test('what a configuration tries out is told from what a project compiles', t => {
  const at = (cwd: string, ...args: string[]) => isTrial({tool: 'cc', cwd, args});
  t.true(at('/project/.build/CMakeFiles/CMakeTmp', '-c', '/project/cmake/test-arch.c'));
  t.true(at('/project/.build/CMakeFiles/CMakeScratch/TryCompile-x1', '-c', '/project/cmake/test-arch.c'));
  t.true(at('/project', '-c', 'conftest.c'));
  t.true(at('/project', '/project/build/meson-private/tmpx/testfile.c', '-o', 'x'));
  t.true(at('/tmp/tmp860zjo5q', '/tmp/tmp860zjo5q/testfile.cpp', '-o', '/tmp/tmp860zjo5q/output.obj', '-c'));
  t.false(at('/project', '-c', 'tests/testfile.c'));
  t.false(at('/project', '-c', 'src/CMakeFiles.c'));
  t.false(at('/project/.build', '-o', 'CMakeFiles/core.dir/core.c.o', '-c', '/project/core.c'));
});
