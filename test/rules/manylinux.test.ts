import test from 'ava';
import {judge} from '../../src/rules/judge.ts';
import {bareFile, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const linux = (platform: string, names: readonly string[], rest = {}, more = {}) =>
  wheel(`cp312-cp312-${platform}`, {'pkg/speed.so': linuxModule(names, rest), ...more});
const MUSL = {needed: ['libc.musl-x86_64.so.1']};
const musl = (names: readonly string[], rest = {}, more = {}) =>
  wheel('cp312-cp312-musllinux_1_2_x86_64', {
    'pkg/speed.so': elfFacts({initHooks: ['PyInit_speed'], undefinedNames: names, ...MUSL, ...rest}),
    ...more,
  });

function mistagged(needed: readonly string[]) {
  const made = linux('manylinux_2_17_x86_64', ['pthread_create@GLIBC_2.34:libc.so.6'], {needed});
  const [subject] = made.artefact.subjects;
  if (!subject) throw new Error('the wheel has one module');
  return {subject, context: made.context};
}

// --- manylinux-mistag ---------------------------------------------------------------------------------------------

test(
  'GLIBC_2.34 under manylinux_2_17 is an error that names symbol, library and the true tag',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux_2_17_x86_64', ['pthread_create@GLIBC_2.34:libc.so.6']),
  {
    says: [
      'GLIBC_2.34 of libc.so.6 for pthread_create',
      'newest allowed GLIBC_2.17',
      'manylinux_2_34_x86_64',
      "version `GLIBC_2.34' not found",
    ],
  },
);
test(
  'the tag is called as the wheel calls it',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux2014_x86_64', ['memcpy@GLIBC_2.18:libc.so.6']),
  {says: ['manylinux2014_x86_64 does not promise']},
);
test(
  'GLIBC_2.14 under manylinux1 is an error (cefpython3)',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux1_x86_64', ['memcpy@GLIBC_2.14:libc.so.6']),
);
test(
  'a newer C++ library is an error',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux2014_x86_64', ['_ZNSt7__cxx1112basic_stringIcE@GLIBCXX_3.4.21:libstdc++.so.6'], {
    needed: ['libc.so.6', 'libstdc++.so.6'],
  }),
  {says: ['newest allowed GLIBCXX_3.4.19']},
);
test(
  'of a compressed set every tag is a promise',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux_2_28_x86_64.manylinux2014_x86_64', ['f@GLIBC_2.28:libc.so.6']),
);
test(
  'a version is allowed by architecture: GCC_4.5.0 never was on x86-64',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux2010_x86_64', ['f@GCC_4.5.0:libgcc_s.so.1'], {needed: ['libc.so.6', 'libgcc_s.so.1']}),
);
test(
  'GLIBC_PRIVATE is promised by nobody',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux_2_28_x86_64', ['f@GLIBC_PRIVATE:libc.so.6']),
);
test(
  'a name that the policy forbids is an error, whatever its version',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux2014_x86_64', ['__cxa_thread_atexit_impl']),
  {says: ['__cxa_thread_atexit_impl']},
);
test(
  'x86-64-v3 code runs on newer processors only',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux_2_28_x86_64', [], {isaLevel: 3}),
  {says: ['x86-64-v3', 'SIGILL']},
);
test(
  'libraries under the tag are judged whether a module loads them or not',
  fires,
  'manylinux-mistag',
  'error',
  linux(
    'manylinux_2_17_x86_64',
    [],
    {},
    {'pkg.libs/libalone.so': elfFacts({needed: ['libc.so.6'], undefinedNames: ['f@GLIBC_2.28:libc.so.6']})},
  ),
  {at: 'pkg.libs/libalone.so'},
);

for (const [others, says] of [
  [[], 'tag it manylinux_2_34_x86_64'],
  [['libX11-custom.so.9'], 'bundle libX11-custom.so.9: no tag allows it'],
] as const) {
  test(`to bundle libpython is never advised (PEP 513), beside ${others.length} other libraries`, t => {
    const {subject, context} = mistagged(['libc.so.6', 'libpython3.12.so.1.0', ...others]);
    const found = judge(subject, context, {select: ['manylinux-mistag'], ignore: []});
    t.is(found.length, 1);
    t.true(found[0]?.fix.includes(says), found[0]?.fix);
    t.false(found[0]?.fix.includes('libpython'), found[0]?.fix);
  });
}

