import {bareFile, type SeededDefect, wheel} from '../case.ts';
import {
  aarch64Glibc,
  glibc,
  linuxModule,
  pythonNames,
  speed,
  universalCrt,
  windowsModule,
} from '../common.ts';
import {buildElf} from '../elf.ts';

const manylinux = 'cp312-cp312-manylinux_2_17_x86_64';
const so312 = speed('cpython-312-x86_64-linux-gnu.so');
const good = wheel(manylinux, {[so312]: linuxModule()});
const cp27mu = 'cp27-cp27mu-manylinux1_x86_64';
const oldGlibc = {soname: 'libc.so.6', names: ['malloc@GLIBC_2.2.5']};
const python27Module = (names: readonly string[]) => () =>
  buildElf({
    hook: 'initspeed',
    undefined: ['Py_InitModule4_64', 'PyInt_FromLong', ...names],
    needed: [oldGlibc],
  });
const freeThreaded = linuxModule({undefined: ['_Py_DecRefShared', '_Py_MergeZeroLocalRefcount']});
const withGil = linuxModule({undefined: ['_Py_Dealloc']});
const manylinux313 = 'manylinux_2_17_x86_64';

/** A module and the interpreter that imports it: hook, file name, machine, names taken from the interpreter. */
export const moduleDefects: readonly SeededDefect[] = [
  {
    rule: 'init-missing',
    severity: 'error',
    seeded: 'a hook of another name than the file: renamed after the build',
    member: so312,
    build: wheel(manylinux, {[so312]: linuxModule({hook: 'PyInit_slow'})}),
    cure: good,
  },
  {
    rule: 'init-missing',
    severity: 'error',
    seeded: 'a Windows module whose hook is not exported under the name of the file',
    member: 'speed.cp312-win_amd64.pyd',
    build: bareFile(
      'speed.cp312-win_amd64.pyd',
      windowsModule('python312.dll', universalCrt, {hook: 'initspeed'}),
    ),
    cure: bareFile('speed.cp312-win_amd64.pyd', windowsModule('python312.dll', universalCrt)),
  },
  {
    rule: 'ext-suffix',
    severity: 'error',
    seeded: 'a file name of Python 3.11 in a wheel for 3.12',
    member: speed('cpython-311-x86_64-linux-gnu.so'),
    build: wheel(manylinux, {[speed('cpython-311-x86_64-linux-gnu.so')]: linuxModule()}),
    cure: good,
  },
  {
    rule: 'ext-suffix',
    severity: 'error',
    seeded: 'a file name of Python 3.10 in an abi3 wheel for 3.10 and later',
    member: speed('cp310-win_amd64.pyd'),
    build: wheel('cp310-abi3-win_amd64', {
      [speed('cp310-win_amd64.pyd')]: windowsModule('python3.dll', universalCrt),
    }),
    cure: wheel('cp310-abi3-win_amd64', {[speed('pyd')]: windowsModule('python3.dll', universalCrt)}),
  },
  {
    rule: 'wrong-arch',
    severity: 'error',
    seeded: 'a 64-bit module in a win32 wheel',
    member: speed('cp312-win32.pyd'),
    build: wheel('cp312-cp312-win32', {
      [speed('cp312-win32.pyd')]: windowsModule('python312.dll', universalCrt),
    }),
    cure: wheel('cp312-cp312-win32', {
      [speed('cp312-win32.pyd')]: windowsModule('python312.dll', universalCrt, {machine: 'x86'}),
    }),
  },
  {
    rule: 'wrong-arch',
    severity: 'error',
    seeded: 'an aarch64 module in an x86-64 wheel',
    member: so312,
    build: wheel(manylinux, {[so312]: linuxModule({machine: 'aarch64', needed: [aarch64Glibc]})}),
    cure: good,
  },
  {
    rule: 'undefined-symbol',
    severity: 'error',
    seeded: 'a helper that was not linked in',
    member: so312,
    build: wheel(manylinux, {[so312]: linuxModule({undefined: ['speed_compute_table']})}),
    cure: wheel(manylinux, {
      [so312]: linuxModule({
        needed: [glibc, {soname: 'libtable-1f2e3d4c.so.1', names: ['speed_compute_table']}],
        runpath: '$ORIGIN/../seeded.libs',
      }),
      'seeded.libs/libtable-1f2e3d4c.so.1': () =>
        buildElf({soname: 'libtable-1f2e3d4c.so.1', defines: ['speed_compute_table'], needed: [glibc]}),
    }),
  },
  {
    rule: 'undefined-symbol',
    severity: 'error',
    seeded: 'PyUnicode_AsUnicode, which 3.12 removed, in a wheel for 3.12',
    member: so312,
    build: wheel(manylinux, {[so312]: linuxModule({undefined: ['PyUnicode_AsUnicode']})}),
    cure: wheel(manylinux, {[so312]: linuxModule({undefined: ['PyUnicode_AsWideCharString']})}),
  },
  {
    rule: 'unicode-width',
    severity: 'error',
    seeded: 'a module of a UCS2 Python 2.7 under a cp27mu tag',
    member: 'seeded/speed.so',
    build: wheel(cp27mu, {
      'seeded/speed.so': python27Module(['PyUnicodeUCS2_FromString', 'PyUnicodeUCS2_AsUTF8String']),
    }),
    cure: wheel(cp27mu, {
      'seeded/speed.so': python27Module(['PyUnicodeUCS4_FromString', 'PyUnicodeUCS4_AsUTF8String']),
    }),
  },
  {
    rule: 'pydebug',
    severity: 'error',
    seeded: 'a module built with the headers of a debug Python 3.11 in a release wheel',
    member: speed('cpython-311-x86_64-linux-gnu.so'),
    build: wheel('cp311-cp311-manylinux_2_17_x86_64', {
      [speed('cpython-311-x86_64-linux-gnu.so')]: linuxModule({
        undefined: ['_Py_RefTotal', '_Py_NegativeRefcount'],
      }),
    }),
    cure: wheel('cp311-cp311-manylinux_2_17_x86_64', {
      [speed('cpython-311-x86_64-linux-gnu.so')]: linuxModule(),
    }),
  },
  {
    rule: 'pydebug',
    severity: 'error',
    seeded: 'a module built with the headers of a debug Python 3.12 in a release wheel',
    member: so312,
    build: wheel(manylinux, {
      [so312]: linuxModule({
        undefined: ['_Py_INCREF_IncRefTotal', '_Py_DECREF_DecRefTotal', '_Py_NegativeRefcount'],
      }),
    }),
    cure: good,
  },
  {
    rule: 'pydebug',
    severity: 'error',
    seeded: 'a module for a Py_TRACE_REFS interpreter',
    member: so312,
    build: wheel(manylinux, {
      [so312]: () =>
        buildElf({
          hook: 'PyInit_speed',
          undefined: ['PyLong_FromLong', 'PyModule_Create2TraceRefs'],
          needed: [glibc],
        }),
    }),
    cure: good,
  },
  {
    rule: 'free-threaded',
    severity: 'error',
    seeded: 'a free-threaded module under a GIL tag',
    member: speed('cpython-313-x86_64-linux-gnu.so'),
    build: wheel(`cp313-cp313-${manylinux313}`, {[speed('cpython-313-x86_64-linux-gnu.so')]: freeThreaded}),
    cure: wheel(`cp313-cp313-${manylinux313}`, {[speed('cpython-313-x86_64-linux-gnu.so')]: withGil}),
  },
  {
    rule: 'free-threaded',
    severity: 'error',
    seeded: 'a module with the GIL under a free-threaded tag',
    member: speed('cpython-313t-x86_64-linux-gnu.so'),
    build: wheel(`cp313-cp313t-${manylinux313}`, {[speed('cpython-313t-x86_64-linux-gnu.so')]: withGil}),
    cure: wheel(`cp313-cp313t-${manylinux313}`, {[speed('cpython-313t-x86_64-linux-gnu.so')]: freeThreaded}),
  },
  {
    rule: 'elf-libpython',
    severity: 'error',
    seeded: 'a libpython among the needed libraries of a manylinux wheel',
    member: so312,
    build: wheel(manylinux, {
      [so312]: linuxModule({needed: [glibc, {soname: 'libpython3.12.so.1.0', names: pythonNames}]}),
    }),
    cure: good,
  },
  {
    rule: 'elf-libpython',
    severity: 'warning',
    seeded: 'a libpython among the needed libraries of a bare file',
    member: 'speed.cpython-312-x86_64-linux-gnu.so',
    build: bareFile(
      'speed.cpython-312-x86_64-linux-gnu.so',
      linuxModule({needed: [glibc, {soname: 'libpython3.12.so.1.0', names: pythonNames}]}),
    ),
    cure: bareFile('speed.cpython-312-x86_64-linux-gnu.so', linuxModule()),
  },
];
