import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElfExportNames} from '../../../src/binary/elf/export-names.ts';
import {readElf} from '../../../src/binary/elf/read-elf.ts';
import {convertElf, elfTools, type LinkedElf, linkElf} from '../../builders/link-elf.ts';
import {printedByReadelf, readelf} from '../../builders/readelf.ts';

const missing = [...(elfTools.gcc ? [] : ['gcc']), ...(readelf ? [] : ['readelf'])];
const live = missing.length > 0 ? test.skip : test;
const suffix = missing.length > 0 ? ` (skipped: ${missing.join(', ')} not installed)` : '';

const MODULE = `
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
extern void *PyModule_Create2(void *, int);
extern int optional_hook(void) __attribute__((weak));
int counter = 1;
__attribute__((visibility("hidden"))) int kept_inside(char *to, const char *from) { memcpy(to, from, counter); return 0; }
__attribute__((visibility("protected"))) int shielded(void) { return 1; }
static int local_one(void) { return 2; }
void *PyInit_sample(void) {
  char *text = malloc(10);
  if (optional_hook) optional_hook();
  printf("%s %d %d %d", text, kept_inside(text, "x"), shielded(), local_one());
  return PyModule_Create2(0, 1013);
}
`;

const BASE = ['-shared', '-fPIC', '-Wl,--build-id=sha1'];

const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  'a module with both hash tables': [...BASE, '-Wl,--hash-style=both'],
  'a module with DT_HASH only': [...BASE, '-Wl,--hash-style=sysv'],
  'a module with DT_GNU_HASH only': [...BASE, '-Wl,--hash-style=gnu'],
  'a module with a soname and more needed libraries': [
    ...BASE,
    '-Wl,-soname,libsample.so.3',
    '-Wl,--no-as-needed',
    '-lm',
    '-ldl',
  ],
  'a module with DT_RPATH': [...BASE, '-Wl,--disable-new-dtags', '-Wl,-rpath,/opt/a:$ORIGIN/../lib'],
  'a module with DT_RUNPATH': [...BASE, '-Wl,--enable-new-dtags', '-Wl,-rpath,$ORIGIN', '-Wl,-rpath,/opt/b'],
  'a module without a build-id': ['-shared', '-fPIC', '-Wl,--build-id=none'],
  'a module with an md5 build-id': ['-shared', '-fPIC', '-Wl,--build-id=md5'],
  'a module with a build-id of the user': ['-shared', '-fPIC', '-Wl,--build-id=0x0a0b0c0d'],
};

for (const [what, options] of Object.entries(VARIANTS)) {
  live(`${what} reads as readelf prints it${suffix}`, t => {
    const linked = linkElf(MODULE, options);
    const facts = readElf(memorySource(linked.bytes));
    const printed = printedByReadelf(linked.path);
    t.true(
      printed.undefinedSymbols.some(({name}) => name === 'PyModule_Create2'),
      'readelf finds the symbols',
    );
    t.deepEqual(facts.undefinedSymbols, printed.undefinedSymbols);
    t.deepEqual(facts.needed, printed.needed);
    t.is(facts.soname, printed.soname);
    t.deepEqual(facts.rpath, printed.rpath);
    t.deepEqual(facts.runpath, printed.runpath);
    t.deepEqual(facts.versionNeeds, printed.versionNeeds);
    t.is(facts.buildId, printed.buildId);
    t.is(facts.interpreter, printed.interpreter);
    t.is(facts.exportCount, printed.exported.length);
    t.deepEqual([...readElfExportNames(memorySource(linked.bytes))].sort(), [...printed.exported].sort());
  });
}

live(`of the exported names only those that Python calls are hooks${suffix}`, t => {
  const source = [
    'int PyInit_a, PyInitU_b, PyModExport_c, PyModExportU_d, initd;',
    'int PyInit_, init, PyInitialize, xPyInit_e, Init_f, pyinit_g;',
    'static int PyInit_local; __attribute__((visibility("hidden"))) int PyInit_hidden;',
    'extern int PyInit_elsewhere; int *use[] = {&PyInit_elsewhere, &PyInit_local, &PyInit_hidden};',
  ].join('\n');
  const {initHooks} = readElf(memorySource(linkElf(source).bytes));
  t.deepEqual([...initHooks].sort(), ['PyInitU_b', 'PyInit_a', 'PyModExportU_d', 'PyModExport_c', 'initd']);
});

live(`a library with versions of its own exports each name once${suffix}`, t => {
  const source = `
    int old_one(void) { return 1; } int new_one(void) { return 2; }
    __asm__(".symver old_one,answer@V1"); __asm__(".symver new_one,answer@@V2");
  `;
  const script = 'V1 { global: answer; local: *; }; V2 { global: answer; } V1;';
  const names = readElfExportNames(memorySource(linkElf(source, ['-shared', '-fPIC'], script).bytes));
  t.deepEqual([...names].sort(), ['V1', 'V2', 'answer']);
});

