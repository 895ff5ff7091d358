import {bareFile, environment, type SeededDefect, wheel} from '../case.ts';
import {glibc, linuxModule, speed} from '../common.ts';
import {buildElf} from '../elf.ts';

const so312 = speed('cpython-312-x86_64-linux-gnu.so');
const cp312 = (platform: string): string => `cp312-cp312-${platform}`;
const manylinux = cp312('manylinux_2_17_x86_64');
const good = wheel(manylinux, {[so312]: linuxModule()});
const newGlibc = linuxModule({needed: [glibc, {soname: 'libm.so.6', names: ['exp@GLIBC_2.29']}]});
const gomp = 'libgomp-a34b3233.so.1';
const openMp = (soname: string) => () => buildElf({soname, defines: ['GOMP_parallel'], needed: [glibc]});
const openMpUser = (soname: string, runpath: string) =>
  linuxModule({needed: [glibc, {soname, names: ['GOMP_parallel']}], runpath});

const musl = {soname: 'libc.musl-x86_64.so.1', names: ['malloc']};
const muslModule = linuxModule({needed: [musl]});
const muslSo = speed('cpython-312-x86_64-linux-musl.so');

/** What a Linux wheel promises of the system, and what the dynamic loader makes of a module. */
export const linuxPlatformDefects: readonly SeededDefect[] = [
  {
    rule: 'manylinux-mistag',
    severity: 'error',
    seeded: 'exp of glibc 2.29 under a manylinux_2_17 tag',
    member: so312,
    build: wheel(manylinux, {[so312]: newGlibc}),
    cure: wheel(cp312('manylinux_2_31_x86_64'), {[so312]: newGlibc}),
  },
  {
    rule: 'libc-family',
    severity: 'error',
    seeded: 'a module on glibc in a musllinux wheel',
    member: muslSo,
    build: wheel(cp312('musllinux_1_2_x86_64'), {[muslSo]: linuxModule()}),
    cure: wheel(cp312('musllinux_1_2_x86_64'), {[muslSo]: muslModule}),
  },
  {
    rule: 'libc-family',
    severity: 'error',
    seeded: 'a module on musl in a manylinux wheel',
    member: so312,
    build: wheel(manylinux, {[so312]: muslModule}),
    cure: good,
  },
  {
    rule: 'rpath-unsafe',
    severity: 'warning',
    seeded: 'a search path into the build tree',
    member: so312,
    build: wheel(manylinux, {[so312]: linuxModule({runpath: '/home/builder/project/build/lib'})}),
    cure: wheel(manylinux, {[so312]: linuxModule({runpath: '$ORIGIN/../seeded.libs'})}),
  },
  {
    rule: 'exec-stack',
    severity: 'warning',
    seeded: 'a request for an executable stack',
    member: so312,
    build: wheel(manylinux, {[so312]: linuxModule({executableStack: true})}),
    cure: good,
  },
  {
    rule: 'sanitizer-runtime',
    severity: 'warning',
    seeded: 'a module built with -fsanitize=address',
    member: 'speed.cpython-312-x86_64-linux-gnu.so',
    build: bareFile(
      'speed.cpython-312-x86_64-linux-gnu.so',
      linuxModule({needed: [{soname: 'libasan.so.8', names: ['__asan_init', '__asan_report_load8']}, glibc]}),
    ),
    cure: bareFile('speed.cpython-312-x86_64-linux-gnu.so', linuxModule()),
  },
  {
    rule: 'duplicate-runtime',
    severity: 'warning',
    seeded: 'two projects that each bring an OpenMP runtime',
    // The second in the order of paths: which of the two comes second in a process depends on the imports.
    member: 'seeded.libs/libgomp-a34b3233.so.1',
    build: environment('lib/python3.12/site-packages', {
      seeded: {
        tag: manylinux,
        files: {[so312]: openMpUser(gomp, '$ORIGIN/../seeded.libs'), [`seeded.libs/${gomp}`]: openMp(gomp)},
      },
      other: {
        tag: manylinux,
        files: {
          'other/speed.cpython-312-x86_64-linux-gnu.so': openMpUser(
            'libgomp-d22c30c5.so.1',
            '$ORIGIN/../other.libs',
          ),
          'other.libs/libgomp-d22c30c5.so.1': openMp('libgomp-d22c30c5.so.1'),
        },
      },
    }),
    cure: environment('lib/python3.12/site-packages', {
      seeded: {
        tag: manylinux,
        files: {[so312]: openMpUser(gomp, '$ORIGIN/../seeded.libs'), [`seeded.libs/${gomp}`]: openMp(gomp)},
      },
      other: {tag: manylinux, files: {'other/speed.cpython-312-x86_64-linux-gnu.so': linuxModule()}},
    }),
  },
  {
    rule: 'missing-dep',
    severity: 'error',
    seeded: 'libgomp needed and not grafted into the wheel',
    member: so312,
    build: wheel(manylinux, {
      [so312]: linuxModule({needed: [glibc, {soname: 'libgomp.so.1', names: ['GOMP_parallel']}]}),
    }),
    cure: wheel(manylinux, {
      [so312]: openMpUser(gomp, '$ORIGIN/../seeded.libs'),
      [`seeded.libs/${gomp}`]: openMp(gomp),
    }),
  },
];
