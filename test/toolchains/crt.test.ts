import test from 'ava';
import type {CrtFamily, CrtKind} from '../../src/toolchains/toolchains.ts';
import {toolchains} from './tables.ts';

const {crt} = toolchains;

// File names of Microsoft's "C runtime library" and "Redistributing Visual C++ files" pages, and of the file lists of
// the redistributable packages.
const known: readonly (readonly [dll: string, family: CrtFamily, debug: boolean, kind: CrtKind])[] = [
  ['msvcrt.dll', 'msvcrt', false, 'c-runtime'],
  ['MSVCRTD.DLL', 'msvcrt', true, 'c-runtime'],
  ['MSVCR71.dll', 'msvcr71', false, 'c-runtime'],
  ['msvcr71d.dll', 'msvcr71', true, 'c-runtime'],
  ['MSVCR80.dll', 'msvcr80', false, 'c-runtime'],
  ['MSVCR90.dll', 'msvcr90', false, 'c-runtime'],
  ['MSVCR90D.dll', 'msvcr90', true, 'c-runtime'],
  ['MSVCP90D.dll', 'msvcr90', true, 'c++'],
  ['MSVCR100.dll', 'msvcr100', false, 'c-runtime'],
  ['MSVCP110.dll', 'msvcr110', false, 'c++'],
  ['msvcr120d.dll', 'msvcr120', true, 'c-runtime'],
  ['VCRUNTIME140.dll', 'ucrt', false, 'startup'],
  ['VCRUNTIME140D.dll', 'ucrt', true, 'startup'],
  ['VCRUNTIME140_1.dll', 'ucrt', false, 'startup'],
  ['VCRUNTIME140_1D.dll', 'ucrt', true, 'startup'],
  ['vcruntime140_threads.dll', 'ucrt', false, 'startup'],
  ['ucrtbase.dll', 'ucrt', false, 'c-runtime'],
  ['ucrtbased.dll', 'ucrt', true, 'c-runtime'],
  ['MSVCP140.dll', 'ucrt', false, 'c++'],
  ['MSVCP140_1.dll', 'ucrt', false, 'c++'],
  ['MSVCP140_2D.dll', 'ucrt', true, 'c++'],
  ['MSVCP140_ATOMIC_WAIT.dll', 'ucrt', false, 'c++'],
  ['MSVCP140D_CODECVT_IDS.dll', 'ucrt', true, 'c++'],
  ['CONCRT140.dll', 'ucrt', false, 'concurrency'],
  ['concrt140d.dll', 'ucrt', true, 'concurrency'],
  ['VCOMP140.DLL', 'ucrt', false, 'openmp'],
  ['VCOMP90.DLL', 'msvcr90', false, 'openmp'],
  ['mfc140u.dll', 'ucrt', false, 'mfc'],
  ['mfc140ud.dll', 'ucrt', true, 'mfc'],
  ['MFC90.DLL', 'msvcr90', false, 'mfc'],
  ['vccorlib140.dll', 'ucrt', false, 'winrt'],
  ['CRTDLL.DLL', 'crtdll', false, 'c-runtime'],
  // delvewheel's name for a bundled copy.
  ['msvcp140-a4c2229bdc2a2a630acdc095b4d86008.dll', 'ucrt', false, 'c++'],
];

for (const [dll, family, debug, kind] of known) {
  test(`${dll} is of ${family}${debug ? ', debug' : ''}: ${kind}`, t => {
    const found = crt.classify(dll);
    t.deepEqual([found?.family, found?.debug, found?.kind], [family, debug, kind]);
  });
}

// The contracts of the Universal CRT, as in mingw-w64's and Microsoft's lists.
const API_SETS =
  'conio convert environment filesystem heap locale math multibyte private process runtime stdio string time utility';

test('the 15 API sets of the Universal CRT are of ucrt', t => {
  const sets = API_SETS.split(' ');
  t.is(sets.length, 15);
  for (const set of sets) t.is(crt.classify(`api-ms-win-crt-${set}-l1-1-0.dll`)?.kind, 'api-set', set);
});

