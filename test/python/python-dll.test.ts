import test from 'ava';
import {type PythonLibrary, parsePythonLibrary, parsePythonPath} from '../../src/python/python-dll.ts';
import type {PythonVersion} from '../../src/python/version.ts';

const is = (library: string, version: PythonVersion | null, flags = ''): PythonLibrary => ({
  library,
  version,
  freeThreaded: flags.includes('t'),
  debug: flags.includes('d'),
});

// PC/layout, PCbuild and configure.ac ("LDLIBRARY", "INSTSONAME") of the versions concerned; MSYS2 and Cygwin packages.
for (const library of [
  is('python27.dll', [2, 7]),
  is('python27_d.dll', [2, 7], 'd'),
  is('python312.dll', [3, 12]),
  is('PYTHON312.DLL', [3, 12]),
  is('python313t.dll', [3, 13], 't'),
  is('python313t_d.dll', [3, 13], 'td'),
  is('python3.dll', null),
  is('python3_d.dll', null, 'd'),
  is('python3t.dll', null, 't'),
  is('libpython2.7.so.1.0', [2, 7]),
  is('libpython3.6m.so.1.0', [3, 6]),
  is('libpython3.6dm.so.1.0', [3, 6], 'd'),
  is('libpython3.11d.so.1.0', [3, 11], 'd'),
  is('libpython3.12.so', [3, 12]),
  is('libpython3.13t.so.1.0', [3, 13], 't'),
  is('libpython3.13td.so.1.0', [3, 13], 'td'),
  is('libpython3.so', null),
  is('libpython3.12.dylib', [3, 12]),
  is('libpython3.11.dll', [3, 11]),
]) {
  test(`${library.library} is a Python library`, t => {
    t.deepEqual(parsePythonLibrary(library.library), library);
  });
}

test('other names are not', t => {
  for (const name of [
    ...[
      'python.dll',
      'pythoncom312.dll',
      'python3.12.dll',
      'python312x.dll',
      'mypython312.dll',
      'python15.dll',
      'python3123.dll',
    ],
    ...[
      'libpython.so',
      'libpythonic.so.1',
      'libpython3.12.a',
      'libpython3.12.dll.a',
      'libpython3.12.so.debug',
      'libboost_python312.so',
      '',
    ],
  ]) {
    t.is(parsePythonLibrary(name), null, name);
  }
});

test('a path or install name is known by its last part, and kept as it is', t => {
  t.deepEqual(
    parsePythonPath('/usr/local/lib/libpython3.12.dylib'),
    is('/usr/local/lib/libpython3.12.dylib', [3, 12]),
  );
  t.deepEqual(
    parsePythonPath('@rpath/libpython3.13t.dylib'),
    is('@rpath/libpython3.13t.dylib', [3, 13], 't'),
  );
  t.deepEqual(parsePythonPath('python312.dll'), is('python312.dll', [3, 12]));
  t.is(parsePythonPath('/usr/lib/libSystem.B.dylib'), null);
});

for (const library of [
  is('/Library/Frameworks/Python.framework/Versions/3.12/Python', [3, 12]),
  is('/Library/Frameworks/PythonT.framework/Versions/3.13/PythonT', [3, 13], 't'),
  is('/opt/homebrew/opt/python@3.11/Frameworks/Python.framework/Versions/3.11/Python', [3, 11]),
  is('@rpath/Python3.framework/Versions/3.9/Python3', [3, 9]),
  is('@rpath/Python.framework/Python', null),
]) {
  test(`${library.library} is a framework of Python`, t => {
    t.deepEqual(parsePythonPath(library.library), library);
  });
}

test('other frameworks are not', t => {
  for (const path of [
    '/Library/Frameworks/IPython.framework/Versions/3.12/IPython',
    '@rpath/Python.framework/Helper',
    '/x/Python',
    'Python',
  ]) {
    t.is(parsePythonPath(path), null, path);
  }
});
