import {execFileSync} from 'node:child_process';
import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import {readPdbCompileFacts} from '../../src/binary/pdb/read-pdb.ts';
import {ndebugOfUnits, oneNdebug} from '../../src/rules/ndebug-option.ts';
import {linkPdb, missingTools} from '../binary/pdb/link-pdb.ts';
import {unit} from '../builders/debug.ts';
import {toolNamed} from '../builders/tools.ts';

const clang = toolNamed('clang-16', 'clang');
const compiled = missingTools.length > 0 || clang === null ? test.skip : test;

/** Whether the preprocessor itself has the macro in the end. */
const isDefinedByClang = (options: readonly string[]): boolean =>
  /#define NDEBUG\b/.test(
    execFileSync(clang ?? '', ['-E', '-dM', ...options, '-x', 'c', '/dev/null'], {encoding: 'utf8'}),
  );

for (const options of [
  [],
  ['-DNDEBUG'],
  ['-DNDEBUG=1', '-DOTHER'],
  ['-D', 'NDEBUG', '-UNDEBUG'],
  ['-UNDEBUG', '-DNDEBUG'],
  ['-DNDEBUG_NOT', '-DOTHER=NDEBUG'],
]) {
  compiled(`NDEBUG of \`${options.join(' ')}\` in a PDB is what the preprocessor says`, t => {
    const text = '__attribute__((dllexport)) int one(void) { return 1; }\n';
    const {bytes} = linkPdb([{name: 'one.c', text, options}]);
    const {format, units} = readPdbCompileFacts(memorySource(bytes));
    const debugUnits = units.map(one => ({...one, path: null, exists: null}));
    t.is(ndebugOfUnits(format, debugUnits), isDefinedByClang(options) ? 'defined' : 'not-defined');
  });
}

// As Visual Studio's cl writes them: a dash for the slash, name attached or apart (learn.microsoft.com, "/D", "/U").
test('Microsoft’s spellings are read, and the last one counts', t => {
  const of = (...options: string[]) => ndebugOfUnits('codeview', [unit({language: 'c', options})]);
  t.is(of('-c', '-O2', '-DNDEBUG', '-MD'), 'defined');
  t.is(of('/D', 'NDEBUG', '/MD'), 'defined');
  t.is(of('-DNDEBUG', '-UNDEBUG'), 'not-defined');
});

test('units that differ are mixed, and those without a command line say nothing', t => {
  const defined = unit({language: 'c', options: ['-DNDEBUG']});
  const not = unit({language: 'c++', options: ['-O2']});
  const silent = unit({language: 'c', options: null});
  const rust = unit({language: 'rust', options: ['-Copt-level=0']});
  t.is(ndebugOfUnits('codeview', [defined, not]), 'mixed');
  t.is(ndebugOfUnits('codeview', [defined, silent, rust]), 'defined');
  t.is(ndebugOfUnits('codeview', [silent, rust]), null);
  t.is(oneNdebug([null, 'not-defined', null]), 'not-defined');
});

test('DWARF tells nothing of NDEBUG: GCC records no -D', t => {
  t.is(ndebugOfUnits('dwarf', [unit({language: 'c', options: ['-O2']})]), null);
});
