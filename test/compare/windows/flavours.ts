import {readFile, truncate} from 'node:fs/promises';
import {join} from 'node:path';
import {buildPe} from '../../seeded/pe.ts';
import {writeTree, writeWheel} from '../../seeded/wheel.ts';
import {buildProbe, type Recipe} from './toolchain.ts';
import {windowsVersions} from './wine.ts';

/** What a flavour is built for. */
export interface Host {
  readonly version: string;
  /** `313`. */
  readonly digits: string;
  readonly include: string;
}

/** One way to build the probe module, right or wrong. */
export interface Flavour {
  readonly name: string;
  /** What it is, for the table. */
  readonly what: string;
  /** The rule that must be the only error; null: none; 'as-it-behaves': the import decides, by version. */
  readonly rule: (version: string) => string | null;
  /** How a module with that error shows it: the import fails, or only the probes do. */
  readonly shows: 'import' | 'probes';
  /** Puts the module into the folder; what it returns is to be judged: the module or an artefact that holds it. */
  readonly build: (host: Host, folder: string) => Promise<string>;
  /** A name that the Python DLL has or has not: where it is missing, Windows fails the import, Wine does not. */
  readonly asks?: (host: Host) => {readonly dll: string; readonly name: string};
}

const minor = (version: string): number => Number(version.slice(2));
const always = (rule: string | null) => () => rule;
const since = (first: number, rule: string) => (version: string) => (minor(version) >= first ? rule : null);
const until = (end: number, rule: string) => (version: string) => (minor(version) < end ? rule : null);
const fileName = (host: Host): string => `crtprobe.cp${host.digits}-win_amd64.pyd`;

const module = (
  name: string,
  what: string,
  rule: Flavour['rule'],
  shows: Flavour['shows'],
  recipe: (host: Host) => Recipe,
  file = fileName,
): Flavour => ({
  name,
  what,
  rule,
  shows,
  build: (host, folder) => buildProbe(recipe(host), host.include, folder, file(host)),
});

/** A module that takes one more name of the Python API, in every version whether it is there or not. */
const asking = (
  name: string,
  what: string,
  rule: Flavour['rule'],
  api: {name: string; stable: boolean},
): Flavour => {
  const dll = (host: Host): string => (api.stable ? 'python3.dll' : own(host));
  const more = {apiName: api.name, defines: api.stable ? [limited] : []};
  return {
    ...module(name, what, rule, 'import', host => clang(dll(host), more), api.stable ? stableName : fileName),
    asks: host => ({dll: dll(host), name: api.name}),
  };
};

const own = (host: Host): string => `python${host.digits}.dll`;
const clang = (pythonDll: string, more: Partial<Recipe> = {}): Recipe => ({
  compiler: 'clang',
  runtime: 'ucrt',
  pythonDll,
  ...more,
});
const gcc =
  (runtime: string) =>
  (host: Host): Recipe => ({compiler: 'gcc', runtime, pythonDll: own(host)});
const neighbourOf = (host: Host): string => {
  const other =
    windowsVersions[(windowsVersions.indexOf(host.version) + 1) % windowsVersions.length] ?? '3.7';
  return `python${other.replace('.', '')}.dll`;
};
const limited = 'Py_LIMITED_API=0x03080000';
const stableName = () => 'crtprobe.pyd';

const foreign = ['msvcrt', 'msvcr90', 'msvcr100', 'msvcr110', 'msvcr120'].map(runtime =>
  module(runtime, `MinGW gcc on ${runtime}.dll`, always('crt-mismatch'), 'probes', gcc(runtime)),
);

