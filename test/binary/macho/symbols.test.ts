import test, {type ExecutionContext} from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readMachO, readMachOExportNames} from '../../../src/binary/macho/read-macho.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {linesOf, machOTools, onDisk} from '../../builders/link-macho.ts';
import {buildMachO, flatTrie, type MachOSpec, namedBody} from '../../builders/macho.ts';

// n_type and n_desc values are those of Apple's <mach-o/nlist.h> and <mach-o/stab.h>.
const LOCAL = 0x0e;
const DEFINED = 0x0f;
const PRIVATE_EXTERNAL = 0x1f;
const UNDEFINED = 0x01;
const N_OSO = 0x66;

const LIBRARIES = ['/usr/lib/libSystem.B.dylib', '@rpath/Python.framework/Python'].map(name => ({
  kind: 0xc,
  body: namedBody(name, [2, 0, 0]),
}));

const source = (spec: MachOSpec) => memorySource(buildMachO(spec));
const slice = (spec: MachOSpec) => readMachO(source(spec)).slices[0];

const refused = (t: ExecutionContext, bytes: Uint8Array, message: RegExp) =>
  t.throws(() => readMachO(memorySource(bytes)), {instanceOf: UnreadableError, message});

const LOOKUPS: MachOSpec = {
  commands: LIBRARIES,
  symbols: [
    {name: '_self', type: UNDEFINED, description: 0x0000},
    {name: '_system', type: UNDEFINED, description: 0x0100},
    {name: '_Py_None', type: UNDEFINED, description: 0x0240},
    {name: '_flat', type: UNDEFINED, description: 0xfe00},
    {name: '_program', type: UNDEFINED, description: 0xff00},
    {name: '_nowhere', type: UNDEFINED, description: 0x0900},
  ],
};

test('the library ordinal of an undefined symbol names its library, or that there is none', t => {
  t.deepEqual(slice(LOOKUPS)?.undefinedSymbols, [
    {name: 'self', weak: false, library: '<this image>'},
    {name: 'system', weak: false, library: '/usr/lib/libSystem.B.dylib'},
    {name: 'Py_None', weak: true, library: '@rpath/Python.framework/Python'},
    {name: 'flat', weak: false, library: null},
    {name: 'program', weak: false, library: '<main executable>'},
    {name: 'nowhere', weak: false, library: '<unknown library>'},
  ]);
});

test('without MH_TWOLEVEL, or with MH_FORCE_FLAT, every name is looked up flat', t => {
  for (const flags of [0x5, 0x185]) {
    const libraries = slice({...LOOKUPS, flags})?.undefinedSymbols.map(({library}) => library);
    t.deepEqual(libraries, [null, null, null, null, null, null]);
  }
});

const withNm = machOTools.nm === null ? test.skip : test;
const without = machOTools.nm === null ? ' (needs llvm-nm)' : '';
withNm(`llvm-nm reads the same ordinals from the built image${without}`, t => {
  const {path} = onDisk(buildMachO({...LOOKUPS, symbols: LOOKUPS.symbols?.slice(0, 5) ?? []}));
  const lines = linesOf(machOTools.nm, ['-m', '-u', '-p', path]).map(line => line.trim());
  t.deepEqual(lines, [
    '(undefined) external _self',
    '(undefined) external _system (from libSystem)',
    '(undefined) weak external _Py_None (from Python)',
    '(undefined) external _flat (dynamically looked up)',
    '(undefined) external _program (from executable)',
  ]);
});

const MIXED: MachOSpec = {
  symbols: [
    {name: '_helper', type: LOCAL},
    {name: '/build/module.o', type: N_OSO},
    {name: '_private', type: PRIVATE_EXTERNAL},
    {name: '_PyInit_demo', type: DEFINED},
    {name: '_initdemo', type: DEFINED},
    {name: '_malloc', type: UNDEFINED},
    {name: 'dyld_stub_binder', type: UNDEFINED},
  ],
};

test('without LC_DYSYMTAB the whole table is searched by type', t => {
  const found = slice({...MIXED, divided: false});
  t.deepEqual(
    found?.undefinedSymbols.map(({name}) => name),
    ['malloc', 'dyld_stub_binder'],
  );
  t.is(found?.exportCount, 2);
  t.deepEqual(found?.initHooks, ['PyInit_demo', 'initdemo']);
});

