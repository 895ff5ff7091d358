import test from 'ava';
import {artefact, bareFile, wheel} from '../builders/artefact.ts';
import {API, elfFacts, linuxModule, macModule, peFacts, UCRT} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const linux = (file: string, initHooks: readonly string[], tag = 'cp312-cp312') =>
  wheel(`${tag}-linux_x86_64`, {[file]: linuxModule([], {initHooks})});
const windows = (file: string, initHooks: readonly string[], tag: string, dll: string) =>
  wheel(`${tag}-win32`, {[file]: peFacts({machine: 'x86', initHooks, imports: {[dll]: API, ...UCRT}})});

const SUFFIX = '.cpython-312-x86_64-linux-gnu.so';

test(
  'a module without any hook is an error',
  fires,
  'init-missing',
  'error',
  linux(`pkg/speed${SUFFIX}`, []),
  {
    says: ['PyInit_speed', 'does not define module export function', 'PyMODINIT_FUNC'],
  },
);
test(
  'a hook of another name is an error, and both names are told',
  fires,
  'init-missing',
  'error',
  linux(`pkg/speed${SUFFIX}`, ['PyInit_fast']),
  {
    says: ['exports PyInit_fast', 'PyInit_speed'],
  },
);
test(
  'a .pyd without hook is an error',
  fires,
  'init-missing',
  'error',
  windows('speed.pyd', [], 'cp312-cp312', 'python312.dll'),
);
test(
  'a 2.7 module starts by init and its name',
  fires,
  'init-missing',
  'error',
  windows('speed.pyd', ['PyInit_speed'], 'cp27-cp27m', 'python27.dll'),
  {
    says: ['initspeed'],
  },
);
test(
  'a Python 3 does not call init and the name',
  fires,
  'init-missing',
  'error',
  windows('speed.pyd', ['initspeed'], 'cp34-cp34m', 'python34.dll'),
  {says: ['PyInit_speed']},
);
test(
  'a package is imported by its own name',
  fires,
  'init-missing',
  'error',
  linux(`pkg/speed/__init__${SUFFIX}`, ['PyInit___init__']),
  {says: ['PyInit_speed']},
);
test(
  'a plain .so whose hook has another name is a module',
  fires,
  'init-missing',
  'error',
  linux('pkg/speed.so', ['PyInit_fast']),
);
test(
  'a slice of Mach-O is no different',
  fires,
  'init-missing',
  'error',
  wheel('cp312-cp312-macosx_11_0_arm64', {'speed.cpython-312-darwin.so': macModule({initHooks: []})}),
);
test(
  'a file that takes nothing of Python is a warning: ctypes or cffi loads it (pycryptodome)',
  fires,
  'init-missing',
  'warning',
  wheel('cp37-abi3-linux_x86_64', {'Crypto/Cipher/_raw_aes.abi3.so': elfFacts({initHooks: []})}),
);

for (const [title, made] of [
  ['PyInit_speed', linux(`pkg/speed${SUFFIX}`, ['PyInit_speed'])],
  ['PyModExport_speed (PEP 793)', linux('pkg/speed.abi3t.so', ['PyModExport_speed'], 'cp315-abi3t')],
  ['initspeed for 2.7', windows('speed.pyd', ['initspeed'], 'cp27-cp27m', 'python27.dll')],
  ['PyInit_speed of a package speed', linux(`pkg/speed/__init__${SUFFIX}`, ['PyInit_speed'])],
  [
    'one of several hooks (_testmultiphase)',
    linux(`_testmultiphase${SUFFIX}`, ['PyInit_x', 'PyInit__testmultiphase', 'PyInit_imp_dummy']),
  ],
  [
    'a punycode name (PEP 489)',
    linux(`_testmultiphase_zkouška_načtení${SUFFIX}`, ['PyInitU__testmultiphase_zkouka_naten_evc07gi8e']),
  ],
  [
    'a punycode export hook',
    linux('＿インポートテスト.abi3t.so', ['PyModExportU_eckzbwbhc6jpgzcx415x'], 'cp315-abi3t'),
  ],
  ['a name with a hyphen, by underscore', linux(`my-speed${SUFFIX}`, ['PyInit_my_speed'])],
] as const) {
  test(`${title} is what Python calls`, silent, 'init-missing', made);
}
test(
  'a library needs no hook',
  silent,
  'init-missing',
  wheel('cp312-cp312-linux_x86_64', {'pkg/libcore.so': elfFacts()}),
);
test(
  'a .NET assembly starts otherwise (pythonnet)',
  silent,
  'init-missing',
  wheel('cp38-cp38-win_amd64', {
    'clr.pyd': peFacts({isManaged: true, imports: {'mscoree.dll': ['_CorDllMain']}}),
  }),
);
test(
  'an .exe is no module',
  silent,
  'init-missing',
  wheel('cp312-cp312-win_amd64', {'pkg/speed.exe': peFacts({isDll: false})}),
);

test(
  'of an unknown Python either hook will do',
  unknown,
  'init-missing',
  bareFile('speed.so', linuxModule([], {initHooks: ['initspeed']})),
);
test(
  'a plain .so that uses Python may be a library of another module',
  unknown,
  'init-missing',
  artefact('stuff.zip', {'speed.so': linuxModule([], {initHooks: []})}),
);
test(
  'the stable ABI is of Python 3',
  fires,
  'init-missing',
  'error',
  bareFile('speed.abi3.so', linuxModule([], {initHooks: ['initspeed']})),
  {says: ['PyInit_speed']},
);