test(
  'GLIBC_2.17 is what manylinux_2_17 promises',
  silent,
  'manylinux-mistag',
  linux('manylinux_2_17_x86_64', ['f@GLIBC_2.17:libc.so.6']),
);
test(
  'a bundled library needs nothing of the system for its own versions',
  silent,
  'manylinux-mistag',
  linux(
    'manylinux2014_x86_64',
    ['f@GLIBCXX_3.4.21:libstdc++-4bea0aed.so.6'],
    {needed: ['libc.so.6', 'libstdc++-4bea0aed.so.6']},
    {
      'pkg.libs/libstdc++-4bea0aed.so.6': elfFacts(),
    },
  ),
);
test(
  "versions of a project are not the system's",
  silent,
  'manylinux-mistag',
  linux('manylinux2014_x86_64', ['f@OPENSSL_3.0.0:libssl.so.3']),
);
test(
  'x86-64-v1 is every processor',
  silent,
  'manylinux-mistag',
  linux('manylinux_2_28_x86_64', [], {isaLevel: 1}),
);
test(
  "GLIBC_2.0 of a grafted libgcc_s under musllinux is libgcc's own (rpds_py)",
  silent,
  'manylinux-mistag',
  musl(['f@GLIBC_2.0:libgcc_s-a1b2c3d4.so.1'], {}, {'pkg.libs/libgcc_s-a1b2c3d4.so.1': elfFacts()}),
);
test(
  'a plain linux tag promises no glibc',
  unknown,
  'manylinux-mistag',
  linux('linux_x86_64', ['f@GLIBC_2.38:libc.so.6']),
);
test(
  'a bare file promises none',
  unknown,
  'manylinux-mistag',
  bareFile('speed.so', linuxModule(['f@GLIBC_2.38:libc.so.6'])),
);
test(
  'an architecture without policy has no promise',
  unknown,
  'manylinux-mistag',
  linux('manylinux_2_17_sparc64', ['f@GLIBC_2.38:libc.so.6'], {machine: 'sparc'}),
);

test(
  'a forbidden name is undefined on the oldest system',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux2014_x86_64', ['__cxa_thread_atexit_impl']),
  {says: ['undefined symbol: __cxa_thread_atexit_impl']},
);
test(
  'a forbidden name that is weak is tested for',
  silent,
  'manylinux-mistag',
  linux('manylinux2014_x86_64', ['__cxa_thread_atexit_impl?']),
);
test(
  'newer instructions are cured by an option, not by a tag',
  fires,
  'manylinux-mistag',
  'error',
  linux('manylinux_2_28_x86_64', [], {isaLevel: 2}),
  {says: ['-march=x86-64-v2']},
);

// --- libc-family --------------------------------------------------------------------------------------------------

test(
  'glibc in a musllinux wheel is one error',
  tells,
  ['error libc-family'],
  wheel('cp312-cp312-musllinux_1_2_x86_64', {
    'pkg/speed.so': linuxModule(['pthread_create@GLIBC_2.34:libc.so.6'], {
      needed: ['libc.so.6', 'libnone.so.1'],
    }),
  }),
);
test(
  'it names the library and what to build in',
  fires,
  'libc-family',
  'error',
  wheel('cp312-cp312-musllinux_1_2_x86_64', {'speed.so': linuxModule()}),
  {
    says: ['libc.so.6', 'glibc', 'musllinux container'],
  },
);
test(
  'musl in a manylinux wheel is an error',
  fires,
  'libc-family',
  'error',
  linux('manylinux_2_28_x86_64', [], {needed: ['libc.musl-x86_64.so.1']}),
  {says: ['is linked to musl']},
);
test(
  'the loader alone gives musl away',
  fires,
  'libc-family',
  'error',
  linux('manylinux_2_28_aarch64', [], {machine: 'arm64', needed: ['ld-musl-aarch64.so.1']}),
);
test(
  'in a library that no module loads it is a note',
  fires,
  'libc-family',
  'note',
  wheel('cp312-cp312-musllinux_1_2_x86_64', {'pkg/libcore.so': elfFacts({needed: ['libc.so.6']})}),
);

test('musl in a musllinux wheel is right', silent, 'libc-family', musl([]));
test('glibc in a manylinux wheel is right', silent, 'libc-family', linux('manylinux_2_28_x86_64', []));
test(
  'a name that both have tells nothing',
  unknown,
  'libc-family',
  musl([], {needed: ['libc.so', 'libz.so.1']}),
);
test('a plain linux tag names no C library', unknown, 'libc-family', linux('linux_x86_64', [], MUSL));
test(
  'no file is for both C libraries',
  fires,
  'libc-family',
  'error',
  linux('manylinux_2_28_x86_64.musllinux_1_2_x86_64', []),
  {says: ['glibc', 'musllinux_1_2_x86_64']},
);
