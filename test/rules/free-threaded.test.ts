import test from 'ava';
import {bareFile, stated, wheel} from '../builders/artefact.ts';
import {API, elfFacts, linuxModule, macModule, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

/** What Py_DECREF of a free-threaded build, and of one with the GIL, calls (Include/refcount.h). */
const FREE = ['_Py_DecRefShared', '_Py_MergeZeroLocalRefcount'];
const GIL = ['_Py_Dealloc'];

const linux = (abi: 'cp313' | 'cp313t' | 'cp314t', names: readonly string[]) =>
  wheel(`${abi.slice(0, 5)}-${abi}-manylinux_2_28_x86_64`, {'pkg/speed.so': linuxModule(names)});
const windows = (abi: 'cp313' | 'cp313t', dll: string, names: readonly string[] = []) =>
  wheel(`cp313-${abi}-win_amd64`, {
    'pkg/speed.pyd': peFacts({initHooks: ['PyInit_speed'], imports: {[dll]: [...API, ...names], ...UCRT}}),
  });

test(
  'a module with the GIL in a cp313t wheel is an error',
  fires,
  'free-threaded',
  'error',
  linux('cp313t', GIL),
  {
    says: ['_Py_Dealloc', 'free-threaded CPython 3.13', 'python3.13t'],
  },
);
test(
  'a free-threaded module in a cp313 wheel is an error',
  fires,
  'free-threaded',
  'error',
  linux('cp313', FREE),
  {says: FREE},
);
test('Windows refuses the DLL', fires, 'free-threaded', 'error', windows('cp313t', 'python313.dll'), {
  says: ['DLL load failed'],
});
test('elsewhere a symbol is undefined', fires, 'free-threaded', 'error', linux('cp313t', GIL), {
  says: ['undefined symbol'],
});
test('of a cp314t module the same holds', fires, 'free-threaded', 'error', linux('cp314t', GIL));
test(
  'on macOS the same names tell',
  fires,
  'free-threaded',
  'error',
  wheel('cp313-cp313t-macosx_11_0_arm64', {'speed.so': macModule({undefinedNames: GIL})}),
);
test(
  'python313.dll in a cp313t wheel is an error',
  fires,
  'free-threaded',
  'error',
  windows('cp313t', 'python313.dll'),
  {
    says: ['imports python313.dll', 'python313t.lib'],
  },
);
test(
  'python313t.dll in a cp313 wheel is an error',
  fires,
  'free-threaded',
  'error',
  windows('cp313', 'python313t.dll'),
);
test(
  'python313t.lib without /DPy_GIL_DISABLED gives the layout of the GIL',
  fires,
  'free-threaded',
  'error',
  windows('cp313t', 'python313t.dll', GIL),
  {says: ['_Py_Dealloc', 'Py_GIL_DISABLED']},
);
test(
  'another version with the GIL under a t tag is one finding',
  tells,
  ['error free-threaded'],
  windows('cp313t', 'python312.dll'),
);
test(
  'the free-threaded DLL of another version is one finding',
  tells,
  ['error free-threaded'],
  wheel('cp314-cp314-win_amd64', {'speed.pyd': windowsModule('python313t.dll')}),
);
test(
  'names that the GIL build does not export are not told twice',
  tells,
  ['error free-threaded'],
  linux('cp313', FREE),
);
test(
  '--python 3.13t is a claim as well',
  fires,
  'free-threaded',
  'error',
  bareFile('speed.cpython-313-x86_64-linux-gnu.so', linuxModule(GIL), {
    python: stated(3, 13, {freeThreaded: true}),
  }),
);
test(
  'the file name is a claim',
  fires,
  'free-threaded',
  'error',
  bareFile('speed.cpython-313t-x86_64-linux-gnu.so', linuxModule(GIL)),
);
test(
  'python3.dll leads to python313.dll, which has the GIL',
  fires,
  'free-threaded',
  'error',
  windows('cp313t', 'python3.dll'),
);
test(
  'python3t.dll leads to a free-threaded Python',
  fires,
  'free-threaded',
  'error',
  windows('cp313', 'python3t.dll'),
);
test(
  '--python 3.13t loads no second Python for an abi3 module',
  fires,
  'free-threaded',
  'error',
  wheel(
    'cp38-abi3-win_amd64',
    {'speed.pyd': windowsModule('python3.dll')},
    {python: stated(3, 13, {freeThreaded: true})},
  ),
);
test(
  'a library that a module loads has to fit too',
  fires,
  'free-threaded',
  'error',
  wheel('cp313-cp313t-linux_x86_64', {
    'pkg/speed.so': linuxModule([], {needed: ['libcore.so']}),
    'pkg/libcore.so': elfFacts({undefinedNames: GIL}),
  }),
  {at: 'pkg/libcore.so'},
);
test(
  'a library that no module loads is a note',
  fires,
  'free-threaded',
  'note',
  wheel('cp313-cp313t-linux_x86_64', {'pkg/libcore.so': elfFacts({undefinedNames: GIL})}),
);

test('a free-threaded module in a cp313t wheel is right', silent, 'free-threaded', linux('cp313t', FREE));
test(
  '--python 3.15 with the GIL has python3t.dll for abi3t modules',
  silent,
  'free-threaded',
  wheel('cp315-abi3t-win_amd64', {'speed.pyd': windowsModule('python3t.dll')}, {python: stated(3, 15)}),
);
test('a module with the GIL in a cp313 wheel is right', silent, 'free-threaded', linux('cp313', GIL));
test(
  'python313t.dll with free-threaded reference counts is right',
  silent,
  'free-threaded',
  windows('cp313t', 'python313t.dll', FREE),
);
test(
  'a wheel for both builds holds a module for each',
  silent,
  'free-threaded',
  wheel('cp313-cp313.cp313t-linux_x86_64', {
    'speed.cpython-313-x86_64-linux-gnu.so': linuxModule(GIL),
    'speed.cpython-313t-x86_64-linux-gnu.so': linuxModule(FREE),
  }),
  {at: 'speed.cpython-313-x86_64-linux-gnu.so'},
);

test(
  'a module that counts no references shows no layout (real cp314t modules)',
  unknown,
  'free-threaded',
  linux('cp314t', []),
);
test('names of both layouts prove neither', unknown, 'free-threaded', linux('cp313t', [...FREE, ...GIL]));
test('without a claim nothing is wrong', unknown, 'free-threaded', bareFile('speed.so', linuxModule(FREE)));
