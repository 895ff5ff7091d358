import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import test from 'ava';
import {elfTools, linkElf} from '../builders/link-elf.ts';
import {toolNamed} from '../builders/tools.ts';
import {toolchains} from './tables.ts';

const {libraries} = toolchains;

test('libraries tell the C library of their system', t => {
  for (const [library, family] of [
    ['libc.so.6', 'glibc'],
    ['libm.so.6', 'glibc'],
    ['libpthread.so.0', 'glibc'],
    ['libdl.so.2', 'glibc'],
    ['librt.so.1', 'glibc'],
    ['libutil.so.1', 'glibc'],
    ['ld-linux-x86-64.so.2', 'glibc'],
    ['ld-linux-aarch64.so.1', 'glibc'],
    ['ld64.so.2', 'glibc'],
    ['libc.musl-x86_64.so.1', 'musl'],
    ['ld-musl-aarch64.so.1', 'musl'],
    ['liblog.so', 'bionic'],
    ['libm.so', 'bionic'],
    // musl's own name for its one library, and Android's.
    ['libc.so', null],
    ['libz.so.1', null],
    ['libstdc++.so.6', null],
    ['', null],
  ] as const) {
    t.is(libraries.libcFamily(library), family, library);
  }
});

test('NDK libraries come with their API level', t => {
  // developer.android.com, "Android NDK Native APIs".
  t.true(libraries.isAndroidSystem('liblog.so', 21));
  t.false(libraries.isAndroidSystem('libvulkan.so', 21));
  t.true(libraries.isAndroidSystem('libvulkan.so', 24));
  t.false(libraries.isAndroidSystem('libneuralnetworks.so', 26));
  t.false(libraries.isAndroidSystem('libfoo.so', 35));
  t.false(libraries.isAndroidSystem('constructor', 35));
});

test('what lies in the system’s folders of macOS is everywhere', t => {
  t.true(libraries.isAppleSystem('/usr/lib/libSystem.B.dylib'));
  t.true(
    libraries.isAppleSystem('/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation'),
  );
  t.false(libraries.isAppleSystem('/usr/local/lib/libomp.dylib'));
  t.false(libraries.isAppleSystem('@rpath/libc++.1.dylib'));
  t.false(libraries.isAppleSystem('/Library/Frameworks/Python.framework/Versions/3.12/Python'));
});

test('OpenMP and sanitizer runtimes are known by name on every system', t => {
  for (const [library, name] of [
    ['libgomp.so.1', 'GNU libgomp'],
    ['libgomp-a34b3233.so.1.0.0', 'GNU libgomp'],
    ['libgomp-1.dll', 'GNU libgomp'],
    ['libomp.dylib', 'LLVM libomp'],
    ['@loader_path/../.dylibs/libomp.dylib', 'LLVM libomp'],
    ['libomp140.x86_64.dll', 'LLVM libomp'],
    ['libiomp5.so', 'Intel libiomp5'],
    ['libiomp5md.dll', 'Intel libiomp5'],
    ['VCOMP140.DLL', 'Microsoft vcomp'],
    ['vcomp140-55aba23cdcd6484fbb06f4155b8ca75a.dll', 'Microsoft vcomp'],
    ['libgompx.so', null],
  ] as const) {
    t.is(libraries.openMp(library), name, library);
  }
  t.is(libraries.sanitizer('clang_rt.asan_dynamic-x86_64.dll')?.name, 'AddressSanitizer');
  t.is(libraries.sanitizer('@rpath/libclang_rt.tsan_osx_dynamic.dylib')?.name, 'ThreadSanitizer');
  t.is(libraries.sanitizer('libc.so.6'), null);
});

const readelf = toolNamed('readelf');
const canLink = elfTools.gcc !== null && readelf !== null && process.platform === 'linux';
const live = canLink ? test : test.skip;
const skipped = canLink ? '' : ' (skipped: gcc or readelf not installed)';

function neededBy(options: readonly string[]): string[] {
  const source =
    'int f(int *p, int n) { int s = 0;\n#pragma omp parallel for\nfor (int i = 0; i < n; i++) s += p[i]; return s; }';
  const {path} = linkElf(source, ['-shared', '-fPIC', ...options]);
  const printed = execFileSync(readelf ?? '', ['-dW', path], {encoding: 'utf8'});
  return [...printed.matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name = '']) => name);
}

live(`what gcc adds for sanitizers and OpenMP is known${skipped}`, t => {
  for (const [option, name] of [
    ['-fsanitize=address', 'AddressSanitizer'],
    ['-fsanitize=thread', 'ThreadSanitizer'],
    ['-fsanitize=undefined', 'UndefinedBehaviorSanitizer'],
    ['-fsanitize=leak', 'LeakSanitizer'],
  ] as const) {
    t.true(
      neededBy([option]).some(library => libraries.sanitizer(library)?.name === name),
      option,
    );
  }
  t.true(neededBy(['-fopenmp']).some(library => libraries.openMp(library) === 'GNU libgomp'));
  t.true(
    neededBy([]).every(
      library => libraries.openMp(library) === null && libraries.sanitizer(library) === null,
    ),
  );
});

// Their files lie where gcc finds them (absolute symbols are the names of versions themselves); some are part of libc.so.6 today and define nothing.
const versioned = [
  'libc.so.6',
  'libm.so.6',
  'libresolv.so.2',
  'libgcc_s.so.1',
  'libstdc++.so.6',
  'libgomp.so.1',
];

for (const library of versioned) {
  live(`every name that ${library} defines has a version${skipped}`, t => {
    const file = execFileSync(elfTools.gcc ?? '', [`-print-file-name=${library}`], {encoding: 'utf8'}).trim();
    if (!existsSync(file)) return t.log(`${library} is not on this machine`);
    const printed = execFileSync(readelf ?? '', ['--dyn-syms', '-W', file], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const defined = [...printed.matchAll(/(?:GLOBAL|WEAK|UNIQUE)\s+DEFAULT\s+\d+\s+(\S+)/g)].map(
      ([, name = '']) => name,
    );
    t.true(defined.length > 10);
    t.deepEqual(
      defined.filter(name => !name.includes('@')),
      [],
    );
    t.true(libraries.isFullyVersioned(library));
    return undefined;
  });
}

test('zlib and libraries that nobody looked at may have names without version', t => {
  t.false(libraries.isFullyVersioned('libz.so.1'));
  t.false(libraries.isFullyVersioned('libfoo.so.1'));
});

test('a missing PT_GNU_STACK means an executable stack on old architectures only', t => {
  // glibc's sysdeps/*/stackinfo.h, DEFAULT_STACK_PERMS: with PF_X for these, without for those that came later.
  for (const machine of ['x86', 'x86_64', 'arm', 'mips', 's390x'] as const) {
    t.true(libraries.hasExecutableStack(machine), machine);
  }
  for (const machine of ['arm64', 'riscv64', 'loongarch64', 'unknown'] as const) {
    t.false(libraries.hasExecutableStack(machine), machine);
  }
});

test('libstdc++ is known by its names on Linux, macOS and MinGW', t => {
  for (const name of [
    'libstdc++.so.6',
    'libstdc++-6.dll',
    'libstdc++-4bea0aed.so.6.0.30',
    'libstdc++.6.dylib',
  ]) {
    t.is(libraries.cxx(name), 'libstdc++', name);
  }
  t.is(libraries.cxx('libstdc.so'), null);
  t.is(libraries.cxx('libc++.1.dylib'), null);
});