/** All flavours: the right ones, foreign and debug C runtimes, and modules that do not fit the interpreter. */
export const flavours: readonly Flavour[] = [
  module('msvc', 'clang + lld-link, VCRUNTIME140 and the UCRT', always(null), 'import', host =>
    clang(own(host)),
  ),
  module('ucrt', 'MinGW gcc on the UCRT', always(null), 'import', gcc('ucrt')),
  module(
    'abi3',
    'limited API, python3.dll',
    always(null),
    'import',
    () => clang('python3.dll', {defines: [limited]}),
    stableName,
  ),
  ...foreign,
  module('two-crts', 'the UCRT beside msvcrt.dll for _write and getenv', always('two-crts'), 'probes', host =>
    clang(own(host), {libraries: {'msvcrt.dll': ['_write', 'getenv']}}),
  ),
  module('mdd', 'VCRUNTIME140D and ucrtbased (/MDd)', always('crt-debug'), 'import', host =>
    clang(own(host), {runtime: 'ucrtd'}),
  ),
  module('msvcr90d', 'MinGW gcc on msvcr90d.dll', always('crt-debug'), 'import', gcc('msvcr90d')),
  module('python-debug', 'pythonXY_d.dll', always('python-dll-debug'), 'import', host =>
    clang(`python${host.digits}_d.dll`),
  ),
  module('python-free', 'pythonXYt.dll', always('free-threaded'), 'import', host =>
    clang(`python${host.digits}t.dll`),
  ),
  module('python-other', 'the DLL of another Python', always('python-dll-version'), 'import', host =>
    clang(neighbourOf(host)),
  ),
  asking('removed-name', 'PyUnicode_AsUnicode, gone in 3.12', since(12, 'python-symbol-missing'), {
    name: 'PyUnicode_AsUnicode',
    stable: false,
  }),
  asking('new-name', 'PyObject_GetOptionalAttr, new in 3.13', until(13, 'python-symbol-missing'), {
    name: 'PyObject_GetOptionalAttr',
    stable: false,
  }),
  asking('abi3-new-name', 'PyType_GetName, stable since 3.11', until(11, 'python-symbol-missing'), {
    name: 'PyType_GetName',
    stable: true,
  }),
  asking(
    'abi3-late-name',
    'PyThread_acquire_lock, in python3.dll since 3.10',
    until(10, 'python-symbol-missing'),
    {
      name: 'PyThread_acquire_lock',
      stable: true,
    },
  ),
  asking('abi3-private', 'a private name asked of python3.dll', always('python-symbol-missing'), {
    name: '_PyLong_AsByteArray',
    stable: true,
  }),
  {
    name: 'missing-dll',
    what: 'a DLL that is nowhere',
    rule: always('missing-dep'),
    shows: 'import',
    build: async (host, folder) => {
      const more = {defines: ['LIBRARY_CALL=table_size'], libraries: {'speedtables.dll': ['table_size']}};
      const path = await buildProbe(clang(own(host), more), host.include, folder, fileName(host));
      // A bare file may find a DLL in a folder that its program names; a wheel must bring it.
      const tag = `cp${host.digits}-cp${host.digits}-win_amd64`;
      return writeWheel(folder, 'crtprobe', tag, {[fileName(host)]: await readFile(path)});
    },
  },
  module('no-hook', 'a hook of another name', always('init-missing'), 'import', host =>
    clang(own(host), {defines: ['HOOK=PyInit_other']}),
  ),
  module(
    'other-suffix',
    'the file name of another Python',
    always('ext-suffix'),
    'import',
    host => clang(own(host)),
    host => `crtprobe.c${neighbourOf(host).slice(0, 1)}${neighbourOf(host).replace(/\D/g, '')}-win_amd64.pyd`,
  ),
  {
    name: 'x86',
    what: 'a 32-bit module',
    rule: always('wrong-arch'),
    shows: 'import',
    build: async (host, folder) => {
      const imports = {[own(host)]: ['PyModule_Create2'], 'api-ms-win-crt-heap-l1-1-0.dll': ['malloc']};
      await writeTree(folder, {
        [fileName(host)]: await buildPe({machine: 'x86', hook: 'PyInit_crtprobe', imports}),
      });
      return join(folder, fileName(host));
    },
  },
  {
    name: 'cut-off',
    what: 'a module cut off at 600 bytes',
    rule: always('truncated'),
    shows: 'import',
    build: async (host, folder) => {
      const path = await buildProbe(clang(own(host)), host.include, folder, fileName(host));
      await truncate(path, 600);
      return path;
    },
  },
];