test('without an export trie the defined external symbols are the exports', t => {
  t.deepEqual([...readMachOExportNames(source(MIXED))].sort(), ['PyInit_demo', 'initdemo']);
});

for (const by of ['LC_DYLD_EXPORTS_TRIE', 'LC_DYLD_INFO_ONLY'] as const) {
  test(`the trie of ${by} counts, whatever the symbol table says`, t => {
    const trie = {bytes: flatTrie(['_PyInit_other', '_init', '_initother', '_PyInit_', '_ünïcode']), by};
    const found = slice({...MIXED, trie});
    t.is(found?.exportCount, 5);
    t.deepEqual(found?.initHooks, ['PyInit_other', 'initother']);
    const names = [...readMachOExportNames(source({...MIXED, trie}))];
    t.deepEqual(names.sort(), ['PyInit_', 'PyInit_other', 'init', 'initother', 'ünïcode']);
  });
}

test('the exports of an image with an empty trie are none, as dyld reads it', t => {
  const trie = {bytes: new Uint8Array(0), by: 'LC_DYLD_EXPORTS_TRIE'} as const;
  t.is(slice({...MIXED, trie})?.exportCount, 0);
});

test('a trie that leads back to its root is refused', t => {
  // No name here, one child "a" at offset 0.
  const trie = {bytes: Uint8Array.of(0, 1, 0x61, 0, 0), by: 'LC_DYLD_EXPORTS_TRIE'} as const;
  refused(t, buildMachO({trie}), /twice/);
});

test('a trie that points past its end is refused', t => {
  for (const bytes of [
    [0, 1, 0x61, 0, 0x7f],
    [0, 1, 0x61],
    [0x90],
    [0, 1, 0x61, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
  ]) {
    const trie = {bytes: Uint8Array.from(bytes), by: 'LC_DYLD_EXPORTS_TRIE'} as const;
    refused(t, buildMachO({trie}), /past its end/);
  }
});

test('a trie of one-letter edges is refused before its names fill the memory', t => {
  const depth = 20_000;
  const nodes = [0, 1, 0x5f, 0, 5];
  // Each node ends a name and has one child, 8 bytes further on: size 1, flags, 1 child, "a", ULEB128 in 3 bytes.
  for (let index = 0; index < depth; index++) {
    const next = 5 + (index + 1) * 8;
    nodes.push(1, 0, 1, 0x61, 0, (next & 0x7f) | 0x80, ((next >> 7) & 0x7f) | 0x80, next >> 14);
  }
  nodes.push(1, 0, 0);
  const trie = {bytes: Uint8Array.from(nodes), by: 'LC_DYLD_EXPORTS_TRIE'} as const;
  t.is(slice({trie})?.exportCount, depth + 1);
  t.throws(() => readMachOExportNames(source({trie})), {
    instanceOf: UnreadableError,
    message: /repeats itself/,
  });
});

test('tables past the end of the file are refused by name', t => {
  const bytes = buildMachO(MIXED);
  const at = Buffer.from(bytes.buffer).indexOf(Buffer.from([2, 0, 0, 0, 24, 0, 0, 0]));
  const patched = (field: number, value: number) => {
    const copy = Uint8Array.from(bytes);
    new DataView(copy.buffer).setUint32(at + field, value, true);
    return copy;
  };
  refused(t, patched(8, 0x7fffffff), /the symbol table lies past/);
  refused(t, patched(12, 0x0fffffff), /the symbol table lies past/);
  refused(t, patched(16, 0xfffffff0), /the string table lies past/);
  refused(t, patched(20, 4), /past the end of the string table/);
  refused(t, patched(12, 3), /LC_DYSYMTAB names symbols past/);
});

test('thousands of symbols in one long string are refused, not decoded one by one', t => {
  const name = `_${'x'.repeat(30_000)}`;
  const bytes = buildMachO({
    symbols: [{name, type: UNDEFINED}, ...Array.from({length: 9_999}, () => ({name: '', type: UNDEFINED}))],
  });
  const strings = bytes.length - (30_000 + 10_000);
  const first = Buffer.from(bytes.buffer).indexOf(Buffer.from(name)) - 1 - 10_000 * 16;
  t.true(first > 0 && strings > 0);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < 10_000; index++) view.setUint32(first + index * 16, 1 + (index % 10_000), true);
  const start = performance.now();
  refused(t, bytes, /overlap/);
  t.true(performance.now() - start < 1000);
});
