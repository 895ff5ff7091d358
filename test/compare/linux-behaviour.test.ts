import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {type Binary, checkAbi, rulesOf} from '../e2e/check-abi.ts';
import {hasProgram} from '../seeded/tools.ts';
import {importError, unboundNames} from './linux/binding.ts';
import {flavours, unicodeFlavours} from './linux/flavours.ts';
import {findInterpreters, nameOf} from './linux/interpreters.ts';

const lacking = ['gcc', 'clang-16', 'ld.lld-16', 'ldd', 'nm'].filter(name => !hasProgram(name));
const interpreters = lacking.length > 0 || process.platform !== 'linux' ? [] : findInterpreters();

if (interpreters.length === 0) {
  test.skip(`verdicts agree with imports on Linux (needs ${lacking.join(', ') || 'a Python with headers'})`, () => {});
}

/** The names that a finding of undefined-symbol lists. */
const listedNames = (binary: Binary | undefined): readonly string[] =>
  (binary?.findings ?? [])
    .filter(({rule}) => rule === 'undefined-symbol')
    .flatMap(({evidence}) => evidence.flatMap(line => line.match(/^undefined\s+(\w+)/)?.[1] ?? []))
    .sort();

for (const host of interpreters) {
  const all = host.version === '2.7' ? [...flavours, ...unicodeFlavours] : flavours;
  const paths = new Map<string, string>();
  let binaries: readonly Binary[] = [];
  let scratch = '';
  const folderOf = (name: string): string => join(scratch, name.replaceAll(' ', '-'));

  test.serial(`every flavour is built for ${nameOf(host)} and judged`, async t => {
    scratch = await mkdtemp(join(tmpdir(), 'pyxdbg-linux-'));
    for (const {name, build} of all) {
      await mkdir(folderOf(name));
      paths.set(name, await build(host, folderOf(name)));
    }
    // The libraries of this machine are part of the question: the import finds them too.
    const run = await checkAbi('--with-system', '--python', host.executable, ...paths.values());
    t.is(run.exitCode, 1);
    binaries = run.artefacts.flatMap(artefact =>
      artefact.binaries.map(binary => ({...binary, path: artefact.path})),
    );
    t.true(binaries.length >= all.length);
  });

  for (const {name, rule} of all) {
    const expected = rule(host);
    test.serial(`${nameOf(host)}, ${name}: ${expected ?? 'no error'}, as the import goes`, async t => {
      const path = paths.get(name) ?? '';
      const error = await importError(host, folderOf(name));
      t.log(error ?? 'imported');
      t.is(error === null, expected === null);

      const binary = binaries.find(one => one.path === path);
      t.deepEqual(
        rulesOf(binary === undefined ? [] : [binary], 'error'),
        expected === null ? [] : [expected],
      );

      const unbound = await unboundNames(host, path);
      if (unbound !== null && (expected === null || expected === 'undefined-symbol')) {
        t.deepEqual(listedNames(binary), unbound);
      }
    });
  }

  test.after.always(() => rm(scratch, {recursive: true, force: true}));
}
