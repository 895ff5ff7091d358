import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readElfExportNames} from '../../../src/binary/elf/export-names.ts';
import {readElf} from '../../../src/binary/elf/read-elf.ts';
import {buildElf, type ElfSpec} from '../../builders/elf.ts';
import {readelf, runReadelf} from '../../builders/readelf.ts';
import {temporaryFolder} from '../../builders/tools.ts';

const read = (spec: ElfSpec) => readElf(memorySource(buildElf(spec).bytes));

const MODULE: ElfSpec = {
  interpreter: '/lib/ld.so.1',
  soname: 'sample.so',
  needed: ['libm.so.6', 'libc.so.6'],
  rpath: '/opt/a:$ORIGIN',
  runpath: '/opt/b',
  symbols: [
    {name: 'malloc', isUndefined: true, version: 'GLIBC_2.17'},
    {name: 'PyErr_Clear', isUndefined: true},
    {name: 'hook', isUndefined: true, bind: 2, version: 'GLIBC_2.29'},
    {name: 'PyInit_sample'},
    {name: 'helper'},
    {name: 'table', type: 1, bind: 2},
  ],
  versionNeeds: {'libc.so.6': ['GLIBC_2.17', 'GLIBC_2.34'], 'libm.so.6': ['GLIBC_2.29']},
  notes: [{name: 'GNU', type: 3, content: [0xde, 0xad, 0xbe, 0xef, 1, 2, 3, 4]}],
  stackFlags: 6,
  hasRelro: true,
  osAbi: 3,
  flags: 0x0800_0005,
};

const SHAPES = [
  [32, true],
  [32, false],
  [64, true],
  [64, false],
] as const;

for (const [bits, littleEndian] of SHAPES) {
  const shape = `${bits}-bit ${littleEndian ? 'little' : 'big'}-endian`;
  for (const hash of ['sysv', 'gnu', 'both'] as const) {
    test(`everything in a ${shape} module is read, with hash tables: ${hash}`, t => {
      const facts = read({...MODULE, bits, littleEndian, hash});
      t.is(facts.bits, bits);
      t.is(facts.endian, littleEndian ? 'little' : 'big');
      t.is(facts.type, 'shared');
      t.is(facts.osAbi, 3);
      t.is(facts.flags, 0x0800_0005);
      t.is(facts.interpreter, '/lib/ld.so.1');
      t.is(facts.soname, 'sample.so');
      t.deepEqual(facts.needed, ['libm.so.6', 'libc.so.6']);
      t.deepEqual(facts.rpath, ['/opt/a', '$ORIGIN']);
      t.deepEqual(facts.runpath, ['/opt/b']);
      t.deepEqual(facts.versionNeeds, {
        'libc.so.6': ['GLIBC_2.17', 'GLIBC_2.34'],
        'libm.so.6': ['GLIBC_2.29'],
      });
      t.deepEqual(facts.undefinedSymbols, [
        {name: 'malloc', weak: false, version: {name: 'GLIBC_2.17', library: 'libc.so.6'}},
        {name: 'PyErr_Clear', weak: false, version: null},
        {name: 'hook', weak: true, version: {name: 'GLIBC_2.29', library: 'libm.so.6'}},
      ]);
      t.is(facts.exportCount, 3);
      t.deepEqual(facts.initHooks, ['PyInit_sample']);
      t.is(facts.buildId, 'deadbeef01020304');
      t.is(facts.stack, 'non-executable');
      t.deepEqual(facts.hardening, {relro: 'partial', bindNow: false, textRelocations: false});
    });
  }

  const judge = readelf === null ? test.skip : test;
  judge(
    `readelf finds the same in what the builder writes, ${shape}${readelf ? '' : ' (skipped: no readelf)'}`,
    t => {
      const path = join(temporaryFolder(), 'built.so');
      writeFileSync(path, buildElf({...MODULE, bits, littleEndian}).bytes);
      const text = runReadelf(['-W', '-h', '-l', '-d', '-n', path]);
      for (const fact of [
        'Class: ELF@@',
        'program interpreter: /lib/ld.so.1]',
        'Library soname: [sample.so]',
        'Shared library: [libm.so.6]',
        'Library rpath: [/opt/a:$ORIGIN]',
        'Library runpath: [/opt/b]',
        'Build ID: deadbeef01020304',
        'GNU_RELRO',
      ]) {
        t.true(text.replaceAll(/ +/g, ' ').includes(fact.replace('@@', String(bits))), fact);
      }
    },
  );
}

test('an empty GNU hash table does not hide undefined symbols', t => {
  const symbols = ['one', 'two', 'three'].map(name => ({name, isUndefined: true}));
  for (const [bits, littleEndian] of SHAPES) {
    const facts = read({bits, littleEndian, hash: 'empty-gnu', symbols});
    t.deepEqual(
      facts.undefinedSymbols.map(({name}) => name),
      ['one', 'two', 'three'],
    );
  }
});

test('without any hash table the symbols end where the next table begins', t => {
  const facts = read({hash: 'none', symbols: [{name: 'one', isUndefined: true}, {name: 'inity'}]});
  t.deepEqual(facts.undefinedSymbols, [{name: 'one', weak: false, version: null}]);
  t.deepEqual(facts.initHooks, ['inity']);
});

