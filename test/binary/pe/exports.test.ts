import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPe} from '../../../src/binary/pe/read-pe.ts';
import {readPeExportNames} from '../../../src/binary/pe/read-pe-export-names.ts';
import {UnreadableError} from '../../../src/binary/unreadable.ts';
import {type BuiltPe, buildPe, SECTION_OFFSET, SECTION_RVA} from '../../builders/pe.ts';

const read = (file: BuiltPe) => readPe(memorySource(file.bytes));
const withExports = (names: readonly string[]) => buildPe({exports: {fileName: 'm.pyd', names}});

/** File offset of the export directory. */
const directoryAt = (file: BuiltPe) =>
  file.view.getUint32(file.directoriesOffset, true) - SECTION_RVA + SECTION_OFFSET;

const HOOKS = ['PyInitU_tda', 'PyInit_m', 'PyModExportU_tda', 'PyModExport_m', 'initm'];
/** Names that stand before, between and after the hooks in the order of bytes. */
const NEAR = [
  'PyIni',
  'PyInis',
  'PyInitT',
  'PyInitVx',
  'PyInit`',
  'PyModExport',
  'PyModExporu',
  'inis',
  'init',
  'inj',
];
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

test('the name of the directory and the number of names are read', t => {
  const facts = read(withExports(['PyInit_m', 'other']));
  t.is(facts.exportName, 'm.pyd');
  t.is(facts.exportCount, 2);
});

test('a file without an export directory has no name and no hooks', t => {
  const facts = read(buildPe());
  t.is(facts.exportName, null);
  t.is(facts.exportCount, 0);
  t.deepEqual(facts.initHooks, []);
});

for (const others of [0, 100, 5000]) {
  test(`hooks are found among ${others} other names`, t => {
    const names = [...HOOKS, ...NEAR];
    for (let index = 0; index < others; index++) names.push(`${'AQZaiz'[index % 6]}${index}`);
    names.sort(byBytes);
    // `init` itself starts with the prefix of Python 2's hooks.
    t.deepEqual(read(withExports(names)).initHooks, [...HOOKS, 'init'].sort(byBytes));
  });

  test(`hooks are found among ${others} other names out of order`, t => {
    const names = [...HOOKS];
    for (let index = 0; index < others; index++)
      names.unshift(`${'zAQiaZ'[index % 6]}${(index * 7919) % 5000}`);
    t.deepEqual([...read(withExports(names)).initHooks].sort(byBytes), HOOKS);
  });
}

test('finding the hooks among 50,000 names reads a fraction of the file', t => {
  const names = Array.from(
    {length: 50_000},
    (_, index) => `cblas_function_number_${String(index).padStart(6, '0')}`,
  );
  names.unshift('PyInit_m');
  const inner = memorySource(withExports(names).bytes);
  let bytesRead = 0;
  const facts = readPe({
    size: inner.size,
    read(offset, length) {
      const bytes = inner.read(offset, length);
      bytesRead += bytes.length;
      return bytes;
    },
  });
  t.deepEqual(facts.initHooks, ['PyInit_m']);
  t.is(facts.exportCount, 50_001);
  t.true(bytesRead < inner.size / 50, `${bytesRead} of ${inner.size}`);
});

test('all names are listed, a forwarder among them', t => {
  const names = ['PyErr_Clear', 'PyLong_Type', 'forwarded'];
  const file = withExports(names);
  // An address inside the export directory is a forwarder: the text `OTHER.name`.
  const functions = file.view.getUint32(directoryAt(file) + 28, true) - SECTION_RVA + SECTION_OFFSET;
  file.view.setUint32(functions + 8, file.view.getUint32(file.directoriesOffset, true), true);
  t.deepEqual([...readPeExportNames(memorySource(file.bytes))], names);
});

test('a file without exports lists none', t => {
  t.is(readPeExportNames(memorySource(buildPe().bytes)).size, 0);
});

test('a count of names that the file has no room for is truncated', t => {
  for (const count of [0xffff_ffff, 0x4000_0000, 100_000]) {
    const file = withExports(['PyInit_m']);
    file.view.setUint32(directoryAt(file) + 24, count, true);
    const error = t.throws(() => read(file), {instanceOf: UnreadableError});
    t.is(error.unreadable.reason, 'truncated');
    t.throws(() => readPeExportNames(memorySource(file.bytes)), {instanceOf: UnreadableError});
  }
});

test('an export name of the file that leads nowhere is unknown, not an error', t => {
  const file = withExports(['PyInit_m']);
  file.view.setUint32(directoryAt(file) + 12, 0x7000_0000, true);
  const facts = read(file);
  t.is(facts.exportName, null);
  t.deepEqual(facts.initHooks, ['PyInit_m']);
});

test('200,000 pointers to overlapping names that all start like a hook are refused within a second', t => {
  const endless = withExports(['init'.repeat(8000), ...Array.from({length: 200_000}, () => 'x')]);
  const pointers = endless.view.getUint32(directoryAt(endless) + 32, true) - SECTION_RVA + SECTION_OFFSET;
  const first = endless.view.getUint32(pointers, true);
  for (let index = 0; index <= 200_000; index++) {
    // Suffixes from the shortest to the longest are in order.
    endless.view.setUint32(pointers + index * 4, first + 4 * Math.max(0, 8000 - 1 - (index >> 5)), true);
  }
  const start = performance.now();
  t.throws(() => read(endless), {instanceOf: UnreadableError});
  t.throws(() => readPeExportNames(memorySource(endless.bytes)), {instanceOf: UnreadableError});
  t.true(performance.now() - start < 10_000);
});
