import test from 'ava';
import {machinesOf} from '../../src/rules/machine.ts';
import {artefact, bareFile, wheel} from '../builders/artefact.ts';
import {
  elfFacts,
  linuxModule,
  machOFacts,
  machOSlice,
  macModule,
  peFacts,
  UCRT,
  windowsModule,
} from '../builders/facts.ts';
import {fires, silent, tells, unknown} from './expect.ts';

const ARM = {machine: 'arm64', machineCode: 0xaa64} as const;
const X86 = {machine: 'x86', machineCode: 0x14c, bits: 32} as const;
const arm = {machine: 'arm64'} as const;
const intel = {machine: 'x86_64'} as const;
const mac = (tag: string, ...slices: Parameters<typeof macModule>) =>
  wheel(`cp312-cp312-${tag}`, {'pkg/speed.so': macModule(...slices)});

test(
  'a 64-bit module in a win32 wheel is an error',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-win32', {'pkg/speed.pyd': windowsModule('python312.dll')}),
  {says: ['x86_64', 'win32 promises x86']},
);
test(
  'an ARM64 module in a win_amd64 wheel is an error',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-win_amd64', {'pkg/speed.pyd': windowsModule('python312.dll', UCRT, ARM)}),
);
test(
  'an x86-64 module in an aarch64 wheel is an error, and the only finding',
  tells,
  ['error wrong-arch'],
  wheel('cp312-cp312-manylinux_2_17_aarch64', {
    'pkg/speed.so': linuxModule(['nowhere'], {needed: ['libc.so.6', 'libnone.so.1']}),
  }),
);
test(
  'an x86-64 file alone is no universal2 (dqrobotics)',
  fires,
  'wrong-arch',
  'error',
  mac('macosx_10_9_universal2', intel),
  {
    says: ['arm64', 'ARCHFLAGS'],
  },
);
test(
  'a macOS wheel for arm64 with x86_64 code is an error',
  fires,
  'wrong-arch',
  'error',
  mac('macosx_11_0_arm64', intel),
);
test(
  'an intel wheel with one of two machines is a warning',
  fires,
  'wrong-arch',
  'warning',
  mac('macosx_10_9_intel', intel),
);
test(
  'a set of tags promises each of them',
  fires,
  'wrong-arch',
  'error',
  mac('macosx_11_0_arm64.macosx_10_9_x86_64', intel),
  {says: ['macosx_11_0_arm64']},
);
test(
  'an egg for win-amd64 with 32-bit code is an error',
  fires,
  'wrong-arch',
  'error',
  artefact('a-1-py2.7-win-amd64.egg', {
    'speed.pyd': windowsModule('python27.dll', {'MSVCR90.dll': ['malloc']}, X86),
  }),
);
test(
  "a file's own name is a promise",
  fires,
  'wrong-arch',
  'error',
  bareFile('speed.cpython-312-aarch64-linux-gnu.so', linuxModule()),
  {
    says: ['the file name says aarch64-linux-gnu'],
  },
);
test(
  'a library that a module loads has to run as well',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-macosx_10_9_universal2', {
    'pkg/speed.so': macModule(
      {...arm, needed: ['@loader_path/libcore.dylib']},
      {...intel, needed: ['@loader_path/libcore.dylib']},
    ),
    'pkg/libcore.dylib': machOFacts(machOSlice({...intel, type: 'dylib'})),
  }),
  {at: 'pkg/libcore.dylib'},
);
test(
  "a data file for another machine is a note (debugpy's attach_x86.dll)",
  fires,
  'wrong-arch',
  'note',
  wheel('cp312-cp312-win_amd64', {'pkg/attach_x86.dll': peFacts(X86)}),
);

test(
  'a module for the machine of its tag is right',
  silent,
  'wrong-arch',
  wheel('cp312-cp312-win_arm64', {'speed.pyd': windowsModule('python312.dll', UCRT, ARM)}),
);
test('universal2 with both slices is right', silent, 'wrong-arch', mac('macosx_10_9_universal2', arm, intel));
test('more slices than promised do no harm', silent, 'wrong-arch', mac('macosx_11_0_arm64', arm, intel));
test(
  'an intel wheel with both machines is right',
  silent,
  'wrong-arch',
  mac('macosx_10_6_intel', intel, {machine: 'x86'}),
);
test(
  '32-bit ARM has many names',
  silent,
  'wrong-arch',
  wheel('cp312-cp312-manylinux_2_17_armv7l', {
    'speed.cpython-312-arm-linux-gnueabihf.so': linuxModule([], {machine: 'arm', bits: 32}),
  }),
);
test(
  'a .NET assembly for x86 runs on x64 (pythonnet)',
  silent,
  'wrong-arch',
  wheel('cp38-cp38-win_amd64', {'Python.Runtime.dll': peFacts({...X86, isManaged: true})}),
);
test(
  'a launcher for another machine is a program, not a module',
  silent,
  'wrong-arch',
  wheel('cp312-cp312-win_amd64', {'setuptools/cli-32.exe': peFacts({...X86, isDll: false})}),
);
test(
  'a stable ABI name with a triplet is spelled with hyphens',
  silent,
  'wrong-arch',
  bareFile('speed.abi3-x86-64-linux-gnu.so', linuxModule()),
);

test(
  'a tag without a machine promises none',
  unknown,
  'wrong-arch',
  wheel('py3-none-any', {'pkg/speed.so': linuxModule()}),
);
test(
  'a bare file without a machine in its name promises none',
  unknown,
  'wrong-arch',
  bareFile('speed.abi3.so', linuxModule([], ARM)),
);
test(
  'x32 has no tag of its own',
  unknown,
  'wrong-arch',
  bareFile('speed.cpython-312-x86_64-linux-gnux32.so', linuxModule([], {bits: 32})),
);

test('a file has the machine of its header, or one for each slice', t => {
  t.deepEqual(machinesOf(elfFacts()), ['x86_64']);
  t.deepEqual(
    machinesOf(machOFacts(machOSlice(intel), machOSlice(arm), machOSlice({...arm, cpuSubtype: 2}))),
    ['x86_64', 'arm64'],
  );
});

test(
  'a Windows module under a manylinux tag is of no use there',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-manylinux_2_17_x86_64', {'pkg/speed.pyd': windowsModule('python312.dll')}),
  {says: ['Windows binary', 'manylinux_2_17_x86_64', 'invalid ELF header']},
);
test(
  'nor is a Linux module under a macOS tag',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-macosx_11_0_arm64', {'pkg/speed.so': linuxModule([], arm)}),
  {says: ['Mach-O']},
);
test(
  'an unknown system may load what it likes',
  unknown,
  'wrong-arch',
  wheel('cp312-cp312-pyodide_2024_0_wasm32', {'pkg/speed.so': linuxModule()}),
);
test(
  'Linux calls its machines by their own names',
  fires,
  'wrong-arch',
  'error',
  wheel('cp312-cp312-manylinux_2_17_aarch64', {'pkg/speed.so': linuxModule([], {machine: 'x86', bits: 32})}),
  {says: ['i686', 'aarch64']},
);
