import {environment, type SeededDefect, wheel} from '../case.ts';
import {pythonNames, speed, universalCrt, windowsModule} from '../common.ts';
import {buildPe, emptyManifest, vc90Manifest} from '../pe.ts';

const cp312 = 'cp312-cp312-win_amd64';
const pyd312 = speed('cp312-win_amd64.pyd');
const good312 = wheel(cp312, {[pyd312]: windowsModule('python312.dll', universalCrt)});
const python27 = {'python27.dll': ['Py_InitModule4_64', 'PyInt_FromLong']};
const python27Module = (more: {manifest: string}) => () =>
  buildPe({hook: 'initspeed', imports: {...python27, 'MSVCR90.dll': ['malloc', 'memcpy']}, ...more});

const msvcp = (fileVersion: string) => () =>
  buildPe({defines: ['_Mtx_lock', '_Xlength_error'], imports: universalCrt, fileVersion});
const mutexUser = windowsModule('python312.dll', {
  ...universalCrt,
  'MSVCP140.dll': ['_Mtx_lock', '_Mtx_unlock'],
});
const withNeighbour = (fileVersion: string) =>
  environment('site-packages', {
    seeded: {tag: cp312, files: {[pyd312]: mutexUser}},
    neighbour: {
      tag: cp312,
      files: {
        'neighbour/speed.cp312-win_amd64.pyd': windowsModule('python312.dll', {
          ...universalCrt,
          'msvcp140.dll': ['_Xlength_error'],
        }),
        'neighbour/msvcp140.dll': msvcp(fileVersion),
      },
    },
  });

/** The one-C-runtime rule and what belongs to it: Windows only. */
export const cRuntimeDefects: readonly SeededDefect[] = [
  {
    rule: 'crt-mismatch',
    severity: 'error',
    seeded: 'a MinGW module on msvcrt.dll for Python 3.12',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {'msvcrt.dll': ['malloc', 'free', 'fwrite']}),
    }),
    cure: good312,
  },
  {
    rule: 'crt-mismatch',
    severity: 'error',
    seeded: 'a module of Visual Studio 2015 for Python 2.7',
    member: 'seeded/speed.pyd',
    build: wheel('cp27-cp27m-win_amd64', {
      'seeded/speed.pyd': () => buildPe({hook: 'initspeed', imports: {...python27, ...universalCrt}}),
    }),
    cure: wheel('cp27-cp27m-win_amd64', {'seeded/speed.pyd': python27Module({manifest: emptyManifest})}),
  },
  {
    rule: 'crt-mismatch',
    severity: 'error',
    seeded: 'a 32-bit module on MSVCR120 for Python 3.4',
    member: 'seeded/speed.pyd',
    build: wheel('cp34-cp34m-win32', {
      'seeded/speed.pyd': windowsModule('python34.dll', {'MSVCR120.dll': ['malloc']}, {machine: 'x86'}),
    }),
    cure: wheel('cp34-cp34m-win32', {
      'seeded/speed.pyd': windowsModule('python34.dll', {'MSVCR100.dll': ['malloc']}, {machine: 'x86'}),
    }),
  },
  {
    rule: 'crt-mismatch',
    severity: 'warning',
    seeded: 'a library for cffi on msvcrt.dll, with a hook that is never called',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: () =>
        buildPe({hook: 'PyInit_speed', defines: ['compute'], imports: {'msvcrt.dll': ['malloc']}}),
    }),
    cure: wheel(cp312, {
      [pyd312]: () => buildPe({hook: 'PyInit_speed', defines: ['compute'], imports: universalCrt}),
    }),
  },
  {
    rule: 'crt-bundled-other',
    severity: 'note',
    seeded: 'a bundled OpenBLAS on msvcrt.dll beside a right module',
    member: 'seeded.libs/openblas-0a1b2c3d.dll',
    build: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {...universalCrt, 'openblas-0a1b2c3d.dll': ['cblas_ddot']}),
      'seeded.libs/openblas-0a1b2c3d.dll': () =>
        buildPe({defines: ['cblas_ddot'], imports: {'msvcrt.dll': ['malloc']}}),
    }),
    cure: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {...universalCrt, 'openblas-0a1b2c3d.dll': ['cblas_ddot']}),
      'seeded.libs/openblas-0a1b2c3d.dll': () => buildPe({defines: ['cblas_ddot'], imports: universalCrt}),
    }),
  },
  {
    rule: 'two-crts',
    severity: 'error',
    seeded: 'MSVCR100 from a static library beside the UCRT',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {...universalCrt, 'MSVCR100.dll': ['_fdopen', 'fclose']}),
    }),
    cure: good312,
  },
  {
    rule: 'crt-debug',
    severity: 'error',
    seeded: 'a module built with /MDd',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {
        'VCRUNTIME140D.dll': ['memcpy'],
        'ucrtbased.dll': ['_malloc_dbg'],
      }),
    }),
    cure: good312,
  },
  {
    rule: 'crt-debug',
    severity: 'error',
    seeded: 'MSVCR90D in a module for Python 2.7',
    member: 'seeded/speed.pyd',
    build: wheel('cp27-cp27m-win_amd64', {
      'seeded/speed.pyd': () =>
        buildPe({hook: 'initspeed', imports: {...python27, 'MSVCR90D.dll': ['malloc']}}),
    }),
    cure: wheel('cp27-cp27m-win_amd64', {'seeded/speed.pyd': python27Module({manifest: emptyManifest})}),
  },
  {
    rule: 'crt-static',
    severity: 'note',
    seeded: 'a module linked with /MT',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {'KERNEL32.dll': ['HeapAlloc', 'GetProcessHeap']}),
    }),
    cure: good312,
  },
  {
    rule: 'crt-redist',
    severity: 'warning',
    seeded: 'a C++ module whose MSVCP140 nobody ships',
    member: pyd312,
    build: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {...universalCrt, 'MSVCP140.dll': ['_Xlength_error']}),
    }),
    cure: wheel(cp312, {
      [pyd312]: windowsModule('python312.dll', {
        ...universalCrt,
        'msvcp140-4dc4f7b0.dll': ['_Xlength_error'],
      }),
      'seeded.libs/msvcp140-4dc4f7b0.dll': msvcp('14.44.35211.0'),
    }),
  },
  {
    rule: 'crt-manifest',
    severity: 'warning',
    seeded: 'a kept Microsoft.VC90.CRT dependency in the manifest of a module for Python 2.7',
    member: 'seeded/speed.pyd',
    build: wheel('cp27-cp27m-win_amd64', {'seeded/speed.pyd': python27Module({manifest: vc90Manifest})}),
    cure: wheel('cp27-cp27m-win_amd64', {'seeded/speed.pyd': python27Module({manifest: emptyManifest})}),
  },
  {
    rule: 'msvcp140-mutex',
    severity: 'warning',
    seeded: 'constexpr std::mutex beside a neighbour that bundles msvcp140.dll 14.29',
    member: pyd312,
    build: withNeighbour('14.29.30133.0'),
    cure: withNeighbour('14.44.35211.0'),
  },
  {
    rule: 'crt-mismatch',
    severity: 'error',
    seeded: 'an abi3 module on msvcrt.dll',
    member: 'seeded/speed.pyd',
    build: wheel('cp38-abi3-win_amd64', {
      'seeded/speed.pyd': () =>
        buildPe({hook: 'PyInit_speed', imports: {'python3.dll': pythonNames, 'msvcrt.dll': ['malloc']}}),
    }),
    cure: wheel('cp38-abi3-win_amd64', {'seeded/speed.pyd': windowsModule('python3.dll', universalCrt)}),
  },
];
