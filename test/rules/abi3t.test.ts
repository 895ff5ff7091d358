import test from 'ava';
import {bareFile, stated, wheel} from '../builders/artefact.ts';
import {linuxModule, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const EXPORT = {initHooks: ['PyModExport_speed']};
const INIT = {initHooks: ['PyInit_speed']};

const linux = (tag: string, file: string, hooks = EXPORT) =>
  wheel(`${tag}-linux_x86_64`, {[`pkg/${file}`]: linuxModule([], hooks)});
const windows = (tag: string, dll: string, hooks = EXPORT) =>
  wheel(`${tag}-win_amd64`, {'pkg/speed.pyd': windowsModule(dll, UCRT, hooks)});

test('abi3t begins with 3.15', fires, 'abi3t', 'error', linux('cp314-abi3t', 'speed.abi3t.so'), {
  says: ['3.14', 'cp315-abi3t'],
});
test('an abi3t module imports python3t.dll', fires, 'abi3t', 'error', windows('cp315-abi3t', 'python3.dll'), {
  says: ['python3t.dll', 'Py_TARGET_ABI3T'],
});
test(
  'a module for both stable ABIs imports python3t.dll as well',
  fires,
  'abi3t',
  'error',
  windows('cp315-abi3.abi3t', 'python3.dll'),
);
test(
  'an abi3 module imports no python3t.dll',
  fires,
  'abi3t',
  'error',
  windows('cp38-abi3', 'python3t.dll', INIT),
  {says: ['3.8']},
);
test(
  'free-threaded 3.15 does not look for .abi3.so',
  fires,
  'abi3t',
  'error',
  linux('cp315-abi3t', 'speed.abi3.so'),
  {says: ['speed.abi3t.so']},
);
test('nor does it in a wheel for both', fires, 'abi3t', 'error', linux('cp315-abi3.abi3t', 'speed.abi3.so'));
for (const version of ['313', '314'] as const) {
  test(
    `3.${version.slice(1)}t loads .abi3.so and crashes`,
    fires,
    'abi3t',
    'error',
    linux(`cp${version}-cp${version}t`, 'speed.abi3.so', INIT),
    {says: ['crashes']},
  );
}
test(
  '3.15t does not look for .abi3.so',
  fires,
  'abi3t',
  'error',
  linux('cp315-cp315t', 'speed.abi3.so', INIT),
  {
    says: ['ModuleNotFoundError'],
  },
);
test(
  '--python 3.13t would load a bare .abi3.so and crash',
  tells,
  ['error abi3t'],
  bareFile('speed.abi3.so', linuxModule(['_Py_Dealloc']), {python: stated(3, 13, {freeThreaded: true})}),
);
test(
  '--python 3.14t is no Python for an abi3 wheel',
  fires,
  'abi3t',
  'error',
  wheel(
    'cp310-abi3-linux_x86_64',
    {'speed.abi3.so': linuxModule()},
    {python: stated(3, 14, {freeThreaded: true})},
  ),
);
test(
  '--python 3.15 with the GIL loads .abi3t.so too',
  silent,
  'abi3t',
  bareFile('speed.abi3t.so', linuxModule([], EXPORT), {python: stated(3, 15)}),
);
test(
  'PyInit alone works for now: PyModuleDef has no stable layout (PEP 793)',
  fires,
  'abi3t',
  'warning',
  linux('cp315-abi3t', 'speed.abi3t.so', INIT),
  {
    says: ['PyInit_speed', 'PyModExport_'],
  },
);
test(
  'a bare .abi3t.so promises the same',
  fires,
  'abi3t',
  'warning',
  bareFile('speed.abi3t.so', linuxModule([], INIT)),
);
test('a wrong DLL is one finding', tells, ['error abi3t'], windows('cp315-abi3t', 'python3.dll'));
test('a wrong name is one finding', tells, ['error abi3t'], linux('cp315-abi3t', 'speed.abi3.so'));

test('an abi3t module with export slots holds to it', tells, [], linux('cp315-abi3t', 'speed.abi3t.so'));
test('one for both does', tells, [], linux('cp315-abi3.abi3t', 'speed.abi3t.so'));
test(
  'both hooks together serve older Pythons too',
  silent,
  'abi3t',
  linux('cp315-abi3.abi3t', 'speed.abi3t.so', {initHooks: ['PyInit_speed', 'PyModExport_speed']}),
);
test('python3t.dll is what an abi3t module imports', silent, 'abi3t', windows('cp315-abi3t', 'python3t.dll'));
test('an abi3 wheel has nothing to do with it', silent, 'abi3t', linux('cp38-abi3', 'speed.abi3.so', INIT));
test('.abi3.so is for Pythons with the GIL', silent, 'abi3t', linux('cp313-cp313', 'speed.abi3.so', INIT));

test(
  'of a bare .abi3.so nobody knows which Pythons are meant',
  unknown,
  'abi3t',
  bareFile('speed.abi3.so', linuxModule()),
);
test(
  'a bare .pyd on python3t.dll may be for whom it likes',
  unknown,
  'abi3t',
  bareFile('speed.pyd', windowsModule('python3t.dll', UCRT, EXPORT)),
);
