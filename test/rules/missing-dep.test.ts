import test from 'ava';
import {artefact, bareFile, wheel} from '../builders/artefact.ts';
import {type Imports, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells} from './expect.ts';

const windows = (imports: Imports, more = {}, around = {}, delayImports: Imports = {}) =>
  wheel(
    'cp312-cp312-win_amd64',
    {'pkg/speed.pyd': windowsModule('python312.dll', {...UCRT, ...imports}, {delayImports}), ...more},
    around,
  );

test(
  "MinGW's runtime DLLs are not Windows' own (meshpy 2025.1.1)",
  fires,
  'missing-dep',
  'error',
  windows({'libgcc_s_seh-1.dll': ['_Unwind_Resume'], 'libstdc++-6.dll': ['_Znwm', '_ZdlPv']}),
  {
    says: [
      '2 DLLs',
      'libgcc_s_seh-1.dll (1 name)',
      'libstdc++-6.dll (2 names)',
      '-static-libgcc',
      'delvewheel repair',
      'specified module could not be found',
    ],
  },
);
test(
  'a library asks for what its module then lacks, and the module is named',
  fires,
  'missing-dep',
  'error',
  windows({'core.dll': ['f']}, {'pkg/core.dll': peFacts({imports: {...UCRT, 'base.dll': ['g']}})}),
  {at: 'pkg/core.dll', says: ['base.dll', 'loaded by speed.pyd']},
);
test(
  'a library that no module loads misses it as a note',
  fires,
  'missing-dep',
  'note',
  windows({}, {'pkg/core.dll': peFacts({imports: {'base.dll': ['g']}})}),
  {at: 'pkg/core.dll'},
);
test(
  'a delay-loaded DLL is missed at the first call',
  fires,
  'missing-dep',
  'warning',
  windows({}, {}, {}, {'base.dll': ['g']}),
  {says: ['first call']},
);
test(
  "Python's own libcrypto is found by the standard library alone",
  fires,
  'missing-dep',
  'warning',
  windows({'libcrypto-3.dll': ['EVP_sha256']}),
);
test(
  'outside a wheel the DLL may lie where nobody looked',
  fires,
  'missing-dep',
  'warning',
  bareFile('speed.cp312-win_amd64.pyd', windowsModule('python312.dll', {...UCRT, 'base.dll': ['g']})),
);
test(
  'in a jar it is a note: Java loads libraries its own way',
  fires,
  'missing-dep',
  'note',
  artefact(
    'cpython-3.12.1-windows-x86_64.jar',
    {'org/speed.pyd': windowsModule('python312.dll', {...UCRT, 'base.dll': ['g']})},
    {kind: 'jar'},
  ),
);
test(
  'a library of a required project is a note (torch)',
  fires,
  'missing-dep',
  'note',
  windows({'torch_cpu.dll': ['f'], 'c10.dll': ['g']}, {}, {requires: ['numpy', 'torch']}),
  {says: ['torch, which it requires']},
);
test(
  'the same without the requirement is an error',
  fires,
  'missing-dep',
  'error',
  windows({'torch_cpu.dll': ['f']}),
);
test(
  'several import tables of one DLL are one need',
  tells,
  ['error missing-dep'],
  windows(
    {},
    {
      'pkg/speed.pyd': peFacts({
        initHooks: ['PyInit_speed'],
        imports: {'python312.dll': ['PyModule_Create2'], ...UCRT, 'base.dll': ['f'], 'BASE.dll': ['g']},
      }),
    },
  ),
);

for (const [title, made] of [
  ["Windows' own DLLs", windows({'USER32.dll': ['f'], 'ws2_32.dll': [115], 'bcrypt.dll': ['f']})],
  ['API sets', windows({'api-ms-win-core-synch-l1-2-0.dll': ['WaitOnAddress']})],
  [
    'what lies anywhere in the archive',
    windows({'core.dll': ['f']}, {'seeded.libs/CORE.dll': peFacts({imports: UCRT})}),
  ],
  ['a file that could not be read', windows({'core.dll': ['f']}, {}, {files: ['pkg/core.dll']})],
  ["Microsoft's runtimes, which crt-redist judges", windows({'MSVCP140.dll': ['f'], 'vcomp140.dll': ['g']})],
  [
    "a sanitizer's runtime, which sanitizer-runtime judges",
    windows({'clang_rt.asan_dynamic-x86_64.dll': ['__asan_init']}),
  ],
  ["Python's own DLL", windows({})],
] as const) {
  test(`${title}: not missing`, silent, 'missing-dep', made);
}
test(
  'with --with-system this machine is looked at',
  silent,
  'missing-dep',
  windows(
    {'base.dll': ['f']},
    {},
    {system: {locate: (library: string) => `C:\\Windows\\${library}`, exportsOf: () => null}},
  ),
);
test(
  'a delay-loaded DLL that this machine lacks is still missed at the first call only',
  fires,
  'missing-dep',
  'warning',
  windows({}, {}, {system: {locate: () => null, exportsOf: () => null}}, {'base.dll': ['g']}),
);
