import test from 'ava';
import {artefact, stated, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, machOFacts, machOSlice, macModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

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
  [
    'what gcc brings, on a system without policy',
    linux('linux_x86_64', ['libstdc++.so.6', 'libgcc_s.so.1', 'libm.so.6']),
  ],
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

test(
  'a needed path is a path: the copy elsewhere does not help (man ld.so)',
  fires,
  'missing-dep',
  'error',
  linux('manylinux_2_28_x86_64', ['/home/me/build/libcore.so'], {
    'pkg/libcore.so': elfFacts({needed: ['libc.so.6']}),
  }),
  {says: ['/home/me/build/libcore.so']},
);
test(
  'a required project whose name merely begins alike does not bring it',
  fires,
  'missing-dep',
  'error',
  linux('manylinux_2_28_x86_64', ['libsixel.so.1'], {}, {requires: ['six']}),
);
test(
  'one whose name it has does',
  fires,
  'missing-dep',
  'note',
  linux('manylinux_2_28_x86_64', ['libshiboken6.abi3.so.6.7'], {}, {requires: ['shiboken6']}),
);

test(
  'of a set of policies every one must allow it: libexpat came with 2_12',
  fires,
  'missing-dep',
  'error',
  linux('manylinux_2_5_x86_64.manylinux_2_12_x86_64', ['libexpat.so.1']),
);

test(
  'a driver is installed by its maker, and no wheel may bring it',
  fires,
  'missing-dep',
  'note',
  linux('manylinux_2_28_x86_64', ['libcuda.so.1']),
  {says: ['NVIDIA driver']},
);

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
test(
  'a file of that name is there, though it could not be read',
  silent,
  'missing-dep',
  wheel(
    'cp312-cp312-macosx_11_0_arm64',
    {'pkg/speed.so': macModule({needed: ['@loader_path/libcore.so']})},
    {files: ['pkg/libcore.so']},
  ),
);
