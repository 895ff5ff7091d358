import test from 'ava';
import {bareFile, interpreterFacts, stated, wheel} from '../builders/artefact.ts';
import {API, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const cp312 = (dll: string, imports = UCRT) =>
  wheel('cp312-cp312-win_amd64', {'pkg/speed.cp312-win_amd64.pyd': windowsModule(dll, imports)});
const importing = (dll: string, ...names: readonly (string | number)[]) =>
  peFacts({initHooks: ['PyInit_speed'], imports: {[dll]: [...API, ...names], ...UCRT}});

// --- python-ordinal -----------------------------------------------------------------------------------------------

test(
  'an import of the Python DLL by ordinal is a warning',
  fires,
  'python-ordinal',
  'warning',
  wheel('cp312-cp312-win_amd64', {'speed.pyd': importing('python312.dll', 500, 17)}),
  {says: ['2 functions', 'python312.dll', '500, 17']},
);
test(
  'in a library that no module loads it is a note',
  fires,
  'python-ordinal',
  'note',
  wheel('cp312-cp312-win_amd64', {'core.dll': peFacts({imports: {'python312.dll': [500]}})}),
);
test(
  'ordinals of other DLLs are their own business (WS2_32)',
  silent,
  'python-ordinal',
  cp312('python312.dll', {...UCRT, 'WS2_32.dll': [115, 116]}),
);
test(
  'what a delay-loaded DLL is asked for at run time is not in the import table',
  unknown,
  'python-ordinal',
  wheel('cp312-cp312-win_amd64', {'speed.pyd': peFacts({initHooks: ['PyInit_speed'], imports: UCRT})}),
);

// --- python-symbol-missing ----------------------------------------------------------------------------------------

test(
  '3.12 has no PyUnicode_AsUnicode any more (PEP 623)',
  fires,
  'python-symbol-missing',
  'error',
  wheel('cp312-cp312-win_amd64', {'speed.pyd': importing('python312.dll', 'PyUnicode_AsUnicode')}),
  {says: ['PyUnicode_AsUnicode', '3.11', 'procedure could not be found']},
);
test(
  'a library that no module loads does not fail to load',
  fires,
  'python-symbol-missing',
  'note',
  wheel('cp312-cp312-win_amd64', {
    'core.dll': peFacts({imports: {'python312.dll': ['PyUnicode_AsUnicode']}}),
  }),
);
test(
  '3.11 still has it',
  silent,
  'python-symbol-missing',
  wheel('cp311-cp311-win_amd64', {'speed.pyd': importing('python311.dll', 'PyUnicode_AsUnicode')}),
);
test(
  'python3.dll exports less than pythonXY.dll',
  fires,
  'python-symbol-missing',
  'error',
  wheel('cp312-cp312-win_amd64', {'speed.pyd': importing('python3.dll', 'PyUnicode_AsUTF8')}),
  {says: ['PyUnicode_AsUTF8', 'python3.dll']},
);
test(
  "--against's own exports are what counts",
  fires,
  'python-symbol-missing',
  'error',
  bareFile('speed.pyd', windowsModule('python312.dll'), {
    against: stated(3, 12, {
      interpreter: interpreterFacts({
        path: 'python312.dll',
        exports: new Set(['PyModule_Create2', 'PyLong_FromLong']),
        crt: 'ucrt',
      }),
    }),
  }),
  {says: ['PyArg_ParseTuple']},
);
test(
  'Py_InitModule4 is Py_InitModule4_64 on 64 bits',
  silent,
  'python-symbol-missing',
  wheel('cp27-cp27m-win_amd64', {
    'speed.pyd': peFacts({
      initHooks: ['initspeed'],
      imports: {'python27.dll': ['Py_InitModule4_64'], 'MSVCR90.dll': ['malloc']},
    }),
  }),
);
test(
  'nobody has measured the names of 3.3',
  unknown,
  'python-symbol-missing',
  wheel('cp33-cp33m-win_amd64', {'speed.pyd': importing('python33.dll', 'PyAnything_AtAll')}),
);
test(
  'what a debug DLL exports is unknown',
  unknown,
  'python-symbol-missing',
  bareFile('speed_d.pyd', importing('python312_d.dll', 'PyAnything_AtAll')),
);
test(
  'a set of two versions is not one interpreter',
  unknown,
  'python-symbol-missing',
  wheel('cp311.cp312-none-win_amd64', {'speed.pyd': importing('python3.dll', 'PyUnicode_AsUTF8')}),
);

// What's New 3.13: _PyThreadState_UncheckedGet became PyThreadState_GetUnchecked.
test(
  'a private name that an older Python had is gone for sure',
  fires,
  'python-symbol-missing',
  'error',
  wheel('cp313-cp313-win_amd64', {'speed.pyd': importing('python313.dll', '_PyThreadState_UncheckedGet')}),
  {says: ['CPython 3.5 to 3.12']},
);
test(
  'one that no older Python had may have come with a patch release',
  fires,
  'python-symbol-missing',
  'warning',
  wheel('cp313-cp313-win_amd64', {'speed.pyd': importing('python313.dll', '_PyBrand_New')}),
  {says: ['patch release']},
);
test(
  'of a debug interpreter nothing was measured',
  unknown,
  'python-symbol-missing',
  bareFile('speed_d.pyd', importing('python312.dll', 'PyAnything_AtAll'), {
    python: stated(3, 12, {debug: true}),
  }),
);
