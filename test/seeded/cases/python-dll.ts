import {bareFile, type SeededDefect, wheel} from '../case.ts';
import {pythonNames, speed, universalCrt, windowsModule} from '../common.ts';
import {buildPe} from '../pe.ts';

const cp312 = 'cp312-cp312-win_amd64';
const pyd312 = speed('cp312-win_amd64.pyd');
const good312 = wheel(cp312, {[pyd312]: windowsModule('python312.dll', universalCrt)});
const cp313t = 'cp313-cp313t-win_amd64';
const pyd313t = speed('cp313t-win_amd64.pyd');
const freeThreadedNames = {
  'python313t.dll': [...pythonNames, '_Py_DecRefShared', '_Py_MergeZeroLocalRefcount'],
};

/** A Windows module and the Python DLL it imports. */
export const pythonDllDefects: readonly SeededDefect[] = [
  {
    rule: 'python-dll-version',
    severity: 'error',
    seeded: 'a module for 3.11 in a wheel for 3.12',
    member: pyd312,
    build: wheel(cp312, {[pyd312]: windowsModule('python311.dll', universalCrt)}),
    cure: good312,
  },
  {
    rule: 'python-dll-version',
    severity: 'error',
    seeded: 'a bare file whose name says 3.13 and whose import table says 3.12',
    member: 'speed.cp313-win_amd64.pyd',
    build: bareFile('speed.cp313-win_amd64.pyd', windowsModule('python312.dll', universalCrt)),
    cure: bareFile('speed.cp313-win_amd64.pyd', windowsModule('python313.dll', universalCrt)),
  },
  {
    rule: 'python-dll-debug',
    severity: 'error',
    seeded: 'python312_d.dll with the release C runtime in a release wheel',
    member: pyd312,
    build: wheel(cp312, {[pyd312]: windowsModule('python312_d.dll', universalCrt)}),
    cure: good312,
  },
  {
    rule: 'python-ordinal',
    severity: 'warning',
    seeded: 'an import of the Python DLL by ordinal',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: () =>
        buildPe({
          hook: 'PyInit_speed',
          imports: {'python312.dll': ['PyModule_Create2@500', 'PyLong_FromLong'], ...universalCrt},
        }),
    }),
    cure: good312,
  },
  {
    rule: 'abi3-versioned-dll',
    severity: 'error',
    seeded: 'python310.dll in an abi3 wheel',
    member: 'seeded/speed.pyd',
    build: wheel('cp310-abi3-win_amd64', {'seeded/speed.pyd': windowsModule('python310.dll', universalCrt)}),
    cure: wheel('cp310-abi3-win_amd64', {'seeded/speed.pyd': windowsModule('python3.dll', universalCrt)}),
  },
  {
    rule: 'python-symbol-missing',
    severity: 'error',
    seeded: 'PyUnicode_AsUnicode, which 3.12 removed, asked of python312.dll',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: () =>
        buildPe({
          hook: 'PyInit_speed',
          imports: {'python312.dll': [...pythonNames, 'PyUnicode_AsUnicode'], ...universalCrt},
        }),
    }),
    cure: wheel(cp312, {
      [pyd312]: () =>
        buildPe({
          hook: 'PyInit_speed',
          imports: {'python312.dll': [...pythonNames, 'PyUnicode_AsWideCharString'], ...universalCrt},
        }),
    }),
  },
  {
    rule: 'free-threaded',
    severity: 'error',
    seeded: 'the GIL python313.dll under a cp313t tag',
    member: pyd313t,
    build: wheel(cp313t, {[pyd313t]: windowsModule('python313.dll', universalCrt)}),
    cure: wheel(cp313t, {
      [pyd313t]: () => buildPe({hook: 'PyInit_speed', imports: {...freeThreadedNames, ...universalCrt}}),
    }),
  },
  {
    rule: 'free-threaded',
    severity: 'error',
    seeded: 'the free-threaded python313t.dll under a cp313 tag',
    member: speed('cp313-win_amd64.pyd'),
    build: wheel('cp313-cp313-win_amd64', {
      [speed('cp313-win_amd64.pyd')]: () =>
        buildPe({hook: 'PyInit_speed', imports: {...freeThreadedNames, ...universalCrt}}),
    }),
    cure: wheel('cp313-cp313-win_amd64', {
      [speed('cp313-win_amd64.pyd')]: windowsModule('python313.dll', universalCrt),
    }),
  },
  {
    rule: 'free-threaded',
    severity: 'error',
    seeded: 'python313t.lib without /DPy_GIL_DISABLED: reference counts of the GIL layout',
    member: pyd313t,
    build: wheel(cp313t, {
      [pyd313t]: () =>
        buildPe({
          hook: 'PyInit_speed',
          imports: {'python313t.dll': [...pythonNames, '_Py_Dealloc'], ...universalCrt},
        }),
    }),
    cure: wheel(cp313t, {
      [pyd313t]: () => buildPe({hook: 'PyInit_speed', imports: {...freeThreadedNames, ...universalCrt}}),
    }),
  },
];
