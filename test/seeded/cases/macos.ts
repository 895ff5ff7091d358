import {type SeededDefect, wheel} from '../case.ts';
import {pythonNames, speed} from '../common.ts';
import {buildMachO, type MachOSpec} from '../macho.ts';

const arm64 = 'cp312-cp312-macosx_11_0_arm64';
const universal2 = 'cp312-cp312-macosx_11_0_universal2';
const so312 = speed('cpython-312-darwin.so');
const bundle =
  (more: Partial<MachOSpec> & {names?: readonly string[]} = {}) =>
  () =>
    buildMachO({
      architectures: ['arm64'],
      minimumOs: '11.0',
      hook: 'PyInit_speed',
      ...more,
      undefined: [...pythonNames, ...(more.names ?? [])],
    });
const good = wheel(arm64, {[so312]: bundle()});

/** Modules for macOS. */
export const macosDefects: readonly SeededDefect[] = [
  {
    rule: 'macos-target',
    severity: 'error',
    seeded: 'a module for macOS 13 in a wheel for macOS 11',
    member: so312,
    build: wheel(arm64, {[so312]: bundle({minimumOs: '13.0'})}),
    cure: good,
  },
  {
    rule: 'code-signature',
    severity: 'error',
    seeded: 'an arm64 module without a code signature',
    member: so312,
    build: wheel(arm64, {[so312]: bundle({unsigned: true})}),
    cure: good,
  },
  {
    rule: 'wrong-arch',
    severity: 'error',
    seeded: 'an arm64 slice alone in a universal2 wheel',
    member: so312,
    build: wheel(universal2, {[so312]: bundle()}),
    cure: wheel(universal2, {[so312]: bundle({architectures: ['arm64', 'x86_64']})}),
  },
  {
    rule: 'missing-dep',
    severity: 'error',
    seeded: 'a Homebrew library that the wheel does not hold',
    member: so312,
    build: wheel(arm64, {[so312]: bundle({needed: ['/opt/homebrew/opt/libomp/lib/libomp.dylib']})}),
    cure: wheel(arm64, {
      [so312]: bundle({needed: ['@loader_path/.dylibs/libomp.dylib']}),
      'seeded/.dylibs/libomp.dylib': () => buildMachO({architectures: ['arm64'], minimumOs: '11.0'}),
    }),
  },
  {
    rule: 'elf-libpython',
    severity: 'error',
    seeded: 'the absolute path of a Python framework in a wheel',
    member: so312,
    build: wheel(arm64, {
      [so312]: bundle({needed: ['/Library/Frameworks/Python.framework/Versions/3.12/Python']}),
    }),
    cure: good,
  },
  {
    rule: 'pydebug',
    severity: 'error',
    seeded: 'a macOS module built with the headers of a debug Python',
    member: so312,
    build: wheel(arm64, {
      [so312]: bundle({names: ['_Py_INCREF_IncRefTotal', '_Py_DECREF_DecRefTotal', '_Py_NegativeRefcount']}),
    }),
    cure: good,
  },
  {
    rule: 'undefined-symbol',
    severity: 'error',
    seeded: 'PyUnicode_AsUnicode, which 3.12 removed, in a macOS module for 3.12',
    member: so312,
    build: wheel(arm64, {[so312]: bundle({names: ['PyUnicode_AsUnicode']})}),
    cure: good,
  },
  {
    rule: 'rpath-unsafe',
    severity: 'warning',
    seeded: 'a search path of a macOS module into the build tree',
    member: so312,
    build: wheel(arm64, {[so312]: bundle({rpath: '/Users/builder/project/build/lib'})}),
    cure: wheel(arm64, {[so312]: bundle({rpath: '@loader_path/.dylibs'})}),
  },
];
