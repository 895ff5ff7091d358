import {buildElf, type ElfSpec, type NeededLibrary} from './elf.ts';
import {buildPe, type PeSpec} from './pe.ts';

/** What a module of a current Visual Studio takes from the C runtime of Python 3.5 and later. */
export const universalCrt: PeSpec['imports'] = {
  'VCRUNTIME140.dll': ['memcpy', 'memset'],
  'api-ms-win-crt-heap-l1-1-0.dll': ['malloc', 'free'],
  'api-ms-win-crt-runtime-l1-1-0.dll': ['_initterm'],
};

/** Names of the Python API that every module of this set takes: they are in all Pythons 3 and in the stable ABI. */
export const pythonNames: readonly string[] = ['PyLong_FromLong', 'PyModule_Create2', 'PyErr_SetString'];

/** A Windows module `speed` on the given Python DLL and C runtime. */
export const windowsModule =
  (pythonDll: string, crt: PeSpec['imports'], more: Partial<PeSpec> = {}): (() => Promise<Uint8Array>) =>
  () =>
    buildPe({hook: 'PyInit_speed', ...more, imports: {[pythonDll]: pythonNames, ...crt, ...more.imports}});

/** glibc with the versions that manylinux2014 allows. */
export const glibc: NeededLibrary = {soname: 'libc.so.6', names: ['malloc@GLIBC_2.2.5', 'memcpy@GLIBC_2.14']};

/** A Linux module `speed` with these names left to the interpreter, needing glibc unless told otherwise. */
export const linuxModule =
  (more: ElfSpec = {}): (() => Promise<Uint8Array>) =>
  () =>
    buildElf({
      hook: 'PyInit_speed',
      ...more,
      undefined: [...pythonNames, ...(more.undefined ?? [])],
      needed: more.needed ?? [glibc],
    });

/** glibc's names as another machine has them: aarch64 starts at GLIBC_2.17. */
export const aarch64Glibc: NeededLibrary = {soname: 'libc.so.6', names: ['malloc@GLIBC_2.17']};

/** The path of module `speed` in the wheel: `suffix` is what follows the first dot. */
export const speed = (suffix: string): string => `seeded/speed.${suffix}`;
