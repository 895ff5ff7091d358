import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {buildElf} from '../../seeded/elf.ts';
import {runIn} from '../../seeded/tools.ts';
import {buildModule, type Recipe} from './build.ts';
import type {Interpreter} from './interpreters.ts';

/** One way to build a module for an interpreter of this machine. */
export interface Flavour {
  readonly name: string;
  /** The rule that must be the only error, or null; the import must then fail, or work. */
  readonly rule: (host: Interpreter) => string | null;
  readonly build: (host: Interpreter, folder: string) => Promise<string>;
}

const minor = ({version}: Interpreter): number => (version.startsWith('2.') ? 0 : Number(version.slice(2)));
const always = (rule: string | null) => () => rule;
const asks = (...names: readonly string[]): Recipe => ({
  defines: names.map((name, index) => `${index === 0 ? 'ASKS' : 'ASKS_TOO'}="${name}"`),
});
const module = (name: string, rule: Flavour['rule'], recipe: (host: Interpreter) => Recipe): Flavour => ({
  name,
  rule,
  build: (host, folder) => buildModule(host, recipe(host), folder),
});

const library = async (folder: string): Promise<void> => {
  await writeFile(join(folder, 'table.c'), 'int speed_table(void) { return 0; }\n');
  await runIn(
    folder,
    'gcc',
    '-shared',
    '-fPIC',
    '-Wl,-soname,libspeedtable.so.1',
    'table.c',
    '-o',
    'libspeedtable.so.1',
  );
};
const tableUser: Recipe = {
  ...asks('speed_table'),
  link: ['-L.', '-l:libspeedtable.so.1', '-Wl,-rpath,$ORIGIN'],
};
const debugNames = (host: Interpreter): Recipe =>
  minor(host) >= 12
    ? asks('_Py_INCREF_IncRefTotal', '_Py_NegativeRefcount')
    : asks('_Py_RefTotal', '_Py_NegativeRefcount');

/** Modules that fit every interpreter, and modules with one fault each. */
export const flavours: readonly Flavour[] = [
  module('a right module', always(null), () => ({})),
  module('a name that is missing and weak', always(null), () => ({defines: ['WEAKLY="speed_optional"']})),
  module('a helper that was not linked in', always('undefined-symbol'), () =>
    asks('speed_helper', 'speed_other'),
  ),
  module(
    'PyUnicode_AsUnicode, gone in 3.12',
    host => (minor(host) >= 12 ? 'undefined-symbol' : null),
    host =>
      // In 2.7 the header gives it the width of the interpreter's characters.
      minor(host) === 0 ? {} : asks('PyUnicode_AsUnicode'),
  ),
  module(
    'PyObject_GetOptionalAttr, new in 3.13',
    host => (minor(host) < 13 ? 'undefined-symbol' : null),
    () => asks('PyObject_GetOptionalAttr'),
  ),
  module('names of a debug interpreter', host => (host.debug ? null : 'pydebug'), debugNames),
  module('names of a free-threaded interpreter', always('free-threaded'), () =>
    asks('_Py_DecRefShared', '_Py_MergeZeroLocalRefcount'),
  ),
  module('a hook of another name', always('init-missing'), () => ({defines: ['HOOK_NAME=slow']})),
  module('the file name of Python 3.5', always('ext-suffix'), () => ({
    suffix: '.cpython-35m-x86_64-linux-gnu.so',
  })),
  {
    name: 'a library that lies beside it',
    rule: always(null),
    build: async (host, folder) => {
      await library(folder);
      return buildModule(host, tableUser, folder);
    },
  },
  {
    name: 'a library that is nowhere',
    rule: always('missing-dep'),
    build: async (host, folder) => {
      await library(folder);
      const path = await buildModule(host, tableUser, folder);
      await runIn(folder, 'rm', 'libspeedtable.so.1');
      return path;
    },
  },
  {
    name: 'another machine',
    rule: always('wrong-arch'),
    build: async (host, folder) => {
      const hook = minor(host) === 0 ? 'initspeed' : 'PyInit_speed';
      const path = join(folder, `speed${host.suffix}`);
      await writeFile(path, await buildElf({machine: 'aarch64', hook, undefined: ['PyList_New']}));
      return path;
    },
  },
];

/** For Python 2.7 alone: which width of characters a module was built for. */
export const unicodeFlavours: readonly Flavour[] = [
  module('two-byte characters', always('unicode-width'), () => asks('PyUnicodeUCS2_FromUnicode')),
  module('four-byte characters', always(null), () => asks('PyUnicodeUCS4_FromUnicode')),
];
