import {join} from 'node:path';
import test from 'ava';
import {FactComparison} from '../../../scripts/corpus/compare.ts';
import {comparisonLines} from '../../../scripts/corpus/print.ts';
import {readArtefact} from '../../../scripts/corpus/read-facts.ts';
import type {PeReference} from '../../../scripts/corpus/reference.ts';
import {writeTree} from '../../builders/tree.ts';
import {PYD, pyd, zip} from '../../e2e/fixtures.ts';

const folder = writeTree({'dist/foo.zip': zip({[PYD]: pyd('warning')})});
const read = await readArtefact(join(folder, 'dist/foo.zip'));

/** What objdump -p prints of that module. */
const reference: PeReference = {
  container: 'foo.zip',
  path: PYD,
  format: 'PE',
  machine: 'AMD64',
  bits: 64,
  imports: {
    'python312.dll': ['PyModule_Create2', '#17'],
    'VCRUNTIME140.dll': ['memcpy'],
    'api-ms-win-crt-heap-l1-1-0.dll': ['malloc', 'free'],
  },
  delay_imports: {},
  dll_name: PYD,
  n_exports: 1,
  init: ['PyInit_speed'],
  debug: [],
  dwarf: false,
  linker: '14.29',
  clr: false,
  is_dll: true,
};

function compared(...references: readonly PeReference[]) {
  const comparison = new FactComparison();
  comparison.add(references, read);
  return comparison.result();
}

test('facts that a reference agrees with are counted as equal, field by field', t => {
  const {binaries, fields, known, unknown} = compared(reference);
  t.is(binaries, 1);
  t.true(fields.length >= 18);
  for (const field of fields) t.deepEqual([field.compared, field.equal], [1, 1], field.field);
  t.is(known.size, 0);
  t.deepEqual(unknown, []);
});

test('one that differs is unknown unless a reason covers it', t => {
  const {fields, unknown} = compared({
    ...reference,
    imports: {...reference.imports, 'python312.dll': ['PyModule_Create2', '#18']},
  });
  t.deepEqual(
    unknown.map(({field}) => field),
    ['PE imports by ordinal'],
  );
  t.deepEqual(
    fields.filter(({unknown: count}) => count > 0).map(({field}) => field),
    ['PE imports by ordinal'],
  );
});

test('a binary that only one side has is a difference; an object file is a known one', t => {
  const {known, unknown} = compared({...reference, path: 'gone.pyd'}, {...reference, path: 'lib/python.o'});
  t.deepEqual(
    unknown.map(({path, field}) => `${path}: ${field}`),
    ['gone.pyd: PE read at all', `${PYD}: read at all`],
  );
  t.deepEqual(
    [...known.values()].flat().map(({path}) => path),
    ['lib/python.o'],
  );
});

test('the table has a line for each field and tells each difference with its reason', t => {
  const lines = comparisonLines(compared({...reference, bits: 32}, {...reference, path: 'lib/python.o'}));
  t.regex(lines[0] ?? '', /^field +compared +equal +known +unknown$/);
  t.true(lines.some(line => /^PE bits +1 +0 +0 +1$/.test(line)));
  t.true(lines.includes('2 binaries compared'));
  t.true(lines.some(line => /^known, 1 times: object files/.test(line)));
  t.true(lines.includes('unknown, 1 times:'));
  t.true(lines.includes(`  foo.zip ${PYD}: PE bits 64, reference 32`));
});