test('other DLLs are no Microsoft runtime, whatever they resemble', t => {
  for (const dll of [
    ...[
      'KERNEL32.dll',
      'python312.dll',
      'api-ms-win-core-path-l1-1-0.dll',
      'msvcr90.dll.dll',
      'mymsvcr90.dll',
    ],
    ...['msvcr91.dll', 'vcruntime140', 'libgcc_s_seh-1.dll', '', `msvcr90${'d'.repeat(100_000)}.dll`],
  ]) {
    t.is(crt.classify(dll), null, dll.slice(0, 40));
  }
});

test('a debug runtime is named as people write it', t => {
  t.is(crt.classify('msvcr90d.dll')?.display, 'MSVCR90D.DLL');
  t.is(crt.classify('ucrtbased.dll')?.display, 'ucrtbased.dll');
  t.is(crt.info('ucrt').display, 'VCRUNTIME140.DLL and the Universal CRT');
});

test('each family that a DLL name can have is described', t => {
  for (const [dll] of known) t.notThrows(() => crt.info(crt.classify(dll)?.family ?? 'ucrt'), dll);
});

// Measured in modules and python DLLs (2.3 to 3.14), documented in "Extending and Embedding" for the rest.
const runtimes: readonly (readonly [version: string, family: CrtFamily])[] = [
  ['2.3', 'msvcrt'],
  ['2.4', 'msvcr71'],
  ['2.5', 'msvcr71'],
  ['2.6', 'msvcr90'],
  ['2.7', 'msvcr90'],
  ['3.1', 'msvcr90'],
  ['3.2', 'msvcr90'],
  ['3.3', 'msvcr100'],
  ['3.4', 'msvcr100'],
  ['3.5', 'ucrt'],
  ['3.9', 'ucrt'],
  ['3.10', 'ucrt'],
  ['3.14', 'ucrt'],
  ['3.15', 'ucrt'],
];

for (const [version, family] of runtimes) {
  test(`CPython ${version} uses ${family}`, t => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    t.is(crt.ofPython(major, minor, 'x86'), family);
    if (major === 3 || minor >= 6) t.is(crt.ofPython(major, minor, 'x86_64'), family);
  });
}

test('the runtime of 2.5 for amd64 is unknown', t => {
  t.is(crt.ofPython(2, 5, 'x86_64'), null);
});

test('the C runtime of a Python that nobody has heard of is unknown', t => {
  // 3.15 and 3.16 are scheduled (PEP 602, 790).
  t.is(crt.ofPython(3, 16, 'x86_64'), 'ucrt');
  t.is(crt.ofPython(3, 99, 'x86_64'), null);
});

test('msvcp140.dll 14.40 of Visual Studio 2022 17.10 is the first with constexpr mutexes', t => {
  // github.com/microsoft/STL/wiki/Changelog, "VS 2022 17.10".
  t.deepEqual(crt.constexprMutex, {
    library: 'msvcp140.dll',
    since: [14, 40],
    locks: '_Mtx_lock',
    initialises: '_Mtx_init_in_situ',
  });
});

test('MSVCR90 is an assembly, for Python 2.6 to 3.2', t => {
  // docs.python.org, "What's New in Python 2.6"; 3.3 went on to Visual C++ 2010, which has no assemblies.
  const {sideBySide} = crt;
  for (const version of [
    [2, 6],
    [2, 7],
    [3, 2],
  ] as const)
    t.true(sideBySide.isUsedBy(version));
  for (const version of [
    [2, 5],
    [3, 3],
  ] as const)
    t.false(sideBySide.isUsedBy(version));
  for (const dll of ['MSVCR90.dll', 'python27.dll', 'python32.dll'])
    t.true(sideBySide.isAskedForWith(dll), dll);
  for (const dll of ['MSVCR100.dll', 'python33.dll', 'KERNEL32.dll'])
    t.false(sideBySide.isAskedForWith(dll), dll);
  t.regex('Microsoft.VC90.DebugCRT', new RegExp(`^${sideBySide.assembly}$`));
  t.notRegex('Microsoft.VC80.CRT', new RegExp(`^${sideBySide.assembly}$`));
});
