/**
 * Holds the keys and build-ids that `pyxdbg symbols` looks debug information up by against other programs, over all
 * PE and ELF files of the wheels, archives and binaries below a folder:
 *
 *   node scripts/symbol-keys.ts FOLDER [--symstore-python PYTHON]
 *
 * --symstore-python   a Python that has PyPI's `symstore`; without it that judge is left out
 *
 * Needs llvm-readobj (Debian: llvm-16) and readelf (binutils). Exit status 1 where an answer differs.
 */
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {UserError} from '../src/errors.ts';
import {toolNamed} from '../test/builders/tools.ts';
import {compareKeys, KeyTally} from './symbol-keys/compare-keys.ts';
import {extractBinaries} from './symbol-keys/extract.ts';

const {positionals, values} = parseArgs({
  allowPositionals: true,
  options: {'symstore-python': {type: 'string'}},
});
const [folder] = positionals;
if (!folder) throw new Error('usage: symbol-keys.ts FOLDER [--symstore-python PYTHON]');
const llvmReadobj = toolNamed('llvm-readobj-16', 'llvm-readobj');
const readelf = toolNamed('readelf');
if (llvmReadobj === null || readelf === null) throw new Error('needs llvm-readobj and readelf');
const judges = {llvmReadobj, readelf, symstorePython: values['symstore-python'] ?? null};

const tally = new KeyTally();
const names = readdirSync(folder, {withFileTypes: true})
  .filter(entry => entry.isFile())
  .map(({name}) => name)
  .sort();
for (const name of names) {
  const scratch = mkdtempSync(join(tmpdir(), 'pyxdbg-keys-'));
  try {
    compareKeys(await extractBinaries(join(folder, name), scratch, name), judges, tally);
  } catch (error) {
    // What is no archive and no binary has no keys.
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
  } finally {
    rmSync(scratch, {recursive: true, force: true});
  }
}
for (const difference of tally.differences) console.log(difference);
console.log(`${names.length} artefacts`);
for (const [what, {same, of}] of [...tally.counts].sort()) console.log(`${what}: ${same} of ${of} the same`);
process.exitCode = tally.differences.length === 0 ? 0 : 1;
