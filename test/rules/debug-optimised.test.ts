import test from 'ava';
import type {DebugLevel, DebugUnit} from '../../src/rules/debug-info.ts';
import {wheel} from '../builders/artefact.ts';
import {dwarf, optimisedUnit, unit} from '../builders/debug.ts';
import {elfFacts, linuxModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const module = (...units: readonly DebugUnit[]) => asked('0', ...units);
const asked = (debugLevel: DebugLevel, ...units: readonly DebugUnit[]) =>
  wheel(
    'cp312-cp312-manylinux_2_28_x86_64',
    {'pkg/speed.so': {facts: linuxModule(), debug: dwarf(...units)}},
    {debugLevel},
  );

test(
  'one optimised unit of three is an error, and the only finding',
  tells,
  ['error optimised'],
  module(unit(), optimisedUnit('-O2', {source: 'src/fast.c'}), unit()),
);
test(
  'units are named, the worst first',
  fires,
  'optimised',
  'error',
  module(optimisedUnit('-O1', {source: 'src/one.c'}), unit(), optimisedUnit('-O3', {source: 'src/three.c'})),
  {says: ['2 of 3 units are compiled with -O3, -O1', 'unit src/three.c  -O3\nunit src/one.c  -O1']},
);
test(
  'six are named, and the rest counted',
  fires,
  'optimised',
  'error',
  module(...Array.from({length: 9}, (_, index) => optimisedUnit('-O2', {source: `src/${index}.c`}))),
  {says: ['each of 9 units is compiled with -O2', 'src/5.c', 'and 3 more']},
);
test(
  'link-time optimisation is an error even of unoptimised units',
  fires,
  'optimised',
  'error',
  module(unit({lto: true})),
  {says: ['-flto']},
);
test(
  '-Og is optimisation where none was asked for',
  fires,
  'optimised',
  'error',
  module(optimisedUnit('-Og')),
);
test('with --optimize g it is a note', fires, 'optimised', 'note', asked('g', optimisedUnit('-Og'), unit()), {
  says: ['1 of 2 units is compiled with -Og, as --optimize g asks for'],
});
test(
  'what else is optimised stays an error then',
  fires,
  'optimised',
  'error',
  asked('g', optimisedUnit('-O2')),
);
test('LTO does too', tells, ['error optimised'], asked('g', optimisedUnit('-Og', {lto: true})));
test(
  'in a library it is a warning',
  fires,
  'optimised',
  'warning',
  wheel('cp312-cp312-linux_x86_64', {
    'pkg/libcore.so': {facts: elfFacts(), debug: dwarf(optimisedUnit('-O2'))},
  }),
);
test(
  'so is a unit of a static library that was built elsewhere',
  tells,
  ['warning optimised', 'warning sources-missing'],
  module(unit(), optimisedUnit('-O2', {source: 'inflate.c', directory: '/build/zlib', exists: false})),
);
test(
  'a PDB names that library',
  fires,
  'optimised',
  'warning',
  module(
    unit(),
    optimisedUnit('-O2', {source: 'inflate.c', exists: false, library: 'C:\\vcpkg\\lib\\zlib.lib'}),
  ),
  {says: ['from C:\\vcpkg\\lib\\zlib.lib']},
);
test(
  "where no source is there at all, none is said to be another's",
  tells,
  ['error optimised', 'error sources-missing'],
  module(optimisedUnit('-O2', {exists: false}), unit({directory: '/elsewhere', exists: false})),
);
test(
  'what nobody recorded is a note, and never fine',
  fires,
  'optimised',
  'note',
  module(unit({producer: 'clang version 16.0.6', options: null, optimised: null})),
  {says: ['does not tell whether its unit is optimised', '-grecord-command-line']},
);

test('-O0 is right', silent, 'optimised', module(unit(), unit({language: 'c++'})));
test(
  '/Od is right',
  silent,
  'optimised',
  module(unit({options: ['/MD', '/Zi', '/Od'], producer: 'Microsoft (R) Optimizing Compiler'})),
);
test(
  'assembly has no optimisation',
  silent,
  'optimised',
  module(unit(), unit({language: 'assembler', optimised: null, options: null})),
);
const RUNTIME: readonly (readonly [string, Partial<DebugUnit>])[] = [
  [
    "Rust's standard library",
    {
      source: '/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/std/src/lib.rs',
      directory: '/rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869',
    },
  ],
  [
    "what Rust's standard library was made of",
    {source: '/rust/deps/memchr-2.7.6/src/lib.rs/@/memchr.9642f0ce76a98c65-cgu.0', directory: null},
  ],
  [
    'libgcc',
    {
      source: '../../../src/libgcc/libgcc2.c',
      directory: '/build/gcc-12-JvwpWM/gcc-12-12.2.0/build/x86_64-linux-gnu/libgcc',
    },
  ],
  ["glibc's start files", {source: 'init-first.c', directory: '/build/glibc-6iIyft/glibc-2.36/csu'}],
  [
    "mingw-w64's start files",
    {
      source: './build/i686-x86_64-w64-mingw32-x86_64-w64-mingw32-crt/../../mingw-w64-crt/crt/crtdll.c',
      directory: '/build/mingw-w64-TA1sg7/mingw-w64-10.0.0',
    },
  ],
  [
    "Visual C++'s start-up code",
    {
      source: 'D:\\a\\_work\\1\\s\\src\\vctools\\crt\\vcstartup\\src\\startup\\dll_dllmain.cpp',
      directory: null,
    },
  ],
];
for (const [name, where] of RUNTIME) {
  test(
    `${name} may be optimised, and its sources elsewhere`,
    tells,
    [],
    module(unit(), optimisedUnit('-O2', {...where, path: where.source ?? null, exists: false})),
  );
}
test(
  'a project may call a folder as one of the runtime',
  tells,
  ['error optimised'],
  module(optimisedUnit('-O2', {source: 'src/crtmath.c'})),
);
test(
  'without --debug nobody knows',
  unknown,
  'optimised',
  wheel('cp312-cp312-linux_x86_64', {'speed.so': linuxModule()}),
);

test(
  'a line of a source that asks for optimisation is a note: a condition may leave it out',
  fires,
  'optimised',
  'note',
  module(unit({asksToOptimise: ['/src/fast.c:3  #pragma GCC optimize("O3")']}), unit()),
  {says: ['1 line that asks for optimisation', '/src/fast.c:3']},
);