live(`a module of 70,000 exports is read to its last symbol, in memory or through one buffer${suffix}`, t => {
  const names = Array.from({length: 70_000}, (_, i) => `filler_${i}_${'x'.repeat(i % 40)}`);
  const assembly = names.map(name => `.globl ${name}\n${name}:\n`).join('');
  const linked = linkElf(`__asm__(${JSON.stringify(assembly)});\n${MODULE}`, [
    ...BASE,
    '-Wl,--hash-style=gnu',
  ]);
  const source = memorySource(linked.bytes);
  const facts = readElf(source);
  const printed = printedByReadelf(linked.path);
  t.deepEqual(facts.initHooks, ['PyInit_sample']);
  t.is(facts.exportCount, printed.exported.length);
  t.deepEqual(facts.undefinedSymbols, printed.undefinedSymbols);

  const readInto = (offset: number, target: Uint8Array): number => {
    const bytes = source.read(offset, target.length);
    target.set(bytes);
    return bytes.length;
  };
  t.deepEqual(readElf({...source, readInto}), facts);
  t.deepEqual([...readElfExportNames({...source, readInto})].sort(), [...printed.exported].sort());
});

live(`the flags of the linker show in stack and hardening${suffix}`, t => {
  const of = (...options: readonly string[]) =>
    readElf(memorySource(linkElf(MODULE, [...BASE, ...options]).bytes));
  t.is(of('-Wl,-z,execstack').stack, 'executable');
  t.is(of('-Wl,-z,noexecstack').stack, 'non-executable');
  t.deepEqual(of('-Wl,-z,norelro', '-Wl,-z,lazy').hardening, {
    relro: 'none',
    bindNow: false,
    textRelocations: false,
  });
  t.deepEqual(of('-Wl,-z,relro', '-Wl,-z,lazy').hardening, {
    relro: 'partial',
    bindNow: false,
    textRelocations: false,
  });
  t.deepEqual(of('-Wl,-z,relro', '-Wl,-z,now').hardening, {
    relro: 'full',
    bindNow: true,
    textRelocations: false,
  });
});

live(`executables are told from libraries, whether they move or not${suffix}`, t => {
  const main = 'int main(void) { return 0; }';
  const read = (options: readonly string[]) => {
    const linked = linkElf(main, options);
    return {facts: readElf(memorySource(linked.bytes)), printed: printedByReadelf(linked.path)};
  };
  const moving = read(['-pie', '-fPIE']);
  t.is(moving.facts.type, 'executable');
  t.not(moving.printed.interpreter, null);
  t.is(moving.facts.interpreter, moving.printed.interpreter);
  t.deepEqual(moving.facts.undefinedSymbols, moving.printed.undefinedSymbols);
  t.is(read(['-no-pie']).facts.type, 'executable');
  t.is(read(['-shared', '-fPIC']).facts.type, 'shared');
});

live(`a static executable has no dynamic section, and that is fine${suffix}`, t => {
  const source = 'void _start(void) { for (;;) {} }';
  const facts = readElf(memorySource(linkElf(source, ['-static', '-nostdlib']).bytes));
  t.is(facts.type, 'executable');
  t.deepEqual(facts.needed, []);
  t.is(facts.interpreter, null);
  t.deepEqual(facts.undefinedSymbols, []);
});

live(`an object file is relocatable and claims nothing else${suffix}`, t => {
  const facts = readElf(memorySource(linkElf(MODULE, ['-c', '-fPIC']).bytes));
  t.is(facts.type, 'relocatable');
  t.deepEqual(facts.needed, []);
  t.deepEqual(facts.initHooks, []);
});

const convert = elfTools.objcopy === null ? test.skip : live;
convert(`a separate debug file has the build-id of its module${suffix}`, t => {
  const linked = linkElf(MODULE, [...BASE, '-g']);
  const debug = convertElf('objcopy', linked.path, ['--only-keep-debug']);
  t.is(readElf(memorySource(debug.bytes)).buildId, printedByReadelf(linked.path).buildId);
});

const isaTest = process.arch === 'x64' ? live : test.skip;
isaTest(`the x86 level that a module needs is read from its property note${suffix}`, t => {
  const levelOf = (level: string) => {
    const linked = linkElf(MODULE, [...BASE, `-march=${level}`, '-mneeded', '-Wl,-z,noseparate-code']);
    t.regex(printedByReadelf(linked.path).isaNeeded ?? '', new RegExp(level));
    return readElf(memorySource(linked.bytes)).isaLevel;
  };
  t.is(levelOf('x86-64-v2'), 2);
  t.is(levelOf('x86-64-v3'), 3);
  t.is(levelOf('x86-64-v4'), 4);
});

const strip = elfTools.llvmObjcopy === null ? test.skip : live;
strip(`a module without section headers reads as before, as it loads as before${suffix}`, t => {
  for (const style of ['sysv', 'gnu', 'both']) {
    const linked = linkElf(MODULE, [...BASE, `-Wl,--hash-style=${style}`]);
    const stripped: LinkedElf = convertElf('llvmObjcopy', linked.path, ['--strip-sections']);
    t.is(new DataView(stripped.bytes.buffer, stripped.bytes.byteOffset).getUint16(60, true), 0, 'e_shnum');
    t.deepEqual(readElf(memorySource(stripped.bytes)), readElf(memorySource(linked.bytes)));
  }
});
