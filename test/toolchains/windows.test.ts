import test from 'ava';
import {toolchains} from './tables.ts';

const {windows} = toolchains;

test("what python.org's interpreters import is Windows' own, but for the C runtime", t => {
  // objdump -p of python36.dll to python314.dll, _ssl.pyd, _tkinter.pyd, _wmi.pyd.
  for (const dll of [
    ...[
      'VERSION.dll',
      'SHLWAPI.dll',
      'WS2_32.dll',
      'KERNEL32.dll',
      'ADVAPI32.dll',
      'USER32.dll',
      'SHELL32.dll',
    ],
    ...['bcrypt.dll', 'CRYPT32.dll', 'ole32.dll', 'OLEAUT32.dll', 'propsys.dll', 'WINMM.dll', 'RPCRT4.dll'],
    ...['api-ms-win-core-path-l1-1-0.dll', 'api-ms-win-crt-heap-l1-1-0.dll', 'ucrtbase.dll', 'MSVCRT.dll'],
  ]) {
    t.true(windows.isSystem(dll), dll);
    t.false(windows.isRedistributable(dll), dll);
  }
});

test('drivers, control panels and API sets are Windows’ too', t => {
  for (const dll of [
    'WINSPOOL.DRV',
    'bthprops.cpl',
    'ext-ms-win-ntuser-window-l1-1-0.dll',
    'D3DCOMPILER_47.dll',
  ]) {
    t.true(windows.isSystem(dll), dll);
  }
});

test('runtimes that an installer brings are not Windows’ own', t => {
  // Microsoft, "Redistributing Visual C++ files" and "DirectX End-User Runtimes (June 2010)".
  for (const [dll, brought] of [
    ['VCRUNTIME140.dll', /Visual C\+\+ 2015/],
    ['vcruntime140_1.dll', /Visual C\+\+ 2015/],
    ['MSVCP140.dll', /Visual C\+\+ 2015/],
    ['vcomp140.dll', /Visual C\+\+ 2015/],
    ['concrt140.dll', /Visual C\+\+ 2015/],
    ['mfc140u.dll', /Visual C\+\+ 2015/],
    ['msvcp100.dll', /Visual C\+\+ 2010/],
    ['MSVCR90.dll', /Visual C\+\+ 2008/],
    ['atl100.dll', /Visual C\+\+ 2010/],
    ['d3dx9_43.dll', /DirectX/],
    ['XINPUT1_3.dll', /DirectX/],
  ] as const) {
    t.false(windows.isSystem(dll), dll);
    t.true(windows.isRedistributable(dll), dll);
    t.regex(windows.redistributablePackage(dll) ?? '', brought, dll);
  }
});

test('debug runtimes are neither: nobody may pass them on', t => {
  for (const dll of ['MSVCR90D.dll', 'ucrtbased.dll', 'VCRUNTIME140D.dll', 'mfc140ud.dll']) {
    t.false(windows.isSystem(dll), dll);
    t.false(windows.isRedistributable(dll), dll);
  }
});

test('what modules must bring is not silenced', t => {
  for (const dll of [
    ...[
      'libgcc_s_seh-1.dll',
      'libstdc++-6.dll',
      'libwinpthread-1.dll',
      'python312.dll',
      'python3.dll',
      'zlib1.dll',
    ],
    ...[
      'sqlite3.dll',
      'libcrypto.dll',
      'libcrypto-3.dll',
      'opencl.dll',
      'vulkan-1.dll',
      'nvcuda.dll',
      'tcl86t.dll',
    ],
    ...['wined3d.dll', 'glut32.dll', 'openal32.dll', 'd3dx9_24.dll', 'widevinecdm.dll', ''],
  ]) {
    t.false(windows.isSystem(dll), dll);
  }
});

test('DLLs of the embeddable packages lie beside python.exe', t => {
  // File lists of python.org's embeddable zips.
  const packages = {
    '3.8': 'python3.dll python38.dll vcruntime140.dll vcruntime140_1.dll',
    '3.9': 'python3.dll python39.dll vcruntime140.dll vcruntime140_1.dll',
    '3.13': 'python3.dll python313.dll vcruntime140.dll vcruntime140_1.dll',
  };
  for (const [version, dlls] of Object.entries(packages)) {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    for (const dll of dlls.split(' ')) {
      t.is(
        windows.interpreterDll(dll.toUpperCase(), major, minor, 'x86_64'),
        'beside-python',
        `${version} ${dll}`,
      );
    }
  }
});

test('vcruntime140_1.dll comes with 64-bit Pythons from 3.8 on, and only with them', t => {
  // cibuildwheel's FAQ: 3.8.3 and all after; the file exists for x64 and ARM64 alone.
  t.is(windows.interpreterDll('vcruntime140_1.dll', 3, 7, 'x86_64'), null);
  t.is(windows.interpreterDll('vcruntime140_1.dll', 3, 8, 'x86_64'), 'beside-python');
  t.is(windows.interpreterDll('vcruntime140_1.dll', 3, 12, 'arm64'), 'beside-python');
  t.is(windows.interpreterDll('vcruntime140_1.dll', 3, 12, 'x86'), null);
});

test('a python DLL comes with its own version only', t => {
  t.is(windows.interpreterDll('python312.dll', 3, 12, 'x86_64'), 'beside-python');
  t.is(windows.interpreterDll('python312.dll', 3, 13, 'x86_64'), null);
  t.is(windows.interpreterDll('python313t.dll', 3, 13, 'x86_64'), 'beside-python');
  t.is(windows.interpreterDll('python3.dll', 2, 7, 'x86_64'), null);
});

test('OpenSSL, libffi, SQLite and Tcl are found by the standard library alone', t => {
  t.is(windows.interpreterDll('libcrypto-1_1.dll', 3, 10, 'x86_64'), 'dlls-folder');
  t.is(windows.interpreterDll('libcrypto-1_1.dll', 3, 11, 'x86_64'), null);
  t.is(windows.interpreterDll('libcrypto-3.dll', 3, 11, 'x86_64'), 'dlls-folder');
  t.is(windows.interpreterDll('libffi-7.dll', 3, 10, 'x86_64'), 'dlls-folder');
  t.is(windows.interpreterDll('libffi-8.dll', 3, 11, 'x86_64'), 'dlls-folder');
  t.is(windows.interpreterDll('sqlite3.dll', 3, 13, 'x86_64'), 'dlls-folder');
  t.is(windows.interpreterDll('tcl86t.dll', 3, 13, 'x86_64'), 'dlls-folder');
  t.is(windows.interpreterDll('msvcp140.dll', 3, 13, 'x86_64'), null);
});
