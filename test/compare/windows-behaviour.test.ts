import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {checkAbi, type Run, rulesOf} from '../e2e/check-abi.ts';
import {hasProgram} from '../seeded/tools.ts';
import {flavours} from './windows/flavours.ts';
import {behavesWell, isImported, type Observation, observe} from './windows/observe.ts';
import {madeVersions, windowsPython, windowsVersions} from './windows/wine.ts';

// PYXDBG_TEST_WINDOWS: the versions to run, `3.8,3.13` unless said otherwise, or `all`; those that are made are taken.
const wanted = process.env['PYXDBG_TEST_WINDOWS'] ?? '3.8,3.13';
const cache = fileURLToPath(new URL('../../.cache/windows', import.meta.url));
const versions = madeVersions(cache, wanted === 'all' ? windowsVersions : wanted.split(','));
const lacking = [
  'x86_64-w64-mingw32-gcc',
  'i686-w64-mingw32-gcc',
  'clang-16',
  'lld-link-16',
  'llvm-dlltool-16',
].filter(name => !hasProgram(name));

if (lacking.length > 0 || versions.length === 0) {
  const reason = lacking.length > 0 ? lacking.join(', ') : 'scripts/windows-pythons.ts to be run first';
  test.skip(`verdicts agree with the behaviour of modules in real Windows Pythons (needs ${reason})`, () => {});
}

for (const version of lacking.length > 0 ? [] : versions) {
  const dll = join(windowsPython(cache, version), `python${version.replace('.', '')}.dll`);
  const targets = [
    ['--python', version],
    ['--against', dll],
  ];
  let scratch = '';
  let observations: readonly Observation[] = [];
  let runs: readonly Run[] = [];

  test.serial(`every flavour is built, run in Windows Python ${version}, and judged`, async t => {
    t.timeout(300_000);
    scratch = await mkdtemp(join(tmpdir(), 'pyxdbg-windows-'));
    observations = await observe(cache, version, scratch);
    t.is(observations.length, flavours.length);
    t.log(`Windows Python ${observations.map(({behaviour}) => behaviour.python).find(Boolean)}`);
    runs = await Promise.all(
      targets.map(target => checkAbi(...target, ...observations.map(({path}) => path))),
    );
    t.deepEqual(
      runs.map(({exitCode}) => exitCode),
      targets.map(() => 1),
    );
  });

  for (const {name, what, rule, shows} of flavours) {
    const expected = rule(version);
    test.serial(`${version}, ${name} (${what}): ${expected ?? 'no error'}, as it behaves`, t => {
      const seen = observations.find(({flavour}) => flavour.name === name);
      t.log(JSON.stringify(seen?.behaviour));
      t.is(behavesWell(seen?.behaviour ?? {}), expected === null);
      t.is(isImported(seen?.behaviour ?? {}), expected === null || shows === 'probes');
      for (const {artefacts} of runs) {
        const judged = artefacts.filter(({path}) => path === seen?.path);
        t.is(judged.length, 1);
        const errors = rulesOf(
          judged.flatMap(({binaries}) => binaries),
          'error',
        );
        t.deepEqual(errors, expected === null ? [] : [expected]);
      }
    });
  }

  test.after.always(() => rm(scratch, {recursive: true, force: true}));
}
