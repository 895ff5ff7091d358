import test from 'ava';
import {
  formatOf,
  type Platform,
  parsePlatformTag,
  suffixMachine,
  suffixSystem,
} from '../../src/python/platform-tag.ts';
import {toolchains} from '../toolchains/tables.ts';

const {machinesOfPlatformTag} = toolchains.cpython;

const cases: readonly (readonly [string, Omit<Platform, 'tag'>])[] = [
  // PEP 425
  ['win32', {system: 'windows', machines: ['x86'], allMachinesNeeded: true, libc: null, minimumSystem: null}],
  [
    'win_amd64',
    {system: 'windows', machines: ['x86_64'], allMachinesNeeded: true, libc: null, minimumSystem: null},
  ],
  [
    'win_arm64',
    {system: 'windows', machines: ['arm64'], allMachinesNeeded: true, libc: null, minimumSystem: null},
  ],
  [
    'linux_x86_64',
    {system: 'linux', machines: ['x86_64'], allMachinesNeeded: true, libc: null, minimumSystem: null},
  ],
  [
    'linux_armv6l',
    {system: 'linux', machines: ['arm'], allMachinesNeeded: true, libc: null, minimumSystem: null},
  ],
  // PEP 513, 600, 656
  [
    'manylinux1_i686',
    {system: 'linux', machines: ['x86'], allMachinesNeeded: true, libc: 'glibc', minimumSystem: null},
  ],
  [
    'manylinux2014_ppc64le',
    {system: 'linux', machines: ['ppc64le'], allMachinesNeeded: true, libc: 'glibc', minimumSystem: null},
  ],
  [
    'manylinux_2_28_aarch64',
    {system: 'linux', machines: ['arm64'], allMachinesNeeded: true, libc: 'glibc', minimumSystem: null},
  ],
  [
    'musllinux_1_2_s390x',
    {system: 'linux', machines: ['s390x'], allMachinesNeeded: true, libc: 'musl', minimumSystem: null},
  ],
  // Apple
  [
    'macosx_10_9_x86_64',
    {system: 'macos', machines: ['x86_64'], allMachinesNeeded: true, libc: null, minimumSystem: [10, 9]},
  ],
  [
    'macosx_11_0_arm64',
    {system: 'macos', machines: ['arm64'], allMachinesNeeded: true, libc: null, minimumSystem: [11, 0]},
  ],
  [
    'macosx_10_9_universal2',
    {
      system: 'macos',
      machines: ['x86_64', 'arm64'],
      allMachinesNeeded: true,
      libc: null,
      minimumSystem: [10, 9],
    },
  ],
  [
    'macosx_10_6_intel',
    {
      system: 'macos',
      machines: ['x86', 'x86_64'],
      allMachinesNeeded: false,
      libc: null,
      minimumSystem: [10, 6],
    },
  ],
  [
    'macosx_10_3_fat',
    {system: 'macos', machines: ['ppc', 'x86'], allMachinesNeeded: false, libc: null, minimumSystem: [10, 3]},
  ],
  // PEP 730, 738
  [
    'ios_13_0_arm64_iphoneos',
    {system: 'ios', machines: ['arm64'], allMachinesNeeded: true, libc: null, minimumSystem: [13, 0]},
  ],
  [
    'ios_13_0_x86_64_iphonesimulator',
    {system: 'ios', machines: ['x86_64'], allMachinesNeeded: true, libc: null, minimumSystem: [13, 0]},
  ],
  [
    'android_21_arm64_v8a',
    {system: 'android', machines: ['arm64'], allMachinesNeeded: true, libc: null, minimumSystem: [21, 0]},
  ],
  [
    'android_24_armeabi_v7a',
    {system: 'android', machines: ['arm'], allMachinesNeeded: true, libc: null, minimumSystem: [24, 0]},
  ],
  // Others
  [
    'mingw_x86_64_ucrt_gnu',
    {system: 'mingw', machines: ['x86_64'], allMachinesNeeded: true, libc: null, minimumSystem: null},
  ],
  [
    'cygwin_3_4_x86_64',
    {system: 'cygwin', machines: ['x86_64'], allMachinesNeeded: true, libc: null, minimumSystem: null},
  ],
  [
    'pyodide_2024_0_wasm32',
    {system: 'other', machines: [], allMachinesNeeded: false, libc: null, minimumSystem: null},
  ],
];
for (const [tag, platform] of cases) {
  test(`what ${tag} promises`, t => {
    t.deepEqual(parsePlatformTag(tag, machinesOfPlatformTag), {tag, ...platform});
  });
}

test('any promises nothing', t => {
  t.is(parsePlatformTag('any', machinesOfPlatformTag), null);
  t.is(parsePlatformTag('', machinesOfPlatformTag), null);
});

// Debian's multiarch names, as PLATFORM_TRIPLET in configure.ac has them.
for (const [part, machine] of [
  ['x86_64-linux-gnu', 'x86_64'],
  ['x86-64-linux-gnu', 'x86_64'],
  ['i386-linux-gnu', 'x86'],
  ['aarch64-linux-gnu', 'arm64'],
  ['aarch64-linux-musl', 'arm64'],
  ['arm-linux-gnueabihf', 'arm'],
  ['powerpc64le-linux-gnu', 'ppc64le'],
  ['powerpc64-linux-gnu', 'ppc64'],
  ['s390x-linux-gnu', 's390x'],
  ['riscv64-linux-gnu', 'riscv64'],
  ['loongarch64-linux-gnu', 'loongarch64'],
  ['mips64el-linux-gnuabi64', 'mips64'],
  ['aarch64-linux-android', 'arm64'],
  ['win32', 'x86'],
  ['win_amd64', 'x86_64'],
  ['win_arm64', 'arm64'],
  ['x86_64-linux-gnux32', null],
  ['darwin', null],
  ['iphoneos', null],
  ['z80-linux-gnu', null],
  ['', null],
] as const) {
  test(`the machine in the suffix part ${JSON.stringify(part)} is ${machine ?? 'unknown'}`, t => {
    t.is(suffixMachine(part, machinesOfPlatformTag), machine);
  });
}

for (const [tag, format] of [
  ['win_amd64', 'pe'],
  ['mingw_x86_64_ucrt_gnu', 'pe'],
  ['cygwin_3_4_x86_64', 'pe'],
  ['manylinux_2_28_x86_64', 'elf'],
  ['android_21_arm64_v8a', 'elf'],
  ['macosx_11_0_arm64', 'macho'],
  ['ios_13_0_arm64_iphoneos', 'macho'],
  ['pyodide_2024_0_wasm32', null],
] as const) {
  test(`${tag} loads ${format ?? 'who knows what'}`, t => {
    const platform = parsePlatformTag(tag, machinesOfPlatformTag);
    t.is(platform && formatOf(platform), format);
  });
}

for (const [part, system] of [
  ['x86_64-linux-gnu', 'linux'],
  ['x86_64-linux-musl', 'linux'],
  ['aarch64-linux-android', 'android'],
  ['darwin', 'macos'],
  ['iphoneos', 'ios'],
  ['win_amd64', 'windows'],
  ['win32', 'windows'],
  ['mingw_x86_64_ucrt_gnu', 'mingw'],
  ['x86_64-cygwin', 'cygwin'],
  ['haiku', null],
] as const) {
  test(`the system in the suffix part ${part} is ${system ?? 'unknown'}`, t => {
    t.is(suffixSystem(part), system);
  });
}
