import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';

/** A wheel with pairs of DLL and PDB that Microsoft's linker made; null where pip reaches no index. */
function debugpy(): string | null {
  const folder = temporaryFolder();
  const words = [
    ...['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary', ':all:', '--disable-pip-version-check'],
    ...['--platform', 'win_amd64', '--python-version', '3.11', '-d', folder, 'debugpy==1.8.22'],
  ];
  try {
    execFileSync('python3', words, {stdio: 'pipe'});
    return join(folder, readdirSync(folder)[0] ?? '');
  } catch {
    return null;
  }
}

const pdbutil = toolNamed('llvm-pdbutil-16', 'llvm-pdbutil');
const wheel = pdbutil === null ? null : debugpy();
const real = wheel === null ? test.serial.skip : test.serial;
const name = (title: string): string =>
  wheel === null ? `${title} (skipped: no llvm-pdbutil, or pip reaches no index)` : title;

async function symbols(...words: readonly string[]) {
  const {stdout, exitCode} = await execa(
    process.execPath,
    [program, 'symbols', ...words, wheel ?? '', '--json'],
    {
      env: environment({}),
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    },
  );
  const {binaries} = JSON.parse(stdout);
  return {exitCode, binaries};
}

/** Each PDB of the wheel: GUID and age by llvm-pdbutil. */
function judged(folder: string): ReadonlyMap<string, string> {
  execFileSync('python3', ['-m', 'zipfile', '-e', wheel ?? '', folder]);
  const pdbs = readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(path => path.endsWith('.pdb'));
  return new Map(
    pdbs.map(path => {
      const text = execFileSync(pdbutil ?? '', ['dump', '--summary', join(folder, path)], {encoding: 'utf8'});
      const guid = /GUID: \{(.*)\}/.exec(text)?.[1]?.toLowerCase();
      return [`${guid} ${/Age: (\d+)/.exec(text)?.[1]}`, join(folder, path)];
    }),
  );
}

real(name("the real pairs in debugpy's wheel verify as matching, as llvm-pdbutil tells them"), async t => {
  const pdbs = judged(temporaryFolder());
  t.is(pdbs.size, 6);
  const {binaries} = await symbols('verify');
  const matching = binaries.filter((one: {verdict: string}) => one.verdict === 'matching');
  t.is(matching.length, 6);
  for (const {identity} of matching)
    t.true(pdbs.has(`${identity.guid} ${identity.age}`), JSON.stringify(identity));
});

real(name('fetch takes the PDBs out of the wheel into the store, byte for byte'), async t => {
  const pdbs = judged(temporaryFolder());
  const {binaries} = await symbols('fetch', '--offline', '--store', temporaryFolder());
  const matching = binaries.filter((one: {verdict: string}) => one.verdict === 'matching');
  t.is(matching.length, 6);
  for (const {identity, file} of matching) {
    t.true(readFileSync(file).equals(readFileSync(pdbs.get(`${identity.guid} ${identity.age}`) ?? '')));
  }
});
