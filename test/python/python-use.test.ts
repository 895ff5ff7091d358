import test from 'ava';
import {pythonUse, usesPython} from '../../src/python/python-use.ts';
import {elfFacts, machOFacts, machOSlice, peFacts} from '../builders/facts.ts';

test('a PE file takes from the Python DLLs what it imports of them, by whatever name', t => {
  const use = pythonUse(
    peFacts({
      imports: {
        'python312.dll': ['PyLong_FromLong', 'Py_InitModule4', 17],
        'shiboken6.abi3.dll': ['PyDate_FromDate'],
        'KERNEL32.dll': ['Sleep'],
      },
      delayImports: {'python3.dll': ['PyErr_Clear']},
    }),
  );
  t.deepEqual(
    use.libraries.map(({library}) => library),
    ['python312.dll', 'python3.dll'],
  );
  t.deepEqual(use.names, [
    {name: 'PyLong_FromLong', weak: false, library: 'python312.dll'},
    {name: 'Py_InitModule4', weak: false, library: 'python312.dll'},
    {name: 'PyErr_Clear', weak: false, library: 'python3.dll'},
  ]);
  t.deepEqual(use.ordinals, [17]);
});

test('an ELF file takes undefined names of the Py kind, of no library in particular', t => {
  const use = pythonUse(
    elfFacts({
      needed: ['libpython3.11.so.1.0', 'libc.so.6'],
      undefinedNames: [
        'PyLong_FromLong',
        '_Py_NoneStruct',
        '_PyObject_New?',
        'Pyx_helper',
        'malloc@GLIBC_2.2.5:libc.so.6',
        'PyFoo_Bar@FOO_1:libfoo.so',
        'pyramid',
      ],
    }),
  );
  t.deepEqual(
    use.libraries.map(({library}) => library),
    ['libpython3.11.so.1.0'],
  );
  t.deepEqual(use.names, [
    {name: 'PyLong_FromLong', weak: false, library: null},
    {name: '_Py_NoneStruct', weak: false, library: null},
    {name: '_PyObject_New', weak: true, library: null},
    {name: 'Pyx_helper', weak: false, library: null},
  ]);
});

test('the slices of a Mach-O file are taken together, each name once', t => {
  const framework = '/Library/Frameworks/Python.framework/Versions/3.12/Python';
  const use = pythonUse(
    machOFacts(
      machOSlice({
        needed: [framework],
        undefinedNames: [`PyLong_FromLong:${framework}`, 'malloc:/usr/lib/libSystem.B.dylib'],
      }),
      machOSlice({
        machine: 'x86_64',
        needed: [framework],
        undefinedNames: [`PyLong_FromLong:${framework}`, 'PyErr_Clear'],
      }),
    ),
  );
  t.deepEqual(
    use.libraries.map(({library}) => library),
    [framework],
  );
  t.deepEqual(
    use.names.map(({name, library}) => [name, library]),
    [
      ['PyLong_FromLong', framework],
      ['PyErr_Clear', null],
    ],
  );
});

test('a name, an ordinal or a library is a use of Python', t => {
  t.false(usesPython(pythonUse(peFacts({imports: {'KERNEL32.dll': ['Sleep']}}))));
  t.true(usesPython(pythonUse(peFacts({imports: {'python312.dll': [17]}}))));
  t.true(usesPython(pythonUse(elfFacts({needed: ['libpython3.11.so.1.0']}))));
  t.true(usesPython(pythonUse(elfFacts({undefinedNames: ['PyErr_Clear']}))));
  t.false(usesPython(pythonUse(elfFacts({undefinedNames: ['malloc']}))));
});
