import {readFileSync} from 'node:fs';
import {crc32} from 'node:zlib';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElfDebugFacts} from '../../../src/binary/elf/debug-facts.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {buildElf, type ElfSectionSpec} from '../../builders/elf.ts';
import {convertElf, elfTools, linkElf} from '../../builders/link-elf.ts';

const missing = [...(elfTools.gcc ? [] : ['gcc']), ...(elfTools.objcopy ? [] : ['objcopy'])];
const live = missing.length > 0 ? test.skip : test;
const suffix = missing.length > 0 ? ` (skipped: ${missing.join(', ')} not installed)` : '';

const SOURCE = 'int PyInit_sample(void) { return 0; }';
const read = (bytes: Uint8Array) => readElfDebugFacts(memorySource(bytes));
const NOTHING = {dwarf: false, symbolTable: false, debugLink: null};

live(`gcc -g leaves DWARF and a symbol table${suffix}`, t => {
  t.deepEqual(read(linkElf(SOURCE, ['-shared', '-g']).bytes), {...NOTHING, dwarf: true, symbolTable: true});
  t.deepEqual(read(linkElf(SOURCE, ['-shared', '-g', '-gz=zlib']).bytes), {
    ...NOTHING,
    dwarf: true,
    symbolTable: true,
  });
});

live(`gcc without -g leaves a symbol table only, strip neither${suffix}`, t => {
  const linked = linkElf(SOURCE, ['-shared', '-g0', '-nostdlib']);
  t.deepEqual(read(linked.bytes), {...NOTHING, symbolTable: true});
  t.deepEqual(read(convertElf('objcopy', linked.path, ['--strip-all']).bytes), NOTHING);
});

live(`a debug link names the file and its CRC-32${suffix}`, t => {
  const linked = linkElf(SOURCE, ['-shared', '-g']);
  const debug = convertElf('objcopy', linked.path, ['--only-keep-debug']);
  const stripped = convertElf('objcopy', linked.path, ['--strip-debug', `--add-gnu-debuglink=${debug.path}`]);
  t.deepEqual(read(stripped.bytes).debugLink, {file: 'converted.so', crc32: crc32(readFileSync(debug.path))});
  t.false(read(stripped.bytes).dwarf);
  t.true(read(debug.bytes).dwarf);
});

const SECTIONS: readonly ElfSectionSpec[] = [
  {name: '.debug_info', type: 1, content: [1, 2, 3]},
  {name: '.symtab', type: 2, content: [0, 0]},
];

for (const [bits, littleEndian] of [
  [32, true],
  [32, false],
  [64, true],
  [64, false],
] as const) {
  const endian = littleEndian ? 'little' : 'big';
  test(`sections are found in ${bits}-bit ${endian}-endian files`, t => {
    const {bytes} = buildElf({bits, littleEndian, sections: SECTIONS});
    t.deepEqual(read(bytes), {...NOTHING, dwarf: true, symbolTable: true});
  });

  test(`sections are found in ${bits}-bit ${endian}-endian files that count them in section 0`, t => {
    const {bytes} = buildElf({bits, littleEndian, sections: SECTIONS, hasExtendedNumbers: true});
    t.deepEqual(read(bytes), {...NOTHING, dwarf: true, symbolTable: true});
  });
}

test('sections of the old compressed kind count as DWARF', t => {
  t.true(read(buildElf({sections: [{name: '.zdebug_info', type: 1, content: [1]}]}).bytes).dwarf);
});

test('sections without content, or of another name, are no DWARF', t => {
  const sections = [
    {name: '.debug_info', type: 8, content: [1]},
    {name: '.debug_info', type: 1, content: []},
    {name: '.debug_info.dwo', type: 1, content: [1]},
    {name: '.debug_infos', type: 1, content: [1]},
    {name: '.debug_line', type: 1, content: [1]},
  ];
  t.deepEqual(read(buildElf({sections}).bytes), NOTHING);
});

test('a file without a section table has no debug information', t => {
  t.deepEqual(read(buildElf().bytes), NOTHING);
});

test('a section table past the end is truncated', t => {
  const {bytes} = buildElf({sections: SECTIONS});
  const error = t.throws(() => read(bytes.subarray(0, bytes.length - 1)), {instanceOf: UnreadableError});
  t.is(error?.unreadable.reason, 'truncated');
});

test('a debug link that is too short to hold a CRC is none', t => {
  const content = [...Buffer.from('a.debug\0'), 1, 2, 3];
  t.is(read(buildElf({sections: [{name: '.gnu_debuglink', type: 1, content}]}).bytes).debugLink, null);
});
