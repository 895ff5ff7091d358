import {execFileSync} from 'node:child_process';
import {existsSync, globSync, readFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import test from 'ava';
import {memorySource} from '../../src/binary/byte-source.ts';
import {readPdbCompileFacts, readPdbIdentity} from '../../src/binary/pdb/read-pdb.ts';
import {readBinary} from '../../src/binary/read-binary.ts';
import {agreesWithPdbutil} from '../binary/pdb/agree.ts';
import {missingTools} from '../binary/pdb/link-pdb.ts';
import {temporaryFolder} from '../builders/tools.ts';

/** A wheel of 5.4 MB with six DLLs and programs of Visual C++ 14.44, and their PDBs. */
const WHEEL = 'debugpy==1.8.22';

/** The folder with the PDBs, or why there is none. */
function fetchPdbs(): {readonly folder: string} | {readonly missing: string} {
  if (missingTools.length > 0) return {missing: missingTools.join(', ')};
  const folder = temporaryFolder();
  const pip = ['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps'];
  const which = ['--only-binary=:all:', '--platform=win_amd64', '--python-version=313', '--dest', folder];
  try {
    execFileSync('python3', [...pip, ...which, WHEEL], {timeout: 60_000, stdio: 'ignore'});
    const [wheel = ''] = globSync('*.whl', {cwd: folder});
    execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
  } catch {
    return {missing: `${WHEEL} from a package index`};
  }
  return {folder: join(folder, 'debugpy/_vendored/pydevd/pydevd_attach_to_process')};
}

const fetched = fetchPdbs();
const real = 'missing' in fetched ? test.skip : test;
const why = 'missing' in fetched ? ` (needs ${fetched.missing})` : '';
const folder = 'folder' in fetched ? fetched.folder : '';
const pdbs = folder === '' ? [] : globSync('*.pdb', {cwd: folder}).sort();

real(`PDBs of Visual C++ are read as llvm-pdbutil reads them${why}`, t => {
  t.is(pdbs.length, 6);
  for (const pdb of pdbs) {
    const path = join(folder, pdb);
    const dumped = agreesWithPdbutil(t, path, readFileSync(path));
    t.true(dumped.some(({name}) => name === '* CIL *'));
  }
});

real(`each has the GUID and age that its DLL or program asks for${why}`, t => {
  for (const pdb of pdbs) {
    const stem = join(folder, basename(pdb, '.pdb'));
    const image = existsSync(`${stem}.dll`) ? `${stem}.dll` : `${stem}.exe`;
    const outcome = readBinary(memorySource(readFileSync(image)));
    const codeView = 'facts' in outcome && outcome.facts.format === 'pe' ? outcome.facts.codeView : null;
    const {guid, age} = readPdbIdentity(memorySource(readFileSync(join(folder, pdb))));
    t.like(codeView, {guid, age}, pdb);
  }
});

real(`a command line that is recorded in parts is put together${why}`, t => {
  const {units} = readPdbCompileFacts(memorySource(readFileSync(join(folder, 'attach_amd64.pdb'))));
  const [own, ...others] = units;
  // From `llvm-pdbutil dump -ids`: five parts, the first two split within `ATLMFC\include`.
  t.like(own, {source: 'attach.cpp', optimised: true, lto: true});
  t.deepEqual(own?.options?.slice(0, 11), [
    '-DUNICODE',
    '-D_UNICODE',
    '-EHs',
    '-EHc',
    '-Zi',
    '-O1',
    '-W3',
    '-LD',
    '-MD',
    '-GL',
    '-Qspectre',
  ]);
  const root = 'C:\\Program Files\\Microsoft Visual Studio\\2022\\Enterprise\\VC\\Tools\\MSVC\\14.44.35207';
  t.true(own?.options?.includes(`-I${root}\\ATLMFC\\include`));
  // The rest is Microsoft's, out of its libraries.
  t.is(own?.library, undefined);
  t.true(others.every(({library}) => library?.startsWith(`${root}\\lib`)));
});
