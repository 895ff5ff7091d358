import test from 'ava';
import {bareFile, stated, wheel} from '../builders/artefact.ts';
import {API, elfFacts, linuxModule, macModule, peFacts, UCRT} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const linux = (floor: string, names: readonly string[], rest = {}) =>
  wheel(`${floor}-abi3-linux_x86_64`, {'pkg/speed.abi3.so': linuxModule(names, rest)});
const windows = (floor: string, names: readonly string[], more = {}) =>
  wheel(`${floor}-abi3-win_amd64`, {
    'pkg/speed.pyd': peFacts({
      initHooks: ['PyInit_speed'],
      imports: {'python3.dll': [...API, ...names], ...UCRT, ...more},
    }),
  });

test(
  'a private function is outside the stable ABI',
  fires,
  'abi3-violation',
  'error',
  linux('cp38', ['_PyLong_AsByteArray']),
  {
    says: ['1 name outside the stable ABI: _PyLong_AsByteArray', 'Py_LIMITED_API'],
  },
);
test(
  'a public function that no limited API has is outside too',
  fires,
  'abi3-violation',
  'error',
  windows('cp39', ['PyUnicode_AsUTF8']),
);
test(
  'on macOS flat lookup finds what the interpreter has',
  fires,
  'abi3-violation',
  'error',
  wheel('cp38-abi3-macosx_11_0_arm64', {
    'speed.abi3.so': macModule({undefinedNames: ['_PyUnicode_AsString']}),
  }),
);
test(
  'a file name alone promises the stable ABI',
  fires,
  'abi3-violation',
  'error',
  bareFile('speed.abi3.so', linuxModule(['_PyObject_GC_New_'])),
);
test(
  '.abi3.so in a wheel that only 3.7 installs breaks nothing there',
  fires,
  'abi3-violation',
  'note',
  wheel('cp37-cp37m-linux_x86_64', {'speed.abi3.so': linuxModule(['_PyLong_AsByteArray'])}),
);
test(
  'a library that a module loads has to hold to it as well',
  fires,
  'abi3-violation',
  'error',
  wheel('cp38-abi3-linux_x86_64', {
    'pkg/speed.abi3.so': linuxModule([], {needed: ['libcore.so']}),
    'pkg/libcore.so': elfFacts({undefinedNames: ['_PyLong_AsByteArray']}),
  }),
  {at: 'pkg/libcore.so'},
);
test(
  'a library that no module loads is a note',
  fires,
  'abi3-violation',
  'note',
  wheel('cp38-abi3-linux_x86_64', {'pkg/libcore.so': elfFacts({undefinedNames: ['_PyLong_AsByteArray']})}),
);
test(
  'the name is not reported as undefined a second time',
  tells,
  ['error abi3-violation'],
  wheel(
    'cp38-abi3-linux_x86_64',
    {'speed.abi3.so': linuxModule(['_PyLong_AsByteArray'])},
    {python: stated(3, 13)},
  ),
);

test(
  'what every limited API has is stable',
  silent,
  'abi3-violation',
  linux('cp38', ['PyLong_AsLong', 'Py_IncRef', '_Py_Dealloc']),
);
test(
  'only undefined names count: projects define Py names of their own (psutil 6.0.0)',
  silent,
  'abi3-violation',
  linux('cp36', [], {exportCount: 5}),
);
test(
  'a weak name is tested for at run time',
  silent,
  'abi3-violation',
  linux('cp38', ['_PyLong_AsByteArray?']),
);
test(
  "a name with a version is not the interpreter's",
  silent,
  'abi3-violation',
  linux('cp38', ['PyFoo_Bar@FOO_1:libfoo.so.1']),
);
test(
  "a Py name of another DLL is not CPython's (PySide6 and shiboken6.abi3.dll)",
  silent,
  'abi3-violation',
  windows('cp310', [], {'shiboken6.abi3.dll': ['PyDateTimeAPI', 'PyDate_FromDate']}),
);
test(
  "a Py name that a bundled library defines is not CPython's",
  silent,
  'abi3-violation',
  wheel('cp38-abi3-linux_x86_64', {
    'pkg/speed.abi3.so': linuxModule(['PySide_Init'], {needed: ['libside.so']}),
    'pkg/libside.so': {facts: elfFacts(), exports: ['PySide_Init']},
  }),
);
test(
  'a wheel for one version may use whatever it has',
  silent,
  'abi3-violation',
  wheel('cp311-cp311-linux_x86_64', {'speed.so': linuxModule(['_PyLong_AsByteArray'])}),
);

test(
  "a name that CPython never had may be a library's that cannot be seen",
  unknown,
  'abi3-violation',
  linux('cp38', ['PySide_Init'], {needed: ['libc.so.6', 'libshiboken6.abi3.so.6.7']}),
);
test(
  'whether a plain .so is meant for the stable ABI is unknown',
  unknown,
  'abi3-violation',
  bareFile('speed.so', linuxModule(['_PyLong_AsByteArray'])),
);

test(
  'on Unix the name is undefined, on Windows the procedure is not found',
  fires,
  'abi3-violation',
  'error',
  linux('cp38', ['_PyLong_AsByteArray']),
  {says: ['undefined symbol: _PyLong_AsByteArray']},
);
test('Windows tells no name', fires, 'abi3-violation', 'error', windows('cp39', ['PyUnicode_AsUTF8']), {
  says: ['procedure could not be found'],
});
test(
  'names of a pythonXY.dll are for abi3-versioned-dll',
  tells,
  ['error abi3-versioned-dll'],
  wheel('cp310-abi3-win_amd64', {
    'speed.pyd': peFacts({
      initHooks: ['PyInit_speed'],
      imports: {'python310.dll': ['PyLong_AsLong', '_PyLong_AsByteArray'], ...UCRT},
    }),
  }),
);
test(
  'what a debug build leaves behind is no violation for a debug Python',
  tells,
  [],
  bareFile('speed.abi3.so', linuxModule(['_Py_RefTotal', '_Py_NegativeRefcount']), {
    python: stated(3, 11, {debug: true}),
  }),
);

const FRAMEWORK = '/Library/Frameworks/Python.framework/Versions/3.12/Python';
const framework = (name: string) =>
  wheel('cp38-abi3-macosx_11_0_arm64', {
    'speed.abi3.so': macModule({needed: [FRAMEWORK], undefinedNames: [name]}),
  });
test(
  "a two-level name of Python's own framework is judged",
  fires,
  'abi3-violation',
  'error',
  framework(`_PyUnicode_AsString:${FRAMEWORK}`),
);
test(
  "one of another library is not Python's",
  silent,
  'abi3-violation',
  framework('PySide_Init:@rpath/libpyside6.dylib'),
);
