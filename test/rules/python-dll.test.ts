import test from 'ava';
import {artefact, bareFile, stated, wheel} from '../builders/artefact.ts';
import {API, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const cp312 = (dll: string, imports = UCRT) =>
  wheel('cp312-cp312-win_amd64', {'pkg/speed.cp312-win_amd64.pyd': windowsModule(dll, imports)});
const library = (dll: string, isLoaded: boolean) =>
  wheel('cp312-cp312-win_amd64', {
    'pkg/speed.pyd': windowsModule('python312.dll', {...UCRT, ...(isLoaded ? {'core.dll': ['f']} : {})}),
    'pkg/core.dll': peFacts({imports: {[dll]: API, ...UCRT}}),
  });
const importing = (dll: string, ...names: readonly (string | number)[]) =>
  peFacts({initHooks: ['PyInit_speed'], imports: {[dll]: [...API, ...names], ...UCRT}});

// --- python-dll-version -------------------------------------------------------------------------------------------

test(
  'python311.dll in a wheel for 3.12 is an error',
  fires,
  'python-dll-version',
  'error',
  cp312('python311.dll'),
  {
    says: ['python311.dll', '3.12', 'conflicts with this version of Python', 'python312.lib'],
  },
);
test('DLL names are compared without case', silent, 'python-dll-version', cp312('PYTHON312.DLL'));
test(
  "a bare file's name and its import table disagree",
  fires,
  'python-dll-version',
  'error',
  bareFile('speed.cp313-win_amd64.pyd', windowsModule('python312.dll')),
);
test(
  '--python is held against the import table',
  fires,
  'python-dll-version',
  'error',
  bareFile('speed.pyd', windowsModule('python312.dll'), {python: stated(3, 11)}),
  {says: ['3.11']},
);
test(
  'an egg states its Python in its name',
  fires,
  'python-dll-version',
  'error',
  artefact('a-1-py2.6-win32.egg', {'speed.pyd': windowsModule('python27.dll', {'MSVCR90.dll': ['malloc']})}),
);
test(
  'a library that a module loads brings the other Python along',
  fires,
  'python-dll-version',
  'error',
  library('python311.dll', true),
  {at: 'pkg/core.dll'},
);
test(
  'a library that no module loads does so only when somebody loads it',
  fires,
  'python-dll-version',
  'note',
  library('python311.dll', false),
  {at: 'pkg/core.dll'},
);
test(
  'a wheel for two Pythons with a module for neither',
  fires,
  'python-dll-version',
  'error',
  wheel('cp38.cp39-none-win_amd64', {'speed.pyd': windowsModule('python37.dll')}),
  {says: ['3.8, 3.9']},
);
test(
  'a wheel for two Pythons with one module for each',
  silent,
  'python-dll-version',
  wheel('cp38.cp39-none-win_amd64', {
    'speed.cp38-win_amd64.pyd': windowsModule('python38.dll'),
    'speed.cp39-win_amd64.pyd': windowsModule('python39.dll'),
  }),
  {at: 'speed.cp39-win_amd64.pyd'},
);
test(
  'in a wheel for two Pythons the file name counts, not the other tag',
  fires,
  'python-dll-version',
  'error',
  wheel('cp38.cp39-none-win_amd64', {'speed.cp38-win_amd64.pyd': windowsModule('python39.dll')}),
);
test('python3.dll is of every version', silent, 'python-dll-version', cp312('python3.dll'));
test(
  'in an abi3 wheel another rule speaks of pythonXY.dll',
  silent,
  'python-dll-version',
  wheel('cp38-abi3-win_amd64', {'speed.pyd': windowsModule('python310.dll')}),
);
test(
  'what Python is meant is unknown where two DLLs are imported',
  unknown,
  'python-dll-version',
  bareFile(
    'speed.pyd',
    peFacts({initHooks: ['PyInit_speed'], imports: {'python311.dll': API, 'python312.dll': API}}),
  ),
);

test(
  "MSYS2's DLL is of no use to python.org's Python of the same version",
  fires,
  'python-dll-version',
  'error',
  cp312('libpython3.12.dll'),
  {says: ['libpython3.12.dll', 'MSYS2']},
);

// --- abi3-versioned-dll -------------------------------------------------------------------------------------------

test(
  'python310.dll in an abi3 wheel is an error (openviking 0.3.8)',
  fires,
  'abi3-versioned-dll',
  'error',
  wheel('cp310-abi3-win_amd64', {
    'ragfs_python.cp310-win_amd64.pyd': windowsModule('python310.dll', UCRT, {
      initHooks: ['PyInit_ragfs_python'],
    }),
  }),
  {says: ['3 names from python310.dll', 'python3.dll', 'Py_LIMITED_API=0x030A0000', 'abi3-py310']},
);
test(
  'the floor of the tag is what Py_LIMITED_API is to be',
  fires,
  'abi3-versioned-dll',
  'error',
  wheel('cp38-abi3-win_amd64', {'speed.pyd': windowsModule('python312.dll')}),
  {says: ['Py_LIMITED_API=0x03080000']},
);
test(
  'an abi3t wheel wants python3t.dll',
  fires,
  'abi3-versioned-dll',
  'error',
  wheel('cp315-abi3t-win_amd64', {
    'speed.pyd': windowsModule('python315t.dll', UCRT, {initHooks: ['PyModExport_speed']}),
  }),
  {says: ['python3t.dll']},
);
test(
  'python3.dll is right',
  silent,
  'abi3-versioned-dll',
  wheel('cp310-abi3-win_amd64', {'speed.pyd': windowsModule('python3.dll')}),
);
test(
  'a library that no module loads may be for one Python',
  fires,
  'abi3-versioned-dll',
  'note',
  wheel('cp310-abi3-win_amd64', {'core.dll': peFacts({imports: {'python310.dll': ['PyLong_FromLong']}})}),
);
test('a wheel for one version may import its DLL', silent, 'abi3-versioned-dll', cp312('python312.dll'));
test(
  'whether a bare .pyd is meant for the stable ABI is unknown',
  unknown,
  'abi3-versioned-dll',
  bareFile('speed.pyd', windowsModule('python312.dll')),
);

// --- python-dll-debug ---------------------------------------------------------------------------------------------

const debugCrt = {'VCRUNTIME140D.dll': ['memset'], 'ucrtbased.dll': ['malloc']};

test(
  'python312_d.dll for a release Python is an error',
  fires,
  'python-dll-debug',
  'error',
  cp312('python312_d.dll'),
  {
    says: ['python312_d.dll', 'debug interpreter', '/MDd'],
  },
);
test(
  'python3_d.dll in an abi3 wheel is an error',
  fires,
  'python-dll-debug',
  'error',
  wheel('cp38-abi3-win_amd64', {'speed.pyd': windowsModule('python3_d.dll')}),
);
test(
  'python313t_d.dll for a free-threaded release is an error',
  fires,
  'python-dll-debug',
  'error',
  wheel('cp313-cp313t-win_amd64', {'speed.pyd': windowsModule('python313t_d.dll')}),
);
test(
  'no Python loads speed.pyd with a debug DLL: debug interpreters look for speed_d.pyd',
  fires,
  'python-dll-debug',
  'error',
  bareFile('speed.pyd', windowsModule('python312_d.dll')),
);
test(
  'of another version and for debug is one finding',
  tells,
  ['error python-dll-debug'],
  cp312('python311_d.dll'),
);
test(
  'Py_DEBUG names of a debug DLL are one finding with it',
  tells,
  ['error python-dll-debug'],
  wheel('cp312-cp312-win_amd64', {'speed.pyd': importing('python312_d.dll', '_Py_INCREF_IncRefTotal')}),
);
test(
  'the release DLL for a debug Python is an error on Windows',
  fires,
  'python-dll-debug',
  'error',
  bareFile('speed.pyd', windowsModule('python312.dll'), {python: stated(3, 12, {debug: true})}),
  {says: ['python_d.exe']},
);
test(
  'a debug module for a debug Python fits',
  tells,
  [],
  bareFile('speed_d.cp312-win_amd64.pyd', windowsModule('python312_d.dll', debugCrt), {
    python: stated(3, 12, {debug: true}),
  }),
);
test(
  'speed_d.pyd on python312_d.dll is right only where a debug Python is asked for',
  tells,
  ['error crt-debug', 'error python-dll-debug'],
  bareFile('speed_d.pyd', windowsModule('python312_d.dll', debugCrt)),
);
test(
  'a release module may be called calc_d',
  tells,
  [],
  bareFile(
    'calc_d.cp312-win_amd64.pyd',
    windowsModule('python312.dll', UCRT, {initHooks: ['PyInit_calc_d']}),
  ),
);
test(
  'a library that no module loads drags in no debug Python',
  fires,
  'python-dll-debug',
  'note',
  library('python312_d.dll', false),
  {at: 'pkg/core.dll'},
);
test('release DLLs are for release Pythons', silent, 'python-dll-debug', cp312('python312.dll'));
test(
  'a module without a Python DLL may be for either',
  unknown,
  'python-dll-debug',
  wheel('cp312-cp312-win_amd64', {'speed.pyd': peFacts({initHooks: ['PyInit_speed'], imports: UCRT})}),
);
