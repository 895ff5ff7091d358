import test from 'ava';
import type {PythonVersion} from '../../src/python/version.ts';
import {toolchains} from './tables.ts';

const {stableAbi} = toolchains;

// "Part of the Stable ABI since version ..." in the C API reference.
const documented: readonly (readonly [name: string, since: PythonVersion])[] = [
  ['PyLong_FromLong', [3, 2]],
  ['PyObject_Call', [3, 2]],
  ['PyErr_SetFromErrnoWithFilenameObjects', [3, 7]],
  ['PyType_FromModuleAndSpec', [3, 10]],
  ['PyUnicode_AsUTF8AndSize', [3, 10]],
  ['PyModule_AddObjectRef', [3, 10]],
  ['PyObject_GetBuffer', [3, 11]],
  ['PyObject_Vectorcall', [3, 12]],
  ['PyModule_Add', [3, 13]],
  ['PyDict_GetItemRef', [3, 13]],
];

for (const [name, since] of documented) {
  test(`${name} is stable since ${since.join('.')}`, t => {
    t.deepEqual(stableAbi.since(name, 'other'), since);
    t.deepEqual(stableAbi.since(name, 'windows'), since);
    t.deepEqual(stableAbi.entry(name)?.added, since);
  });
}

test('names outside the stable ABI have no version', t => {
  for (const name of [
    '_PyUnicode_AsString',
    'PyUnicode_AsUTF8',
    '_PyLong_AsByteArray',
    'PyBytes_AS_STRING',
    '',
    'x',
  ]) {
    t.false(stableAbi.has(name), name);
    t.is(stableAbi.entry(name), null);
    t.is(stableAbi.since(name, 'other'), null);
  }
});

test('the python3.dll of 3.8 and 3.9 lacks names that are declared stable for longer', t => {
  // Export tables of python.org's 3.8.10 and 3.9.10, compared with stable_abi.toml.
  for (const name of [
    ...[
      'PyThread_acquire_lock',
      'PyThread_allocate_lock',
      'PyMarshal_ReadObjectFromString',
      'PyMember_GetOne',
    ],
    ...['PyThread_start_new_thread', 'PyInterpreterState_GetDict', 'PyInterpreterState_Get'],
  ]) {
    t.deepEqual(stableAbi.since(name, 'windows'), [3, 10], name);
    t.deepEqual(stableAbi.since(name, 'other'), stableAbi.entry(name)?.added, name);
  }
});

test('names of one system only are nowhere else', t => {
  t.is(stableAbi.entry('PyErr_SetFromWindowsErr')?.macro, 'MS_WINDOWS');
  t.is(stableAbi.since('PyErr_SetFromWindowsErr', 'other'), null);
  t.deepEqual(stableAbi.since('PyErr_SetFromWindowsErr', 'windows'), [3, 7]);
  t.is(stableAbi.entry('PyOS_BeforeFork')?.macro, 'HAVE_FORK');
  t.is(stableAbi.since('PyOS_BeforeFork', 'windows'), null);
});

test('entries tell functions from data, and what is ABI only', t => {
  t.is(stableAbi.entry('PyLong_Type')?.kind, 'data');
  t.is(stableAbi.entry('PyLong_FromLong')?.kind, 'function');
  t.true(stableAbi.entry('_Py_Dealloc')?.abiOnly);
  t.false(stableAbi.entry('PyLong_FromLong')?.abiOnly);
});

test('PyCFunction_New, which 3.9 does not export, is to be had from 3.10 on', t => {
  // nm -D of 3.9.18 and the export table of python39.dll have no such name; those of 3.10 have.
  t.deepEqual(stableAbi.entry('PyCFunction_New')?.added, [3, 4]);
  t.deepEqual(stableAbi.since('PyCFunction_New', 'other'), [3, 10]);
});
