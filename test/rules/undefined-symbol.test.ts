import test from 'ava';
import {artefact, bareFile, interpreterFacts, stated, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule} from '../builders/facts.ts';
import {fires, silent, unknown} from './expect.ts';

const linux = (tag: string, names: readonly string[], rest = {}) =>
  wheel(`${tag}-linux_x86_64`, {'pkg/speed.so': linuxModule(names, rest)});
const mac = (names: readonly string[]) =>
  wheel('cp312-cp312-macosx_11_0_arm64', {'pkg/speed.so': macModule({undefinedNames: names})});
const asked = (exports: readonly string[]) => ({
  against: stated(3, 12, {
    interpreter: interpreterFacts({path: '/opt/libpython3.12.so', exports: new Set(exports)}),
  }),
});

test(
  '3.12 has no PyUnicode_AsUnicode any more, and who had it is told',
  fires,
  'undefined-symbol',
  'error',
  linux('cp312-cp312', ['PyUnicode_AsUnicode']),
  {
    says: [
      'PyUnicode_AsUnicode (CPython 3.6 to 3.11 have it)',
      'CPython 3.12',
      'undefined symbol: PyUnicode_AsUnicode',
    ],
  },
);
test(
  'a name that nothing defines is an error',
  fires,
  'undefined-symbol',
  'error',
  linux('cp312-cp312', ['_ZN4core3runEv']),
  {says: ['_ZN4core3runEv', 'extern "C"']},
);
test(
  'of a set of versions each must have the name',
  fires,
  'undefined-symbol',
  'error',
  linux('cp311.cp312-none', ['PyUnicode_AsUnicode']),
);
test('on macOS flat lookup can be judged', fires, 'undefined-symbol', 'error', mac(['PyUnicode_AsUnicode']), {
  says: ['CPython 3.12'],
});
test(
  "libSystem cannot be seen, so a name that is not Python's may be its own",
  unknown,
  'undefined-symbol',
  mac(['nowhere']),
);
test(
  "--against's own exports are what counts",
  fires,
  'undefined-symbol',
  'error',
  bareFile('speed.so', linuxModule(), asked(['PyModule_Create2', 'PyLong_FromLong'])),
  {says: ['PyArg_ParseTuple']},
);
test(
  "a Py name is no other library's of the system",
  fires,
  'undefined-symbol',
  'error',
  linux('cp312-cp312', ['PyUnicode_AsUnicode'], {needed: ['libc.so.6', 'libstdc++.so.6', 'libgcc_s.so.1']}),
);
test(
  'in a library that a module loads it is a warning: who loads what first decides',
  fires,
  'undefined-symbol',
  'warning',
  wheel('cp312-cp312-linux_x86_64', {
    'pkg/speed.so': linuxModule([], {needed: ['libcore.so']}),
    'pkg/libcore.so': elfFacts({undefinedNames: ['nowhere']}),
  }),
  {at: 'pkg/libcore.so'},
);

test(
  'a private name of a later patch release in a library is a note',
  fires,
  'undefined-symbol',
  'note',
  wheel('cp313-cp313-linux_x86_64', {
    'pkg/speed.so': linuxModule([], {needed: ['libcore.so']}),
    'pkg/libcore.so': elfFacts({undefinedNames: ['_PyBrand_New']}),
  }),
  {at: 'pkg/libcore.so'},
);

test(
  'what 3.12 exports is there',
  silent,
  'undefined-symbol',
  linux('cp312-cp312', ['PyUnicode_AsUTF8', '_Py_NoneStruct']),
);
test(
  '3.11 still had PyUnicode_AsUnicode',
  silent,
  'undefined-symbol',
  linux('cp311-cp311', ['PyUnicode_AsUnicode']),
);
test(
  'a weak name may stay undefined',
  silent,
  'undefined-symbol',
  linux('cp312-cp312', ['__gmon_start__?', 'nowhere?']),
);
test(
  'a name with a version is asked of a library',
  silent,
  'undefined-symbol',
  linux('cp312-cp312', ['strlcpy@GLIBC_2.38:libc.so.6']),
);
test(
  'a bundled library that is needed defines it',
  silent,
  'undefined-symbol',
  wheel('cp312-cp312-linux_x86_64', {
    'pkg/speed.so': linuxModule(['core_run'], {needed: ['libcore.so']}),
    'pkg.libs/libcore.so': {facts: elfFacts(), exports: ['core_run']},
  }),
);
test(
  'so does one that a needed library needs',
  silent,
  'undefined-symbol',
  wheel('cp312-cp312-linux_x86_64', {
    'speed.so': linuxModule(['base_run'], {needed: ['libcore.so']}),
    'libcore.so': {facts: elfFacts({needed: ['libbase.so']}), exports: []},
    'libbase.so': {facts: elfFacts(), exports: ['base_run']},
  }),
);
test(
  'what a library leaves open, the module that loads it may define',
  silent,
  'undefined-symbol',
  wheel('cp312-cp312-linux_x86_64', {
    'speed.so': {facts: linuxModule([], {needed: ['libcore.so']}), exports: ['callback']},
    'libcore.so': elfFacts({undefinedNames: ['callback']}),
  }),
  {at: 'libcore.so'},
);
test(
  'a two-level name is asked of one library',
  silent,
  'undefined-symbol',
  mac(['nowhere:/usr/lib/libSystem.B.dylib']),
);
test(
  'a library that no module loads is not loaded',
  silent,
  'undefined-symbol',
  wheel('cp312-cp312-linux_x86_64', {'libcore.so': elfFacts({undefinedNames: ['nowhere']})}),
);
const two = (name: string) =>
  wheel('cp27-cp27mu-linux_x86_64', {
    'speed.so': elfFacts({
      initHooks: ['initspeed'],
      needed: ['libc.so.6'],
      undefinedNames: ['Py_InitModule4_64', name],
    }),
  });
