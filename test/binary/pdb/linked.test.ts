import {readFileSync} from 'node:fs';
import test from 'ava';
import {memorySource} from '../../../src/binary/byte-source.ts';
import {readPdbCompileFacts, readPdbIdentity} from '../../../src/binary/pdb/read-pdb.ts';
import {readBinary} from '../../../src/binary/read-binary.ts';
import {agreesWithPdbutil} from './agree.ts';
import {dumpDebugDirectory, linkPdb, linkThree, missingTools} from './link-pdb.ts';

const linked = missingTools.length > 0 ? test.skip : test;
const why = missingTools.length > 0 ? ` (needs ${missingTools.join(', ')})` : '';
const three = missingTools.length > 0 ? null : linkThree();

linked(`identity, modules, compile records and source files are what llvm-pdbutil says${why}`, t => {
  if (!three) return t.fail();
  const dumped = agreesWithPdbutil(t, three.pdb, three.bytes);
  // What the comparison covered.
  t.true(dumped.some(({name}) => name === '* Linker *'));
  t.true(dumped.some(({files}) => files.some(file => file.endsWith('shared.h'))));
  t.deepEqual(
    dumped.map(({hasSpeedOptimised}) => hasSpeedOptimised),
    [false, true, false, false],
  );
});

linked(`a PDB has the GUID and age that its DLL asks for, by llvm-readobj and by our own reader${why}`, t => {
  if (!three) return t.fail();
  const {guid, age} = readPdbIdentity(memorySource(three.bytes));
  const said = dumpDebugDirectory(three.dll);
  t.is(String(age), /PDBAge: (\d+)/.exec(said)?.[1] ?? '');
  const outcome = readBinary(memorySource(readFileSync(three.dll)));
  const codeView = 'facts' in outcome && outcome.facts.format === 'pe' ? outcome.facts.codeView : null;
  t.like(codeView, {guid, age});
});

linked(`what clang was told for each unit is read back${why}`, t => {
  if (!three) return t.fail();
  const {format, units} = readPdbCompileFacts(memorySource(three.bytes));
  t.is(format, 'codeview');
  const [plain, quick, helper] = units;
  t.like(plain, {language: 'c', source: 'plain.c', directory: three.folder, optimised: false, lto: false});
  t.like(quick, {language: 'c++', source: 'quick.cpp', directory: three.folder, optimised: true, lto: false});
  t.regex(plain?.producer ?? '', /clang version \d+/);
  // As the compiler saw it: the quoting of the record is undone.
  t.true(plain?.options?.includes('GREETING="a \\"b\\" c\\\\d$e"'));
  t.deepEqual(
    quick?.options?.filter(option => option.startsWith('-O')),
    ['-O2'],
  );
  // Compiled with -gno-codeview-command-line and for size: nobody tells that it was optimised.
  t.like(helper, {
    source: 'helper.c',
    options: null,
    optimised: null,
    library: `${three.folder}/helper.c.lib`,
  });
});

linked(`without recorded options, a function that was optimised for speed tells${why}`, t => {
  const {bytes} = linkPdb([
    {
      name: 'fast.c',
      text: '__attribute__((dllexport)) int fast(int x) { return x * x; }\n',
      options: ['-O2', '-gno-codeview-command-line'],
    },
  ]);
  t.like(readPdbCompileFacts(memorySource(bytes)).units[0], {options: null, optimised: true, lto: false});
});

for (const mode of ['full', 'thin']) {
  linked(`link-time optimisation by lld is told, which records no options (-flto=${mode})${why}`, t => {
    const {bytes} = linkPdb(
      ['one', 'two'].map(name => ({
        name: `${name}.c`,
        text: `__attribute__((dllexport)) int ${name}(int x) { return x * x; }\n`,
        options: ['-O2', `-flto=${mode}`],
      })),
    );
    const {units} = readPdbCompileFacts(memorySource(bytes));
    t.true(units.length > 0);
    for (const unit of units) t.like(unit, {options: null, lto: true});
  });
}

linked(`only the blocks that are needed are read${why}`, t => {
  if (!three) return t.fail();
  const {bytes} = three;
  let most = 0;
  const units = readPdbCompileFacts({
    size: bytes.length,
    read(offset, length) {
      most = Math.max(most, length);
      return bytes.subarray(offset, offset + length);
    },
  }).units;
  t.is(units.length, 3);
  t.true(most <= 16 * 1024, `${most} bytes at once`);
});
