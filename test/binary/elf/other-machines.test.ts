import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElf} from '../../../src/binary/elf/read-elf.ts';
import type {Machine} from '../../../src/binary/facts.ts';
import {buildElf} from '../../builders/elf.ts';
import {crossLinkElf, elfTools, linkElf} from '../../builders/link-elf.ts';
import {printedByReadelf, readelf} from '../../builders/readelf.ts';

const missing = [
  ...(elfTools.clang ? [] : ['clang']),
  ...(elfTools.lld ? [] : ['lld']),
  ...(readelf ? [] : ['readelf']),
];
const live = missing.length > 0 ? test.skip : test;
const suffix = missing.length > 0 ? ` (skipped: ${missing.join(', ')} not installed)` : '';

const SOURCE = `
extern int PyModule_Create2(void *, int);
extern int optional_hook(void) __attribute__((weak));
int exported_data = 3;
int PyInit_sample(void) { return PyModule_Create2(0, 1013) + (optional_hook ? optional_hook() : 0); }
`;

type Case = readonly [
  target: string,
  machine: Machine,
  bits: 32 | 64,
  endian: 'little' | 'big',
  printed: RegExp,
];

/** Targets of clang; what each is, by readelf's name of the machine. */
const TARGETS: readonly Case[] = [
  ['aarch64-linux-gnu', 'arm64', 64, 'little', /AArch64/],
  ['aarch64_be-linux-gnu', 'arm64', 64, 'big', /AArch64/],
  ['arm-linux-gnueabihf', 'arm', 32, 'little', /ARM/],
  ['i686-linux-gnu', 'x86', 32, 'little', /80386/],
  ['powerpc-linux-gnu', 'ppc', 32, 'big', /PowerPC$/],
  ['powerpc64-linux-gnu', 'ppc64', 64, 'big', /PowerPC64/],
  ['powerpc64le-linux-gnu', 'ppc64le', 64, 'little', /PowerPC64/],
  ['riscv32-linux-gnu', 'riscv32', 32, 'little', /RISC-V/],
  ['riscv64-linux-gnu', 'riscv64', 64, 'little', /RISC-V/],
  ['sparcv9-linux-gnu', 'sparc', 64, 'big', /Sparc v9/],
  ['mips-linux-gnu', 'mips', 32, 'big', /MIPS/],
  ['mips64el-linux-gnuabi64', 'mips64', 64, 'little', /MIPS/],
];

for (const [target, machine, bits, endian, printedMachine] of TARGETS) {
  // ld.lld refuses DT_GNU_HASH for MIPS.
  const styles = machine.startsWith('mips') ? ['sysv'] : ['sysv', 'gnu', 'both'];
  live(`a module for ${target} reads as readelf prints it${suffix}`, t => {
    for (const style of styles) {
      const options = [`-Wl,--hash-style=${style}`, '-Wl,--build-id=sha1', '-Wl,-soname,sample.so'];
      const linked = crossLinkElf(SOURCE, target, options);
      const facts = readElf(memorySource(linked.bytes));
      const printed = printedByReadelf(linked.path);
      t.regex(printed.machine, printedMachine);
      t.is(facts.machine, machine);
      t.is(facts.bits, bits);
      t.is(facts.endian, endian);
      t.is(facts.soname, 'sample.so');
      t.not(printed.buildId, null);
      t.is(facts.buildId, printed.buildId);
      t.deepEqual(facts.undefinedSymbols, printed.undefinedSymbols);
      t.is(facts.exportCount, printed.exported.length);
      t.deepEqual(facts.initHooks, ['PyInit_sample']);
    }
  });
}

/** Whether gcc here can link 32-bit x86 without libraries. */
function hasM32(): boolean {
  try {
    linkElf(SOURCE, ['-m32', '-shared', '-fPIC', '-nostdlib']);
    return true;
  } catch {
    return false;
  }
}

const canM32 = elfTools.gcc !== null && readelf !== null && hasM32();
const m32 = canM32 ? test : test.skip;
m32(`a 32-bit module of gcc -m32 reads as readelf prints it${canM32 ? '' : ' (skipped: no gcc -m32)'}`, t => {
  const linked = linkElf(SOURCE, ['-m32', '-shared', '-fPIC', '-nostdlib', '-Wl,--build-id=sha1']);
  const facts = readElf(memorySource(linked.bytes));
  const printed = printedByReadelf(linked.path);
  t.is(facts.machine, 'x86');
  t.is(facts.buildId, printed.buildId);
  t.deepEqual(facts.undefinedSymbols, printed.undefinedSymbols);
});

/** e_machine numbers of the gABI registry for which nothing here can link. */
const BY_NUMBER: readonly (readonly [number, 32 | 64, boolean, Machine])[] = [
  [22, 64, false, 's390x'],
  [22, 32, false, 'unknown'],
  [258, 64, true, 'loongarch64'],
  [50, 64, true, 'ia64'],
  [2, 32, false, 'sparc'],
  [18, 32, false, 'sparc'],
  [0, 64, true, 'unknown'],
  [65_000, 64, true, 'unknown'],
];

for (const [code, bits, littleEndian, machine] of BY_NUMBER) {
  test(`machine number ${code} with ${bits} bits is ${machine}, and the number is kept`, t => {
    const facts = readElf(memorySource(buildElf({machine: code, bits, littleEndian}).bytes));
    t.is(facts.machine, machine);
    t.is(facts.machineCode, code);
  });
}

test('the hash table of 64-bit IBM Z has words of 8 bytes', t => {
  const symbols = [{name: 'PyInit_z'}, {name: 'PyErr_Clear', isUndefined: true}];
  const facts = readElf(
    memorySource(buildElf({machine: 22, littleEndian: false, hash: 'sysv', symbols}).bytes),
  );
  t.deepEqual(facts.initHooks, ['PyInit_z']);
  t.deepEqual(facts.undefinedSymbols, [{name: 'PyErr_Clear', weak: false, version: null}]);
});