test('a UCS4 Python 2.7 has UCS4 names', silent, 'undefined-symbol', two('PyUnicodeUCS4_FromUnicode'));
test('UCS2 names are for unicode-width', silent, 'undefined-symbol', two('PyUnicodeUCS2_FromUnicode'));
test(
  'with --with-system the libraries of this machine are looked into',
  silent,
  'undefined-symbol',
  wheel(
    'cp312-cp312-linux_x86_64',
    {'speed.so': linuxModule(['deflate'], {needed: ['libc.so.6', 'libz.so.1']})},
    {
      system: {
        locate: library => `/usr/lib/${library}`,
        exportsOf: library => new Set(library === 'libz.so.1' ? ['deflate'] : []),
      },
    },
  ),
);

test(
  'a needed library that cannot be seen may define it',
  unknown,
  'undefined-symbol',
  linux('cp312-cp312', ['deflate'], {needed: ['libc.so.6', 'libz.so.1']}),
);
test(
  'of an unknown Python nobody knows what it exports',
  unknown,
  'undefined-symbol',
  bareFile('speed.so', linuxModule(['PyAnything_AtAll'])),
);
test(
  'nobody has measured the names of 3.3',
  unknown,
  'undefined-symbol',
  linux('cp33-cp33m', ['PyAnything_AtAll']),
);
test(
  "a debug interpreter's names are unknown",
  unknown,
  'undefined-symbol',
  bareFile('speed.cpython-312d-x86_64-linux-gnu.so', linuxModule(['PyAnything_AtAll'])),
);
test(
  "Android's Python was not measured",
  unknown,
  'undefined-symbol',
  wheel('cp313-cp313-android_21_x86_64', {
    'speed.so': linuxModule(['PyAnything_AtAll'], {needed: ['libpython3.13.so', 'libc.so']}),
  }),
);
test(
  "PyPy's names are its own",
  unknown,
  'undefined-symbol',
  artefact('a-1-pp39-pypy39_pp73-linux_x86_64.whl', {
    'speed.pypy39-pp73-x86_64-linux-gnu.so': linuxModule(['PyPy_Anything']),
  }),
);
test(
  'a weak name of flat lookup may stay undefined too',
  silent,
  'undefined-symbol',
  mac(['PyUnicode_AsUnicode?']),
);
test(
  'of several versions those that lack the name are told',
  fires,
  'undefined-symbol',
  'error',
  linux('cp311.cp312-none', ['PyUnicode_AsUnicode']),
  {says: ['neither CPython 3.12 nor']},
);
test(
  "a name that is not Python's is in no CPython, stable ABI or not",
  fires,
  'undefined-symbol',
  'error',
  wheel('cp38-abi3-linux_x86_64', {'speed.abi3.so': linuxModule(['_ZN4core3runEv'])}),
  {says: ['_ZN4core3runEv']},
);
test(
  'names of the stable ABI have rules of their own',
  silent,
  'undefined-symbol',
  wheel('cp38-abi3-linux_x86_64', {'speed.abi3.so': linuxModule(['PyAnything_AtAll'])}),
);
test(
  'a private name that an older Python had is gone for sure',
  fires,
  'undefined-symbol',
  'error',
  linux('cp313-cp313', ['_PyThreadState_UncheckedGet']),
);
test(
  'one that no older Python had may have come with a patch release',
  fires,
  'undefined-symbol',
  'warning',
  linux('cp313-cp313', ['_PyBrand_New']),
);
test(
  'a named interpreter has what it has',
  fires,
  'undefined-symbol',
  'error',
  bareFile(
    'speed.so',
    elfFacts({initHooks: ['PyInit_speed'], undefinedNames: ['_PyBrand_New']}),
    asked(['PyLong_FromLong']),
  ),
);
