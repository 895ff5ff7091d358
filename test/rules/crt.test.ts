import test from 'ava';
import {artefact, bareFile, interpreterFacts, stated, wheel} from '../builders/artefact.ts';
import {type Imports, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const msvcrt: Imports = {'msvcrt.dll': ['malloc', 'free', 'fwrite'], 'KERNEL32.dll': ['Sleep']};
const msvcr90: Imports = {'MSVCR90.dll': ['malloc', 'free'], 'KERNEL32.dll': ['Sleep']};
const msvcr100: Imports = {'MSVCR100.dll': ['malloc', 'free']};
const msvcr71: Imports = {'MSVCR71.dll': ['malloc', 'free']};

const cp27 = (imports: Imports, rest = {}) =>
  wheel('cp27-cp27m-win32', {
    'pkg/speed.pyd': windowsModule('python27.dll', imports, {
      machine: 'x86',
      initHooks: ['initspeed'],
      ...rest,
    }),
  });
const cp36 = (imports: Imports) =>
  wheel('cp36-cp36m-win_amd64', {'pkg/speed.cp36-win_amd64.pyd': windowsModule('python36.dll', imports)});
const cp312 = (imports: Imports) =>
  wheel('cp312-cp312-win_amd64', {'pkg/speed.cp312-win_amd64.pyd': windowsModule('python312.dll', imports)});

// --- crt-mismatch -------------------------------------------------------------------------------------------------

test(
  'a module of 3.6 on MSVCRT.DLL is an error (PyAudio 0.2.11)',
  fires,
  'crt-mismatch',
  'error',
  cp36(msvcrt),
  {
    says: [
      'MSVCRT.DLL',
      'VCRUNTIME140.DLL',
      'python36.dll',
      'malloc',
      'MSVC 2015 or later and /MD',
      'UCRT64',
    ],
  },
);
test('a module of 2.7 on the Universal CRT is an error', fires, 'crt-mismatch', 'error', cp27(UCRT), {
  says: ['MSVCR90.DLL', 'python27.dll', '(VC 9) and /MD', '-lmsvcr90'],
});
test(
  'a module of 3.4 on MSVCR90 is an error: 3.3 and 3.4 use MSVCR100',
  fires,
  'crt-mismatch',
  'error',
  wheel('cp34-cp34m-win_amd64', {'speed.pyd': windowsModule('python34.dll', msvcr90)}),
  {says: ['MSVCR100.DLL']},
);
test(
  'a delay-loaded C runtime counts',
  fires,
  'crt-mismatch',
  'error',
  wheel('cp312-cp312-win_amd64', {
    'speed.pyd': windowsModule('python312.dll', {'KERNEL32.dll': ['Sleep']}, {delayImports: msvcr100}),
  }),
);
test(
  'the imported DLL alone tells the C runtime of a bare file',
  fires,
  'crt-mismatch',
  'error',
  bareFile('speed.pyd', windowsModule('python27.dll', UCRT)),
);
test(
  'a module that imports no Python API is a warning: ctypes or cffi loads it',
  fires,
  'crt-mismatch',
  'warning',
  wheel('cp36-cp36m-win_amd64', {'_speed.pyd': peFacts({initHooks: ['PyInit__speed'], imports: msvcrt})}),
);
test(
  'an abi3 module that fits Pythons above its floor only is a warning',
  fires,
  'crt-mismatch',
  'warning',
  wheel('cp32-abi3-win_amd64', {'speed.pyd': windowsModule('python3.dll', UCRT)}),
  {says: ['python3.dll', 'MSVCR90']},
);
test(
  '--against a DLL on another C runtime than the tag means is held against that DLL',
  fires,
  'crt-mismatch',
  'error',
  wheel(
    'cp36-cp36m-win_amd64',
    {'speed.pyd': windowsModule('python36.dll', UCRT)},
    {
      against: stated(3, 6, {
        interpreter: interpreterFacts({path: 'C:\\builds\\python36.dll', crt: 'msvcrt'}),
      }),
    },
  ),
  {says: ['python36.dll uses MSVCRT.DLL']},
);

for (const [title, module] of [
  [
    '2.3 is on MSVCRT.DLL itself',
    artefact('a-1.win32-py2.3.exe', {
      'PLATLIB/speed.pyd': windowsModule('python23.dll', msvcrt, {machine: 'x86'}),
    }),
  ],
  [
    '2.5 on 32 bits is on MSVCR71',
    artefact('a-1-py2.5-win32.egg', {'speed.pyd': windowsModule('python25.dll', msvcr71, {machine: 'x86'})}),
  ],
  ['2.7 is on MSVCR90', cp27(msvcr90)],
  [
    '3.2 is on MSVCR90',
    artefact('a-1-py3.2-win32.egg', {'speed.pyd': windowsModule('python32.dll', msvcr90, {machine: 'x86'})}),
  ],
  [
    '3.4 is on MSVCR100',
    wheel('cp34-cp34m-win32', {'speed.pyd': windowsModule('python34.dll', msvcr100, {machine: 'x86'})}),
  ],
  ['3.6 is on the Universal CRT', cp36(UCRT)],
  ['3.12 is on the Universal CRT', cp312(UCRT)],
] as const) {
  test(`a module of ${title}: nothing to say`, silent, 'crt-mismatch', module);
}
test(
  'MinGW for the UCRT, without vcruntime140, is right for 3.12',
  tells,
  [],
  cp312({'api-ms-win-crt-heap-l1-1-0.dll': ['malloc'], 'KERNEL32.dll': ['Sleep']}),
);
test(
  'ucrtbase.dll instead of its API sets is right too',
  silent,
  'crt-mismatch',
  cp312({'ucrtbase.dll': ['malloc']}),
);
test(
  'MSYS2 builds its own Python on whatever it likes',
  silent,
  'crt-mismatch',
  wheel('cp312-cp312-mingw_x86_64_msvcrt_gnu', {'speed.pyd': windowsModule('libpython3.12.dll', msvcrt)}),
);

test(
  'without a target nothing says which C runtime is right',
  unknown,
  'crt-mismatch',
  bareFile('speed.pyd', peFacts({initHooks: ['PyInit_speed'], imports: msvcrt})),
);
test(
  'nobody has read a python25.dll for amd64, so its C runtime is unknown',
  unknown,
  'crt-mismatch',
  artefact('a-1-py2.5-win-amd64.egg', {'speed.pyd': windowsModule('python25.dll', UCRT)}),
);
test(
  "PyPy's C runtime is unknown",
  unknown,
  'crt-mismatch',
  wheel('pp39-pypy39_pp73-win_amd64', {
    'speed.pypy39-pp73-win_amd64.pyd': windowsModule('libpypy3-c.dll', msvcrt),
  }),
);

// --- crt-bundled-other --------------------------------------------------------------------------------------------

const withLibrary = (imports: Imports) =>
  wheel('cp312-cp312-win_amd64', {
    'pkg/speed.pyd': windowsModule('python312.dll', {...UCRT, 'openblas.dll': ['dgemm_']}),
    'pkg/openblas.dll': peFacts({imports}),
  });

test(
  'a bundled library on another C runtime is a note (OpenBLAS in numpy 1.16)',
  fires,
  'crt-bundled-other',
  'note',
  withLibrary(msvcrt),
  {at: 'pkg/openblas.dll', says: ['MSVCRT.DLL']},
);
test('a bundled library on another C runtime is no mismatch', silent, 'crt-mismatch', withLibrary(msvcrt), {
  at: 'pkg/openblas.dll',
});
test("a bundled library on Python's own C runtime is fine", silent, 'crt-bundled-other', withLibrary(UCRT), {
  at: 'pkg/openblas.dll',
});
test(
  'a bundled library beside an unknown Python is unknown',
  unknown,
  'crt-bundled-other',
  artefact('stuff.zip', {'openblas.dll': peFacts({imports: msvcrt})}),
);
test(
  'a .NET assembly on another C runtime is no such library',
  silent,
  'crt-bundled-other',
  wheel('cp312-cp312-win_amd64', {'pkg/bridge.dll': peFacts({isManaged: true, imports: msvcr90})}),
);
