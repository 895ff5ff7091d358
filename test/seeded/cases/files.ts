import {type SeededDefect, wheel} from '../case.ts';
import {linuxModule, speed, universalCrt, windowsModule} from '../common.ts';
import {buildPe} from '../pe.ts';

const cp312 = 'cp312-cp312-win_amd64';
const pyd312 = speed('cp312-win_amd64.pyd');
const good312 = windowsModule('python312.dll', universalCrt);
const good = wheel(cp312, {[pyd312]: good312});
const gccRuntime = 'libgcc_s_seh-1.dll';
const gccUser = windowsModule('python312.dll', {...universalCrt, [gccRuntime]: ['_Unwind_Resume']});
const manylinux = 'cp312-cp312-manylinux_2_17_x86_64';
const so312 = speed('cpython-312-x86_64-linux-gnu.so');
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d7a'.repeat(16)}\nsize 48128\n`;

/** A WebAssembly module as Emscripten makes one: magic, version, and the dylink section of a side module. */
const webAssembly = new Uint8Array([
  0,
  0x61,
  0x73,
  0x6d,
  1,
  0,
  0,
  0,
  0,
  15,
  8,
  ...Buffer.from('dylink.0'),
  1,
  4,
  0,
  0,
  0,
  0,
]);

/** Libraries that a wheel forgot, and members that are not what their name says. */
export const fileDefects: readonly SeededDefect[] = [
  {
    rule: 'missing-dep',
    severity: 'error',
    seeded: "MinGW's libgcc_s_seh-1.dll, which nobody ships",
    member: pyd312,
    build: wheel(cp312, {[pyd312]: gccUser}),
    cure: wheel(cp312, {
      [pyd312]: gccUser,
      [`seeded/${gccRuntime}`]: () => buildPe({defines: ['_Unwind_Resume'], imports: universalCrt}),
    }),
  },
  {
    rule: 'truncated',
    severity: 'error',
    seeded: 'a module cut off in the middle of its import table',
    member: pyd312,
    build: wheel(cp312, {[pyd312]: async () => (await good312()).subarray(0, 600)}),
    cure: good,
  },
  {
    rule: 'not-a-binary',
    severity: 'error',
    seeded: 'a Git LFS pointer in place of the module',
    member: so312,
    build: wheel(manylinux, {[so312]: async () => Buffer.from(pointer)}),
    cure: wheel(manylinux, {[so312]: linuxModule()}),
  },
  {
    rule: 'unsupported',
    severity: 'error',
    seeded: 'a WebAssembly module in a wheel for Linux',
    member: so312,
    build: wheel(manylinux, {[so312]: async () => webAssembly}),
    cure: wheel(manylinux, {[so312]: linuxModule()}),
  },
];
