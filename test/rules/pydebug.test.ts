import test from 'ava';
import {bareFile, stated, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule, peFacts, UCRT} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const linux = (python: string, abi: string, names: readonly string[]) =>
  wheel(`${python}-${abi}-linux_x86_64`, {'pkg/speed.so': linuxModule(names)});
const windows = (python: string, abi: string, dll: string, ...names: readonly string[]) =>
  wheel(`${python}-${abi}-win_amd64`, {
    'pkg/speed.pyd': peFacts({initHooks: ['PyInit_speed', 'initspeed'], imports: {[dll]: names, ...UCRT}}),
  });

// Include/object.h: what Py_INCREF and Py_DECREF call with Py_REF_DEBUG, by version.
for (const [python, abi, names] of [
  ['cp39', 'cp39', ['_Py_RefTotal', '_Py_NegativeRefcount']],
  ['cp311', 'cp311', ['_Py_RefTotal', '_Py_NegativeRefcount']],
  ['cp312', 'cp312', ['_Py_INCREF_IncRefTotal', '_Py_DECREF_DecRefTotal', '_Py_NegativeRefcount']],
  ['cp313', 'cp313t', ['_Py_INCREF_IncRefTotal', '_Py_DecRefSharedDebug']],
  ['cp310', 'cp310', ['PyModule_Create2TraceRefs']],
  ['cp311', 'cp311', ['PyModule_FromDefAndSpec2TraceRefs']],
  ['cp37', 'cp37m', ['_PyUnicode_CheckConsistency']],
] as const) {
  test(
    `${names.join(' and ')} in a ${abi} module is an error`,
    fires,
    'pydebug',
    'error',
    linux(python, abi, names),
    {says: names},
  );
}
for (const name of ['Py_InitModule4TraceRefs', 'Py_InitModule4TraceRefs_64']) {
  test(
    `${name} in a 2.7 module is an error`,
    fires,
    'pydebug',
    'error',
    windows('cp27', 'cp27m', 'python27.dll', name),
    {says: [name]},
  );
}
test(
  'a debug module for macOS shows by the same names',
  fires,
  'pydebug',
  'error',
  wheel('cp311-cp311-macosx_11_0_arm64', {'speed.so': macModule({undefinedNames: ['_Py_RefTotal']})}),
);
test(
  'on Windows the release DLL has no such export',
  fires,
  'pydebug',
  'error',
  windows('cp310', 'cp310', 'python310.dll', '_Py_NegativeRefcount'),
  {says: ['procedure could not be found']},
);
test(
  'a debug build under the stable ABI is one finding',
  tells,
  ['error pydebug'],
  wheel('cp38-abi3-linux_x86_64', {'pkg/speed.abi3.so': linuxModule(['_Py_RefTotal'])}),
);
test(
  'a debug build names its missing symbols once',
  tells,
  ['error pydebug'],
  linux('cp311', 'cp311', ['_Py_RefTotal']),
);
test(
  "Debian's python3.11-dbg leaves these behind under a plain name (corpus, synthetic)",
  fires,
  'pydebug',
  'error',
  bareFile('speed.cpython-311-x86_64-linux-gnu.so', linuxModule(['_Py_RefTotal', '_Py_NegativeRefcount'])),
);
test(
  'a library that a module loads is as bad as the module',
  fires,
  'pydebug',
  'error',
  wheel('cp311-cp311-linux_x86_64', {
    'pkg/speed.so': linuxModule([], {needed: ['libcore.so']}),
    'pkg/libcore.so': elfFacts({undefinedNames: ['_Py_RefTotal']}),
  }),
  {at: 'pkg/libcore.so'},
);
test(
  'a library that no module loads is a note',
  fires,
  'pydebug',
  'note',
  wheel('cp311-cp311-linux_x86_64', {'pkg/libcore.so': elfFacts({undefinedNames: ['_Py_RefTotal']})}),
);
test(
  'where nobody said which Python is meant it is a warning',
  fires,
  'pydebug',
  'warning',
  bareFile('speed.so', linuxModule(['_Py_RefTotal'])),
  {says: ['unknown Python']},
);

test('a release module is fine', silent, 'pydebug', linux('cp311', 'cp311', ['_Py_Dealloc']));
test(
  'a debug module for a debug Python is fine',
  silent,
  'pydebug',
  bareFile('speed.cpython-311d-x86_64-linux-gnu.so', linuxModule(['_Py_RefTotal'])),
);
test(
  'release builds export _PyUnicode_CheckConsistency from 3.8 on',
  silent,
  'pydebug',
  linux('cp38', 'cp38', ['_PyUnicode_CheckConsistency']),
);
test(
  'a release module in a debug Python is fine on Unix from 3.8 on (bpo-36465)',
  silent,
  'pydebug',
  bareFile('speed.cpython-312-x86_64-linux-gnu.so', linuxModule(), {python: stated(3, 12, {debug: true})}),
);
test(
  'before 3.8 a debug Python has other objects than a release module',
  fires,
  'pydebug',
  'error',
  bareFile('speed.cpython-37m-x86_64-linux-gnu.so', linuxModule(), {python: stated(3, 7, {debug: true})}),
  {says: ['debug CPython 3.7']},
);
test(
  "a name of the project's own is none of Python's",
  silent,
  'pydebug',
  linux('cp311', 'cp311', ['Py_RefTotal', '_Py_RefTotals']),
);

test(
  '_PyUnicode_CheckConsistency says nothing of an unknown Python',
  unknown,
  'pydebug',
  bareFile('speed.so', linuxModule(['_PyUnicode_CheckConsistency'])),
);
test(
  'debug headers with the limited API of 3.10 leave no trace',
  unknown,
  'pydebug',
  wheel('cp310-abi3-linux_x86_64', {'pkg/speed.abi3.so': linuxModule(['_Py_IncRef', '_Py_DecRef'])}),
);
test(
  "PyPy's own names are not judged",
  unknown,
  'pydebug',
  wheel('pp39-pypy39_pp73-linux_x86_64', {
    'speed.pypy39-pp73-x86_64-linux-gnu.so': linuxModule(['_Py_RefTotal']),
  }),
);