test('local and nameless symbols are not asked of anybody', t => {
  const symbols = [
    {name: 'local', isUndefined: true, bind: 0},
    {name: '', isUndefined: true},
    {name: 'asked', isUndefined: true},
  ];
  t.deepEqual(
    read({symbols}).undefinedSymbols.map(({name}) => name),
    ['asked'],
  );
});

test('exported is what ld.so finds: visible, bound globally, with a value', t => {
  const symbols = [
    {name: 'a_default'},
    {name: 'a_weak', bind: 2},
    {name: 'a_unique', bind: 10},
    {name: 'a_protected', visibility: 3},
    {name: 'a_version_name', section: 0xfff1, value: 0, type: 1},
    {name: 'a_thread_local', value: 0, type: 6},
    {name: 'no_local', bind: 0},
    {name: 'no_hidden', visibility: 2},
    {name: 'no_internal', visibility: 1},
    {name: 'no_section', type: 3},
    {name: 'no_file', type: 4},
    {name: 'no_value', value: 0},
    {name: 'no_undefined', isUndefined: true},
  ];
  for (const [bits, littleEndian] of SHAPES) {
    const {bytes} = buildElf({bits, littleEndian, symbols});
    t.deepEqual([...readElfExportNames(memorySource(bytes))].sort(), [
      'a_default',
      'a_protected',
      'a_thread_local',
      'a_unique',
      'a_version_name',
      'a_weak',
    ]);
    t.is(readElf(memorySource(bytes)).exportCount, 6);
  }
});

test('a search path keeps its empty entries, an empty one has none', t => {
  t.deepEqual(read({rpath: ':/a::/b:'}).rpath, ['', '/a', '', '/b', '']);
  t.deepEqual(read({runpath: ''}).runpath, []);
});

test('of a tag that comes twice the last counts, as for ld.so', t => {
  const {bytes, view, at} = buildElf({soname: 'first.so', needed: ['second.so'], dynamic: [[14, 0]]});
  // DT_NEEDED is the first entry: its string offset becomes the value of the later DT_SONAME.
  const second = view.getBigUint64(at.dynamic + 8, true);
  for (let entry = at.dynamic; view.getBigUint64(entry, true) !== 0n; entry += 16) {
    const isLater = view.getBigUint64(entry, true) === 14n && view.getBigUint64(entry + 8, true) === 0n;
    if (isLater) view.setBigUint64(entry + 8, second, true);
  }
  t.is(readElf(memorySource(bytes)).soname, 'second.so');
});

test('names behind DT_STRSZ are read, since ld.so does not look at it', t => {
  const facts = read({...MODULE, stringBytes: 1});
  t.deepEqual(facts, read(MODULE));
});

test('a library named like a property of every object is a key like others', t => {
  t.deepEqual(Object.keys(read({versionNeeds: {['__proto__']: ['V1']}}).versionNeeds), ['__proto__']);
});

test('a version index with the hidden bit means the same version, an unknown one none', t => {
  const symbols = [{name: 'asked', isUndefined: true, version: 'V1'}];
  const {bytes, view, at} = buildElf({symbols, versionNeeds: {lib: ['V1']}});
  view.setUint16(at.versions + 2, 0x8000 | 2, true);
  t.deepEqual(readElf(memorySource(bytes)).undefinedSymbols[0]?.version, {name: 'V1', library: 'lib'});
  view.setUint16(at.versions + 2, 7, true);
  t.is(readElf(memorySource(bytes)).undefinedSymbols[0]?.version, null);
});

test('each way to ask for early binding and text relocations is seen', t => {
  const hardening = (...dynamic: readonly (readonly [number, number])[]) =>
    read({dynamic, hasRelro: true}).hardening;
  const full = {relro: 'full', bindNow: true, textRelocations: false};
  t.deepEqual(hardening([24, 0]), full, 'DT_BIND_NOW');
  t.deepEqual(hardening([30, 8]), full, 'DF_BIND_NOW');
  t.deepEqual(hardening([0x6ffffffb, 1]), full, 'DF_1_NOW');
  t.true(hardening([22, 0]).textRelocations, 'DT_TEXTREL');
  t.true(hardening([30, 4]).textRelocations, 'DF_TEXTREL');
  t.is(read({dynamic: [[24, 0]]}).hardening.relro, 'none');
});

test('the stack is as PT_GNU_STACK has it, or not said', t => {
  t.is(read({}).stack, 'none');
  t.is(read({stackFlags: 6}).stack, 'non-executable');
  t.is(read({stackFlags: 7}).stack, 'executable');
});

test('a position-independent executable is known by its flag, an old one by DT_DEBUG', t => {
  t.is(read({dynamic: [[0x6ffffffb, 0x0800_0000]]}).type, 'executable');
  t.is(read({dynamic: [[21, 0]], interpreter: '/lib/ld.so'}).type, 'executable');
  t.is(read({dynamic: [[21, 0]]}).type, 'shared');
  t.is(read({interpreter: '/lib/ld.so'}).type, 'shared');
});

test('types that are not loaded are named, and nothing else is read of them', t => {
  const types = {1: 'relocatable', 4: 'core', 0: 'other', 65024: 'other'} as const;
  for (const [number, type] of Object.entries(types)) {
    const facts = read({...MODULE, type: Number(number)});
    t.is(facts.type, type);
    t.deepEqual(facts.needed, []);
    t.is(facts.buildId, null);
  }
});
