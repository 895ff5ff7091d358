import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import type {DebugWorld} from '../../src/rules/debug-info.ts';
import {sourceReader} from '../../src/rules/debug-source-text.ts';

const GNU = 'GNU C17 12.2.0 -O0';
const MICROSOFT = 'Microsoft (R) Optimizing Compiler 19.40';

/** Lines that ask in `/p/a.c`, which a unit of this compiler was made from. */
function asking(
  text: string,
  producer = GNU,
  files: Readonly<Record<string, string>> = {},
): readonly string[] {
  const all: Readonly<Record<string, string>> = {'/p/a.c': text, ...files};
  const world: DebugWorld = {
    debugFolders: [],
    exists: path => path in all,
    open: path => (path in all ? memorySource(Buffer.from(all[path] ?? '')) : null),
  };
  return sourceReader(world)({producer, directory: '/p', files: Object.keys(files)}, '/p/a.c');
}

// GCC 12 manual, "Function Specific Option Pragmas", "Common Function Attributes".
for (const line of [
  '#pragma GCC optimize ("O3")',
  '  #  pragma GCC optimize("-O2")',
  '#pragma GCC optimize 3',
  '__attribute__((optimize("O3"))) int f(void);',
  'static int __attribute__ ((noinline, __optimize__ ("unroll-loops"))) f(void);',
]) {
  test(`gcc takes ${line} as asking for optimisation`, t => {
    t.deepEqual(asking(`int x;\n${line}\n`), [`/p/a.c:2  ${line.trim().slice(0, 60)}`]);
    t.deepEqual(asking(line, 'clang version 16.0.6'), []);
  });
}

for (const line of [
  '#pragma GCC optimize ("O0")',
  '__attribute__((optimize("-O0"))) int f(void);',
  '#pragma GCC push_options',
  '// __attribute__((optimize("O3")))',
  'optimize(3);',
  '#pragma optimize("gt", on)',
]) {
  test(`gcc does not take ${line} as asking for optimisation`, t => {
    t.deepEqual(asking(line), []);
  });
}

// "Using the optimize pragma with the empty string restores the options" (Visual C++, "optimize pragma").
test('Visual C++ has a pragma of its own', t => {
  t.is(asking('#pragma optimize("gt", on)', MICROSOFT).length, 1);
  t.deepEqual(asking('#pragma optimize("", on)', MICROSOFT), []);
  t.deepEqual(asking('#pragma optimize("", off)', MICROSOFT), []);
});

test('headers of the project are read, those of the system are not', t => {
  const pragma = '#pragma GCC optimize("O3")';
  t.deepEqual(asking('', GNU, {'/p/./a.h': '', '/p/a.h': pragma, '/usr/include/b.h': pragma}), [
    `/p/a.h:1  ${pragma}`,
  ]);
});
