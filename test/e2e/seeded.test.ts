import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {seededDefects} from '../seeded/index.ts';
import {syntheticCases} from '../seeded/synthetic.ts';
import {hasProgram} from '../seeded/tools.ts';
import {checkAbi, rulesOf} from './check-abi.ts';

const programs = [
  'x86_64-w64-mingw32-gcc',
  'i686-w64-mingw32-gcc',
  'gcc',
  'clang-16',
  'ld.lld-16',
  'ld64.lld-16',
  'llvm-lipo-16',
];
const lacking = programs.filter(name => !hasProgram(name));
const statusOf = {error: 1, warning: 0, note: 0} as const;

let scratch = '';
test.before(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pyxdbg-seeded-e2e-'));
});
test.after.always(() => rm(scratch, {recursive: true, force: true}));

// One at a time: each test starts compilers of its own.
const check = lacking.length > 0 ? test.skip : test.serial;
const unless = lacking.length > 0 ? ` (needs ${lacking.join(', ')})` : '';

for (const [index, defect] of seededDefects.entries()) {
  const {rule, severity, seeded, member, build, cure, options = []} = defect;
  check(`${rule} is the ${severity} of ${seeded}, and is gone once cured${unless}`, async t => {
    const wrong = await build(join(scratch, `${index}-wrong`));
    const {exitCode, artefacts} = await checkAbi(...options, wrong);
    const binaries = artefacts.flatMap(artefact => artefact.binaries);
    t.is(exitCode, statusOf[severity]);
    t.deepEqual(rulesOf(binaries, 'error'), severity === 'error' ? [rule] : []);
    const finding = binaries
      .find(({path}) => path === member)
      ?.findings.find(({rule: name}) => name === rule);
    t.is(finding?.severity, severity);
    for (const text of [finding?.message, finding?.breaks, finding?.fix, finding?.url]) {
      t.regex(text ?? '', /\S/);
    }

    const right = await cure(join(scratch, `${index}-right`));
    const cured = await checkAbi(...options, right);
    const curedBinaries = cured.artefacts.flatMap(artefact => artefact.binaries);
    t.is(cured.exitCode, 0);
    t.true(curedBinaries.length > 0);
    t.deepEqual(
      curedBinaries
        .flatMap(({findings}) => findings)
        .filter(({rule: name, severity: worst}) => name === rule || worst === 'error'),
      [],
    );
  });
}

for (const {file, errors, warnings = [], build, missing} of syntheticCases) {
  const claim = errors.map(rules => (rules.length === 0 ? 'no error' : rules.join(' and '))).join(' or ');
  const without = missing === undefined ? unless : ` (needs ${missing})`;
  const run = missing === undefined ? check : test.skip;
  run(
    `${file} has ${claim}${warnings.map(rule => ` and a warning of ${rule}`).join('')}${without}`,
    async t => {
      const path = await build(join(scratch, file));
      t.true(existsSync(path));
      const {exitCode, artefacts} = await checkAbi(path);
      const binaries = artefacts.flatMap(artefact => artefact.binaries);
      const found = rulesOf(binaries, 'error');
      t.true(
        errors.some(rules => rules.join() === found.join()),
        `errors found: ${found.join(', ') || 'none'}`,
      );
      t.is(exitCode, found.length > 0 ? 1 : 0);
      for (const rule of warnings) {
        t.true(
          rulesOf(binaries, 'warning').includes(rule),
          `warnings found: ${rulesOf(binaries, 'warning').join(', ')}`,
        );
      }
    },
  );
}
