import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPe} from '../../../src/binary/pe/read-pe.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {type BuiltPe, buildPe, SECTION_OFFSET, SECTION_RVA} from '../../builders/pe.ts';

const read = (file: BuiltPe) => readPe(memorySource(file.bytes));

/** File offset of what a data directory points at. */
const tableAt = (file: BuiltPe, directory: number) =>
  file.view.getUint32(file.directoriesOffset + directory * 8, true) - SECTION_RVA + SECTION_OFFSET;

const imports = [
  {library: 'python312.dll', entries: ['PyModule_Create2', 'PyLong_Type']},
  {library: 'WS2_32.dll', entries: [115, 'getaddrinfo', 0xffff]},
  {library: 'PYTHON312.dll', entries: ['_Py_NoneStruct']},
];
const expected = [
  {library: 'python312.dll', symbols: ['PyModule_Create2', 'PyLong_Type'], ordinals: []},
  {library: 'WS2_32.dll', symbols: ['getaddrinfo'], ordinals: [115, 0xffff]},
  {library: 'PYTHON312.dll', symbols: ['_Py_NoneStruct'], ordinals: []},
];

for (const bits of [32, 64] as const) {
  test(`PE32${bits === 64 ? '+' : ''}: names and ordinals are read in table order`, t => {
    t.deepEqual(read(buildPe({bits, imports})).imports, expected);
  });

  test(`PE32${bits === 64 ? '+' : ''}: without a lookup table the address table is read`, t => {
    t.deepEqual(read(buildPe({bits, imports, withoutLookupTables: true})).imports, expected);
  });

  test(`PE32${bits === 64 ? '+' : ''}: delay imports are read by RVA`, t => {
    const facts = read(buildPe({bits, delayImports: imports}));
    t.deepEqual(facts.delayImports, expected);
    t.deepEqual(facts.imports, []);
  });
}

test('a lookup table that is not in the image gives way to the address table', t => {
  const file = buildPe({imports});
  file.view.setUint32(tableAt(file, 1), 0x00f0_0000, true);
  t.deepEqual(read(file).imports, expected);
});

test('delay imports of Visual C++ 6, with virtual addresses, are read', t => {
  const file = buildPe({bits: 32, imageBase: 0x1234_0000, delayByAddress: true, delayImports: imports});
  t.is(file.view.getUint32(tableAt(file, 13), true), 0);
  t.deepEqual(read(file).delayImports, expected);
});

test('the size of the import directory is ignored, as by the loader', t => {
  const file = buildPe({imports});
  file.view.setUint32(file.directoriesOffset + 12, 20, true);
  t.deepEqual(read(file).imports, expected);
});

test('a descriptor without an address table ends the import table', t => {
  const file = buildPe({imports});
  file.view.setUint32(tableAt(file, 1) + 20 + 16, 0, true);
  t.deepEqual(read(file).imports, expected.slice(0, 1));
});

test('10,000 names from one library are all read', t => {
  // panda3d's core.pyd imports more than 8,192 names from one DLL.
  const entries = Array.from({length: 10_000}, (_, index) => `name_${index}`);
  const facts = read(buildPe({imports: [{library: 'big.dll', entries}, ...imports]}));
  t.deepEqual(facts.imports[0]?.symbols, entries);
  t.deepEqual(facts.imports.slice(1), expected);
});

test('a mangled name of 6,000 characters is read whole', t => {
  const name = `?${'x'.repeat(6000)}@@YAXXZ`;
  t.deepEqual(read(buildPe({imports: [{library: 'a.dll', entries: [name]}]})).imports[0]?.symbols, [name]);
});

test('a table may end in the zero-filled part of a section that the file does not hold', t => {
  const name = 'a.dll\0';
  const file = buildPe({imports: [{library: 'a.dll', entries: [1]}]});
  // Rebuild by hand: 512 bytes of data, the last 8 of them the one thunk; its terminator is zero fill.
  const data = SECTION_OFFSET;
  file.bytes.fill(0, data);
  const {view} = file;
  const thunk = SECTION_RVA + 512 - 8;
  for (const [index, value] of [thunk, 0, 0, SECTION_RVA + 64, thunk].entries())
    view.setUint32(data + index * 4, value, true);
  file.bytes.set(Buffer.from(name), data + 64);
  view.setUint32(data + 512 - 8, 5, true);
  view.setUint32(data + 512 - 4, 0x8000_0000, true);
  view.setUint32(file.directoriesOffset + 8, SECTION_RVA, true);
  view.setUint32(file.sectionTable + 8, 0x1000, true);
  view.setUint32(file.sectionTable + 16, 512, true);
  t.deepEqual(read(file).imports, [{library: 'a.dll', symbols: [], ordinals: [5]}]);
});

test('an import table inside the headers is read', t => {
  const file = buildPe();
  const at = 0x300;
  const {view} = file;
  for (const [index, value] of [at + 60, 0, 0, at + 80, at + 60].entries())
    view.setUint32(at + index * 4, value, true);
  view.setUint32(at + 60, 9, true);
  view.setUint32(at + 64, 0x8000_0000, true);
  file.bytes.set(Buffer.from('hdr.dll\0'), at + 80);
  view.setUint32(file.directoriesOffset + 8, at, true);
  t.deepEqual(read(file).imports, [{library: 'hdr.dll', symbols: [], ordinals: [9]}]);
});

test('names outside the image make the file unreadable, not wrong', t => {
  const file = buildPe({imports});
  file.view.setUint32(tableAt(file, 1) + 12, 0x7000_0000, true);
  const error = t.throws(() => read(file), {instanceOf: UnreadableError});
  t.deepEqual(error.unreadable, {
    reason: 'truncated',
    detail: 'the name of an imported library lies outside the image',
  });
});

/** 10,000 descriptors that all point at one table; `entry` is what that table repeats. */
function sharedTable(entry: string | number): BuiltPe {
  const file = buildPe({
    imports: [
      {library: 'a.dll', entries: Array.from({length: 50_000}, () => 1)},
      {library: entry.toString(), entries: [entry]},
    ],
  });
  const bytes = new Uint8Array(file.bytes.length + 10_000 * 20);
  bytes.set(file.bytes);
  const view = new DataView(bytes.buffer);
  const first = tableAt(file, 1);
  const thunk = view.getUint32(first + 20, true) - SECTION_RVA + SECTION_OFFSET;
  const table = view.getUint32(first, true) - SECTION_RVA + SECTION_OFFSET;
  for (let index = 0; index < 50_000; index++) bytes.copyWithin(table + index * 8, thunk, thunk + 8);
  for (let index = 0; index < 10_000; index++)
    bytes.copyWithin(file.bytes.length + index * 20, first, first + 20);
  view.setUint32(file.sectionTable + 8, bytes.length - SECTION_OFFSET, true);
  view.setUint32(file.sectionTable + 16, bytes.length - SECTION_OFFSET, true);
  view.setUint32(file.directoriesOffset + 8, file.bytes.length - SECTION_OFFSET + SECTION_RVA, true);
  return {...file, bytes, view};
}

for (const [title, entry] of [
  ['10,000 descriptors that share one table of 50,000 thunks', 1],
  ['50,000 thunks that share one name of 30,000 characters', 'n'.repeat(30_000)],
] as const) {
  test(`${title} are refused within a second`, t => {
    const file = sharedTable(entry);
    const start = performance.now();
    t.throws(() => read(file), {
      instanceOf: UnreadableError,
      message: /more entries than the file has room for/,
    });
    t.true(performance.now() - start < 10_000);
  });
}
