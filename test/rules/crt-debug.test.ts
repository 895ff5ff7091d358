import test from 'ava';
import {artefact, stated, wheel} from '../builders/artefact.ts';
import {type Imports, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

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

const withLibrary = (imports: Imports) =>
  wheel('cp312-cp312-win_amd64', {
    'pkg/speed.pyd': windowsModule('python312.dll', {...UCRT, 'openblas.dll': ['dgemm_']}),
    'pkg/openblas.dll': peFacts({imports}),
  });

// --- two-crts -----------------------------------------------------------------------------------------------------

test(
  "MinGW's msvcrt.dll beside MSVCR71 is one finding (coverage 3.4)",
  tells,
  ['error two-crts'],
  artefact('coverage-3.4.win32-py2.4.exe', {
    'PLATLIB/coverage/tracer.pyd': windowsModule(
      'python24.dll',
      {...msvcr71, 'msvcrt.dll': ['abort', 'memset']},
      {
        machine: 'x86',
        initHooks: ['inittracer'],
      },
    ),
  }),
);
test(
  'MSVCR90 beside the UCRT silences the mismatch that it implies',
  tells,
  ['error two-crts'],
  cp312({...UCRT, ...msvcr90}),
);
test(
  'both C runtimes are named with what is taken of them',
  fires,
  'two-crts',
  'error',
  cp312({...UCRT, ...msvcr90}),
  {
    says: ['MSVCR90.DLL', 'VCRUNTIME140.DLL and the Universal CRT', '2 C runtimes'],
  },
);
test(
  'two MSVCRs in a library that no module loads are a note',
  fires,
  'two-crts',
  'note',
  wheel('cp312-cp312-win_amd64', {'pkg/old.dll': peFacts({imports: {...msvcr90, ...msvcr100}})}),
);
test('vcruntime140 with the API sets is one C runtime', silent, 'two-crts', cp312(UCRT));
test(
  'the release and the debug DLL of one family are for crt-debug',
  silent,
  'two-crts',
  cp27({...msvcr90, 'MSVCR90D.dll': ['malloc']}),
);
test(
  'a C++ runtime of another compiler is no second C runtime',
  silent,
  'two-crts',
  cp312({...UCRT, 'MSVCP100.dll': ['?_X']}),
);
test(
  'what a static second runtime would be cannot be seen',
  unknown,
  'two-crts',
  cp312({'KERNEL32.dll': ['HeapAlloc']}),
);

// --- crt-debug ----------------------------------------------------------------------------------------------------

for (const dll of [
  'MSVCR90D.dll',
  'msvcr100d.dll',
  'VCRUNTIME140D.dll',
  'ucrtbased.dll',
  'MSVCP140D.dll',
  'VCRUNTIME140_1D.dll',
]) {
  test(`${dll} in a module is an error`, fires, 'crt-debug', 'error', cp312({...UCRT, [dll]: ['malloc']}), {
    says: [dll, '/MDd'],
  });
}
test(
  'the debug runtime of another compiler is one finding, not three',
  tells,
  ['error crt-debug'],
  cp36({'MSVCR90D.dll': ['malloc'], 'VCRUNTIME140.dll': ['memset']}),
);
test(
  'a debug runtime in a library that a module loads is an error',
  fires,
  'crt-debug',
  'error',
  withLibrary({'ucrtbased.dll': ['malloc']}),
  {at: 'pkg/openblas.dll'},
);
test(
  'a debug runtime in a library that no module loads is a note',
  fires,
  'crt-debug',
  'note',
  wheel('cp312-cp312-win_amd64', {'pkg/alone.dll': peFacts({imports: {'ucrtbased.dll': ['malloc']}})}),
);
test(
  'a debug runtime in a file for another machine is a note',
  fires,
  'crt-debug',
  'note',
  wheel('cp312-cp312-win_amd64', {
    'pkg/attach_x86.dll': peFacts({machine: 'x86', imports: {'ucrtbased.dll': ['malloc']}}),
  }),
);
test(
  'a debug module for a debug Python has the debug runtime that this Python has',
  tells,
  [],
  wheel(
    'cp312-cp312-win_amd64',
    {
      'speed_d.pyd': windowsModule('python312_d.dll', {
        'VCRUNTIME140D.dll': ['memset'],
        'ucrtbased.dll': ['malloc'],
      }),
    },
    {python: stated(3, 12, {debug: true})},
  ),
);
test('release runtimes are fine', silent, 'crt-debug', cp312(UCRT));
test(
  'what a static debug runtime would be cannot be seen',
  unknown,
  'crt-debug',
  cp312({'KERNEL32.dll': ['HeapAlloc']}),
);

// --- crt-static ---------------------------------------------------------------------------------------------------

test(
  'a module without any C runtime is a note, and nothing else',
  tells,
  ['note crt-static'],
  cp312({'KERNEL32.dll': ['HeapAlloc']}),
);
test('a static module cannot be judged', fires, 'crt-static', 'note', cp27({'KERNEL32.dll': ['HeapAlloc']}), {
  says: ['cannot be judged'],
});
test('a module on a C runtime is not static', silent, 'crt-static', cp312(UCRT));
test(
  'a library without a C runtime may well have no use for one',
  silent,
  'crt-static',
  wheel('cp312-cp312-win_amd64', {'data.dll': peFacts({imports: {'KERNEL32.dll': ['Sleep']}})}),
);
test(
  'a .NET assembly has no C runtime of this kind',
  unknown,
  'crt-static',
  wheel('cp312-cp312-win_amd64', {
    'clr.pyd': peFacts({
      isManaged: true,
      initHooks: ['PyInit_clr'],
      imports: {'mscoree.dll': ['_CorDllMain']},
    }),
  }),
);
