import {bareFile} from './case.ts';
import {buildPe, type PeSpec} from './pe.ts';
import type {SyntheticCase} from './synthetic.ts';

const api = ['PyModule_Create2'];
const oldApi = ['Py_InitModule4_64'];
const vcruntime = {'VCRUNTIME140.dll': ['memcpy']};
const ucrt = {'api-ms-win-crt-heap-l1-1-0.dll': ['malloc']};
const release = {...vcruntime, ...ucrt};
const debug = {'VCRUNTIME140D.dll': ['memcpy'], 'ucrtbased.dll': ['malloc']};

const pyd = (file: string, hook: string, pythonDll: string, crt: PeSpec['imports'], names = api) =>
  bareFile(file, () => buildPe({hook, imports: {[pythonDll]: names, ...crt}}));

const simple = (
  name: string,
  suffix: string,
  dll: string,
  crt: PeSpec['imports'],
  errors: string[],
  hook?: string,
): SyntheticCase => ({
  file: `${name}.${suffix}`,
  errors: [errors],
  build: pyd(`${name}.${suffix}`, hook ?? `PyInit_${name}`, dll, crt),
});

const cp313 = 'cp313-win_amd64.pyd';

/** Bare Windows modules, good and bad. */
export const windowsSynthetic: readonly SyntheticCase[] = [
  simple('right', cp313, 'python313.dll', release, []),
  simple('rightfree', 'cp313t-win_amd64.pyd', 'python313t.dll', release, []),
  simple('rightstable', 'pyd', 'python3.dll', release, []),
  simple('rightstablefree', 'pyd', 'python3t.dll', release, []),
  // A valid hook by PEP 489, but of a module whose name is not ASCII; the file's name is.
  simple('punycode', cp313, 'python313.dll', release, ['init-missing'], 'PyInitU_eckzc'),
  simple('debugcrt', cp313, 'python313.dll', debug, ['crt-debug']),
  simple('halfdebug', cp313, 'python313.dll', {'VCRUNTIME140D.dll': ['memcpy'], ...ucrt}, ['crt-debug']),
  simple('debugpython', cp313, 'python313_d.dll', release, ['python-dll-debug']),
  simple(
    'fulldebug_d',
    cp313,
    'python313_d.dll',
    debug,
    ['crt-debug', 'python-dll-debug'],
    'PyInit_fulldebug',
  ),
  {
    file: 'olddebug.pyd',
    errors: [['crt-debug']],
    build: pyd(
      'olddebug.pyd',
      'initolddebug',
      'python27.dll',
      {'MSVCR90D.dll': ['malloc', 'memcpy']},
      oldApi,
    ),
  },
  {
    file: 'oldnew.pyd',
    errors: [['crt-mismatch']],
    build: pyd('oldnew.pyd', 'initoldnew', 'python27.dll', release, oldApi),
  },
  simple('twocrts', 'cp36-win_amd64.pyd', 'python36.dll', {...vcruntime, 'MSVCR100.dll': ['malloc']}, [
    'two-crts',
  ]),
  simple('gilinfree', 'cp313t-win_amd64.pyd', 'python313.dll', release, ['free-threaded']),
  simple('otherpython', cp313, 'python312.dll', release, ['python-dll-version']),
  simple('nohook', cp313, 'python313.dll', release, ['init-missing'], 'PyInit_other'),
  {
    file: 'ordinal.cp312-win_amd64.pyd',
    errors: [[]],
    warnings: ['python-ordinal'],
    build: pyd('ordinal.cp312-win_amd64.pyd', 'PyInit_ordinal', 'python312.dll', release, [
      'PyModule_Create2@500',
    ]),
  },
  {
    file: 'cut.pyd',
    errors: [['truncated']],
    build: bareFile('cut.pyd', async () =>
      (await buildPe({hook: 'PyInit_cut', imports: {'python313.dll': api, ...release}})).subarray(0, 600),
    ),
  },
];
