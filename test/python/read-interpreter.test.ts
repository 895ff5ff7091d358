import {existsSync, realpathSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import {UserError} from '../../src/errors.ts';
import {type InterpreterFiles, readInterpreter} from '../../src/python/read-interpreter.ts';
import {openFile} from '../../src/system/open-file.ts';
import {buildElf} from '../builders/elf.ts';
import {buildPe} from '../builders/pe.ts';
import {pyenvPythons} from '../builders/pyenv-pythons.ts';
import {toolchains} from '../toolchains/tables.ts';

const INTERPRETER = ['Py_Initialize', 'PyLong_FromLong'];

/** Files in memory, by path; links lead where they say. */
function memoryFiles(
  files: Readonly<Record<string, Uint8Array>>,
  links: Readonly<Record<string, string>> = {},
): InterpreterFiles {
  const real = (path: string) => links[path] ?? path;
  return {
    openFile(path) {
      const bytes = files[real(path)];
      if (!bytes) throw new Error(`no ${path}`);
      return {...memorySource(bytes), close: () => {}};
    },
    exists: path => real(path) in files,
    realPath: real,
    join: (...parts) => join(...parts),
  };
}

const read = (path: string, files: InterpreterFiles) => readInterpreter(path, files, toolchains);

const pythonDll = (fileName: string, crt: string, names = INTERPRETER) =>
  buildPe({imports: [{library: crt, entries: ['malloc']}], exports: {fileName, names: names.toSorted()}})
    .bytes;
const elf = (names: readonly string[], rest: Parameters<typeof buildElf>[0] = {}) =>
  buildElf({symbols: names.map(name => ({name, defined: true})), hash: 'gnu', ...rest}).bytes;

test('a python DLL says its version in its export table, whatever the file is called', t => {
  const python = read(
    '/x/renamed.dll',
    memoryFiles({'/x/renamed.dll': pythonDll('python312.dll', 'ucrtbase.dll')}),
  );
  t.like(python, {version: [3, 12], freeThreaded: false, debug: false});
  t.like(python.interpreter, {path: '/x/renamed.dll', crt: 'ucrt', isStatic: null});
  t.true(python.interpreter?.exports?.has('PyLong_FromLong'));
});

test('the C runtime of a python DLL is the one that it imports', t => {
  t.is(
    read('/x/python27.dll', memoryFiles({'/x/python27.dll': pythonDll('python27.dll', 'MSVCR90.dll')}))
      .interpreter?.crt,
    'msvcr90',
  );
});

test('free-threaded and debug builds show in the name', t => {
  t.like(
    read(
      '/x/python313t_d.dll',
      memoryFiles({'/x/python313t_d.dll': pythonDll('python313t_d.dll', 'ucrtbased.dll')}),
    ),
    {
      version: [3, 13],
      freeThreaded: true,
      debug: true,
    },
  );
});

test('python.exe is a stub: the DLL beside it is read', t => {
  const stub = buildPe({imports: [{library: 'python312.dll', entries: ['Py_Main']}]}).bytes;
  const files = memoryFiles({
    '/x/python.exe': stub,
    '/x/python312.dll': pythonDll('python312.dll', 'ucrtbase.dll'),
  });
  t.like(read('/x/python.exe', files), {
    version: [3, 12],
    interpreter: {path: '/x/python312.dll', crt: 'ucrt'},
  });
});

test('what exports no Py_Initialize is no interpreter', t => {
  const error = t.throws(
    () => read('/x/core.dll', memoryFiles({'/x/core.dll': pythonDll('core.dll', 'ucrtbase.dll', ['f'])})),
    {instanceOf: UserError},
  );
  t.regex(error?.what ?? '', /Py_Initialize/);
  t.is(error?.where, '--against /x/core.dll');
});

test('nor is a file that cannot be read', t => {
  t.throws(
    () =>
      read(
        '/x/python312.dll',
        memoryFiles({
          '/x/python312.dll': new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\n'),
        }),
      ),
    {
      instanceOf: UserError,
    },
  );
});

test('an executable that exports the API itself is static, a libpython is not', t => {
  const executable = elf(INTERPRETER, {type: 2});
  t.like(read('/x/bin/python3.11', memoryFiles({'/x/bin/python3.11': executable})), {
    version: [3, 11],
    interpreter: {isStatic: true},
  });
  const library = elf(INTERPRETER, {soname: 'libpython3.11.so.1.0'});
  t.like(read('/x/libpython3.11.so.1.0', memoryFiles({'/x/libpython3.11.so.1.0': library})), {
    version: [3, 11],
    interpreter: {isStatic: false},
  });
});

test('bin/python of a shared build leads to the libpython in lib', t => {
  const files = memoryFiles({
    '/x/bin/python3.12': elf([], {needed: ['libpython3.12.so.1.0', 'libc.so.6']}),
    '/x/lib/libpython3.12.so.1.0': elf(INTERPRETER, {soname: 'libpython3.12.so.1.0'}),
  });
  t.like(read('/x/bin/python3.12', files), {
    version: [3, 12],
    interpreter: {path: '/x/lib/libpython3.12.so.1.0', isStatic: false},
  });
});

test('a link says the version by where it leads', t => {
  const files = memoryFiles(
    {'/x/bin/python3.11': elf(INTERPRETER, {type: 2})},
    {'/x/bin/python': '/x/bin/python3.11'},
  );
  t.like(read('/x/bin/python', files), {version: [3, 11]});
});

test('a debug or free-threaded interpreter without a telling name shows in its exports', t => {
  t.true(
    read('/x/python', memoryFiles({'/x/python': elf([...INTERPRETER, '_Py_NegativeRefcount'], {type: 2})}))
      .debug,
  );
  t.true(
    read('/x/python', memoryFiles({'/x/python': elf([...INTERPRETER, '_Py_DecRefShared'], {type: 2})}))
      .freeThreaded,
  );
});

// Real interpreters, read and not run.
const localFiles: InterpreterFiles = {
  openFile,
  exists: existsSync,
  realPath: path => realpathSync(path),
  join,
};
const live = pyenvPythons.length === 0 ? test.skip : test;
live(
  `real interpreters are read as what they are${pyenvPythons.length === 0 ? ' (skipped: no pyenv interpreters)' : ''}`,
  t => {
    for (const {name, executable} of pyenvPythons) {
      const python = read(executable, localFiles);
      const [major, minor] = name.split('.').map(Number);
      t.deepEqual<unknown, unknown>(python.version, [major, minor], name);
      t.is(python.freeThreaded, name.endsWith('t'), name);
      t.false(python.debug, name);
      const exports = python.interpreter?.exports;
      t.true(exports?.has('PyLong_FromLong'), name);
      t.is(
        exports?.has('PyUnicode_AsUnicode'),
        major === 3 && (minor ?? 0) < 12,
        `PyUnicode_AsUnicode in ${name}`,
      );
    }
  },
);
