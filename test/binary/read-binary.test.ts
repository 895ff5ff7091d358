import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import {
  type BinaryFormat,
  detectFormat,
  findExportNames,
  readBinary,
  readDebugFacts,
  readExportNames,
} from '../../src/binary/read-binary.ts';
import {UnreadableError} from '../../src/binary/unreadable.ts';
import {buildFat, buildMachO, flatTrie} from '../builders/macho.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const PREFIXES: readonly (readonly [string, readonly number[], BinaryFormat | null])[] = [
  ['MZ', [0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0], 'pe'],
  ['MZ alone', [0x4d, 0x5a], 'pe'],
  ['the ELF magic', [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0], 'elf'],
  ['MH_MAGIC', [0xfe, 0xed, 0xfa, 0xce, 0, 0, 0, 7], 'macho'],
  ['MH_CIGAM_64', [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1], 'macho'],
  ['FAT_MAGIC with two slices', [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2], 'macho'],
  ['FAT_MAGIC_64', [0xca, 0xfe, 0xba, 0xbf, 0, 0, 0, 2], 'macho'],
  ['a Java class', [0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61], null],
  ['half of the ELF magic', [0x7f, 0x45], null],
  ['nothing', [], null],
  ['text', [...Buffer.from('import os')], null],
];

for (const [what, bytes, format] of PREFIXES) {
  test(`${what} is ${format ?? 'no format'}`, t => {
    t.is(detectFormat(Uint8Array.from(bytes)), format);
  });
}

test('a prefix is read from where its view begins', t => {
  const buffer = Uint8Array.from([...Buffer.from('xx'), 0x7f, 0x45, 0x4c, 0x46]);
  t.is(detectFormat(buffer.subarray(2)), 'elf');
});

test('what is no binary is unreadable with what it is', t => {
  t.deepEqual(readBinary(memorySource(Buffer.from('<!doctype html>'))), {
    unreadable: {
      reason: 'not-a-binary',
      detail: 'it is an HTML page, perhaps the answer of a server instead of the file',
    },
  });
});

for (const [format, magic] of [
  ['PE', 'MZ'],
  ['ELF', '\x7fELF'],
  ['Mach-O', '\xcf\xfa\xed\xfe'],
] as const) {
  test(`a ${format} file of its magic alone is truncated`, t => {
    const outcome = readBinary(memorySource(Buffer.from(magic, 'latin1')));
    t.like(outcome, {unreadable: {reason: 'truncated'}});
  });
}

test('an error that is no UnreadableError passes through', t => {
  const source = {
    size: 100,
    read: () => {
      throw new TypeError('our bug');
    },
  };
  t.throws(() => readBinary(source), {instanceOf: TypeError, message: 'our bug'});
});

test('an UnreadableError of the source is an unreadable binary', t => {
  const source = {
    size: 100,
    read: () => {
      throw new UnreadableError('truncated', 'the compressed data ends early');
    },
  };
  t.deepEqual(readBinary(source), {
    unreadable: {reason: 'truncated', detail: 'the compressed data ends early'},
  });
});

test('exported names and debug facts of what is no binary are refused', t => {
  const source = memorySource(Buffer.from('text'));
  t.throws(() => readExportNames(source), {instanceOf: UnreadableError});
  t.throws(() => readDebugFacts(source), {instanceOf: UnreadableError});
});

test('a fat Mach-O file is read by its slices', t => {
  const trie = {bytes: flatTrie(['_PyInit_demo']), by: 'LC_DYLD_EXPORTS_TRIE'} as const;
  const source = memorySource(buildFat([{cpuType: 0x01000007, bytes: buildMachO({trie})}]));
  t.like(readBinary(source), {facts: {format: 'macho', fat: true}});
  t.deepEqual([...readExportNames(source)], ['PyInit_demo']);
  t.is(findExportNames(source, new Set(['initdemo'])).size, 0);
  t.false(readDebugFacts(source).dwarf);
});

for (const [format, tool, options] of [
  ['elf', 'gcc', ['-shared', '-fPIC', '-g']],
  ['pe', 'x86_64-w64-mingw32-gcc', ['-shared', '-g']],
] as const) {
  const isMissing = toolNamed(tool) === null;
  const run = isMissing ? test.skip : test;
  const note = isMissing ? ' (the tool is missing)' : '';
  run(`a module built by ${tool} is read as ${format}, with its exports and its DWARF${note}`, t => {
    const folder = temporaryFolder();
    const [source, path] = [join(folder, 'demo.c'), join(folder, 'demo.bin')];
    const attribute = format === 'pe' ? '__declspec(dllexport) ' : '';
    writeFileSync(source, `${attribute}void *PyInit_demo(void) { return 0; }\n`);
    execFileSync(tool, [...options, source, '-o', path]);
    const bytes = memorySource(readFileSync(path));
    t.like(readBinary(bytes), {facts: {format, machine: 'x86_64', initHooks: ['PyInit_demo']}});
    t.true(readExportNames(bytes).has('PyInit_demo'));
    t.deepEqual([...findExportNames(bytes, new Set(['PyInit_demo', 'absent']))], ['PyInit_demo']);
    t.is(findExportNames(bytes, new Set()).size, 0);
    t.like(readDebugFacts(bytes), {dwarf: true, symbolTable: true});
  });
}
