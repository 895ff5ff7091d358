import test from 'ava';
import {artefact, bareFile, stated, wheel} from '../builders/artefact.ts';
import {
  elfFacts,
  type Imports,
  linuxModule,
  machOFacts,
  machOSlice,
  macModule,
  peFacts,
  UCRT,
  windowsModule,
} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const windows = (imports: Imports, more = {}, around = {}, delayImports: Imports = {}) =>
  wheel(
    'cp312-cp312-win_amd64',
    {'pkg/speed.pyd': windowsModule('python312.dll', {...UCRT, ...imports}, {delayImports}), ...more},
    around,
  );
const linux = (platform: string, needed: readonly string[], more = {}, around = {}) =>
  wheel(
    `cp312-cp312-${platform}`,
    {'pkg/speed.so': linuxModule([], {needed: ['libc.so.6', ...needed]}), ...more},
    around,
  );
const mac = (needed: readonly string[], more = {}) =>
  wheel('cp312-cp312-macosx_11_0_arm64', {
    'pkg/speed.so': macModule({needed: ['/usr/lib/libSystem.B.dylib', ...needed]}),
    ...more,
  });

// --- Windows ------------------------------------------------------------------------------------------------------

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

// --- Linux --------------------------------------------------------------------------------------------------------

test(
  'libgomp is not allowed by manylinux1 (xgboost 0.90)',
  fires,
  'missing-dep',
  'error',
  linux('manylinux1_x86_64', ['libgomp.so.1']),
  {
    says: [
      'libgomp.so.1',
      'allowed by manylinux1_x86_64',
      'auditwheel repair',
      'cannot open shared object file',
    ],
  },
);
test(
  'a policy speaks of every file under its tag',
  fires,
  'missing-dep',
  'error',
  linux('manylinux_2_28_x86_64', [], {'pkg/libalone.so': elfFacts({needed: ['libgtk-3.so.0']})}),
  {at: 'pkg/libalone.so'},
);
test(
  'a wheel without policy is for a system that may have it',
  fires,
  'missing-dep',
  'note',
  linux('linux_x86_64', ['libgtk-3.so.0']),
);
test(
  'under musllinux nothing but musl and libz is promised',
  fires,
  'missing-dep',
  'error',
  wheel('cp312-cp312-musllinux_1_2_x86_64', {
    'speed.so': elfFacts({initHooks: ['PyInit_speed'], needed: ['libc.musl-x86_64.so.1', 'libstdc++.so.6']}),
  }),
);
test(
  'a CUDA library of a required project is a note',
  fires,
  'missing-dep',
  'note',
  linux('manylinux_2_28_x86_64', ['libcublas.so.12'], {}, {requires: ['nvidia-cublas-cu12']}),
  {says: ['nvidia-cublas-cu12']},
);
test(
  'with --with-system what is nowhere is an error',
  fires,
  'missing-dep',
  'error',
  linux(
    'linux_x86_64',
    ['libgtk-3.so.0'],
    {},
    {
      system: {
        locate: (library: string) => (library === 'libc.so.6' ? '/lib/libc.so.6' : null),
        exportsOf: () => null,
      },
    },
  ),
);
test(
  'an Android library is there from its API level on',
  fires,
  'missing-dep',
  'note',
  linux('android_21_arm64_v8a', ['libaaudio.so'], {
    'pkg/speed.so': elfFacts({
      machine: 'arm64',
      initHooks: ['PyInit_speed'],
      needed: ['libc.so', 'libaaudio.so'],
    }),
  }),
);

for (const [title, made] of [
  ['what PEP 599 allows', linux('manylinux2014_x86_64', ['libm.so.6', 'libstdc++.so.6', 'libX11.so.6'])],
  ['the dynamic loader', linux('manylinux2014_x86_64', ['ld-linux-x86-64.so.2'])],
  [
    "auditwheel's grafted copy",
    linux('manylinux2014_x86_64', ['libgomp-a34b3233.so.1.0.0'], {
      'seeded.libs/libgomp-a34b3233.so.1.0.0': elfFacts({needed: ['libc.so.6']}),
    }),
  ],
  [
    'a library known by its soname',
    linux('manylinux2014_x86_64', ['libcore.so.1'], {
      'pkg/core.bin': elfFacts({soname: 'libcore.so.1', needed: ['libc.so.6']}),
    }),
  ],
  ["a sanitizer's runtime, which sanitizer-runtime judges", linux('manylinux2014_x86_64', ['libasan.so.8'])],
  [
    "Android's own",
    wheel('cp313-cp313-android_21_arm64_v8a', {
      'speed.so': elfFacts({
        machine: 'arm64',
        initHooks: ['PyInit_speed'],
        needed: ['libc.so', 'libm.so', 'libpython3.13.so', 'libssl_python.so'],
      }),
    }),
  ],
] as const) {
  test(`${title}: not missing either`, silent, 'missing-dep', made);
}

// --- macOS --------------------------------------------------------------------------------------------------------

test(
  "Homebrew's library is on one machine only",
  fires,
  'missing-dep',
  'error',
  mac(['/opt/homebrew/opt/libomp/lib/libomp.dylib']),
  {
    says: ['/opt/homebrew/opt/libomp/lib/libomp.dylib', 'delocate-wheel', 'Library not loaded'],
  },
);
test(
  "delocate's copy is there",
  silent,
  'missing-dep',
  mac(['@loader_path/.dylibs/libomp.dylib'], {
    'pkg/.dylibs/libomp.dylib': machOFacts(machOSlice({type: 'dylib'})),
  }),
);
test(
  '/usr/lib and /System/Library are in every macOS',
  silent,
  'missing-dep',
  mac(['/usr/lib/libz.1.dylib', '/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate']),
);
test('a weak library may be missing', silent, 'missing-dep', mac(['@rpath/liboptional.dylib?']));
test(
  'the framework of Python is for elf-libpython',
  silent,
  'missing-dep',
  mac(['/Library/Frameworks/PythonT.framework/Versions/3.13/PythonT']),
);

// --- what nobody knows --------------------------------------------------------------------------------------------

test(
  'what the interpreter itself needs is its own affair',
  unknown,
  'missing-dep',
  artefact(
    'venv',
    {'lib/libpython3.12.so.1.0': elfFacts({needed: ['libnowhere.so']})},
    {kind: 'interpreter', environment: stated(3, 12)},
  ),
);
