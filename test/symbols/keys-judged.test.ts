import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {compareKeys, KeyTally} from '../../scripts/symbol-keys/compare-keys.ts';
import {extractBinaries} from '../../scripts/symbol-keys/extract.ts';
import {debugKeys, imageKeys, pdbIndex} from '../../src/symbols/keys.ts';
import {crossLinkElf, elfTools} from '../builders/link-elf.ts';
import {linkWithLlvm, missingLlvmTools} from '../builders/link-pe.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';

const llvmReadobj = toolNamed('llvm-readobj-16', 'llvm-readobj');
const readelf = toolNamed('readelf');
const judges = {llvmReadobj: llvmReadobj ?? '', readelf: readelf ?? '', symstorePython: null};
const hasJudges = llvmReadobj !== null && readelf !== null;
const judged = hasJudges ? test : test.skip;
const note = hasJudges ? '' : ' (needs llvm-readobj and readelf)';

async function tallyOf(files: readonly string[]): Promise<KeyTally> {
  const tally = new KeyTally();
  const folder = temporaryFolder();
  for (const [index, file] of files.entries()) {
    const scratch = join(folder, String(index));
    mkdirSync(scratch);
    compareKeys(await extractBinaries(file, scratch, file), judges, tally);
  }
  return tally;
}

judged(`keys and build-ids of vendored wheels are those of llvm-readobj and readelf${note}`, async t => {
  const artefacts = fileURLToPath(new URL('../artefacts', import.meta.url));
  const tally = await tallyOf(
    [
      'argon2_cffi_bindings-26.2.0-cp310-abi3-win_amd64.whl',
      'markupsafe-3.0.3-cp311-cp311-win_arm64.whl',
      'MarkupSafe-1.1.1-cp27-cp27m-win32.whl',
      'MarkupSafe-1.1.1-cp34-cp34m-manylinux1_i686.whl',
      'markupsafe-3.0.3-cp313-cp313-musllinux_1_2_riscv64.whl',
    ].map(name => join(artefacts, name)),
  );
  t.deepEqual(tally.differences, []);
  t.is(tally.counts.get('image key, llvm-readobj')?.of, 3);
  t.is(tally.counts.get('build-id, readelf')?.of, 2);
});

const linked = hasJudges && missingLlvmTools.length === 0 ? test : test.skip;

linked(
  `the key of a PDB is that of llvm-readobj (needs ${missingLlvmTools.join(', ') || 'nothing more'})`,
  async t => {
    const {path} = linkWithLlvm({
      arch: 'x86_64',
      source: 'void *__delayLoadHelper2(void *a, void **b) { return *b; } int spam(void) { return 1; }',
      libraries: [{name: 'eggs.dll', exports: ['eggs']}],
      delayed: 'eggs.dll',
    });
    const tally = await tallyOf([path]);
    t.deepEqual(tally.differences, []);
    t.deepEqual(tally.counts.get('PDB key, llvm-readobj'), {same: 1, of: 1});
    t.false(tally.counts.has('PE files without an RSDS record'));
  },
);

const cross = hasJudges && elfTools.clang !== null && elfTools.lld !== null ? test : test.skip;

cross('build-ids are the bytes of the note, whatever the byte order (needs clang and lld)', async t => {
  const files = ['powerpc64-linux-gnu', 'powerpc-linux-gnu', 'x86_64-linux-gnu'].map(
    target => crossLinkElf('int spam(void) { return 1; }', target, ['-Wl,--build-id=md5']).path,
  );
  const tally = await tallyOf(files);
  t.deepEqual(tally.differences, []);
  t.deepEqual(tally.counts.get('build-id of big-endian files, readelf'), {same: 2, of: 2});
});

test('ages from ten on are lower-case in symstore, so that spelling comes first', t => {
  // PyPI's symstore 0.3.5 prints "%s%x" (symstore.py, _pdb_hash).
  t.is(pdbIndex('d4f0930a-f446-19aa-4c4c-44205044422e', 0x1a), 'D4F0930AF44619AA4C4C44205044422E1a');
  const identity = {
    kind: 'pdb',
    guid: 'd4f0930a-f446-19aa-4c4c-44205044422e',
    age: 0x1a,
    file: 'Spam.pdb',
  } as const;
  t.deepEqual(debugKeys(identity), [
    'Spam.pdb/D4F0930AF44619AA4C4C44205044422E1a/Spam.pdb',
    'Spam.pdb/D4F0930AF44619AA4C4C44205044422E1A/Spam.pdb',
    'spam.pdb/d4f0930af44619aa4c4c44205044422e1a/spam.pdb',
  ]);
  t.deepEqual(imageKeys('spam.pyd', {timestamp: 0x655d0001, imageSizeBytes: 0x5000}), [
    'spam.pyd/655D00015000/spam.pyd',
    'spam.pyd/655d00015000/spam.pyd',
  ]);
});
