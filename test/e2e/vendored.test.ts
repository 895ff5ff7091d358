import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import test from 'ava';
import * as v from 'valibot';
import {checkAbi, rulesOf} from './check-abi.ts';
import {pyxdbgOn, vendored} from './program.ts';

const labels = v.parse(
  v.array(
    v.object({
      file: v.string(),
      sha256: v.string(),
      verdict: v.picklist(['ok', 'bad']),
      rules: v.array(v.string()),
    }),
  ),
  JSON.parse(readFileSync(vendored('labels.json'), 'utf8')),
);
const readme = readFileSync(vendored('README.md'), 'utf8');

test('every vendored artefact has a label and a row in the README, and is the file that PyPI serves', t => {
  const files = readdirSync(vendored('')).filter(name => /\.(?:whl|exe)$/.test(name));
  t.deepEqual(files.toSorted(), labels.map(({file}) => file).toSorted());
  for (const {file, sha256, verdict, rules} of labels) {
    t.is(
      createHash('sha256')
        .update(readFileSync(vendored(file)))
        .digest('hex'),
      sha256,
      file,
    );
    const label = verdict === 'bad' ? `bad: ${rules.join(', ')}` : 'ok';
    t.regex(readme, new RegExp(`^\\| \`${file}\` \\|.*\\| PyPI \\| \`${sha256}\` \\| ${label} \\|$`, 'm'));
  }
});

test.serial('each bad artefact shows each rule of its label as an error, each ok one no error', async t => {
  const {artefacts, exitCode} = await checkAbi(...labels.map(({file}) => vendored(file)));
  t.is(exitCode, 1);
  t.is(artefacts.length, labels.length);
  for (const {file, verdict, rules} of labels) {
    const binaries = artefacts.find(({path}) => path === vendored(file))?.binaries ?? [];
    const errors = rulesOf(binaries, 'error');
    t.true(binaries.length > 0, file);
    if (verdict === 'ok') t.deepEqual(errors, [], file);
    else for (const rule of rules) t.true(errors.includes(rule), `${file}: ${rule}, found ${errors.join()}`);
  }
});

// Read by a person each time they change: is it true, is it complete, would a newcomer know what to do?
for (const file of [
  'PyAudio-0.2.11-cp36-cp36m-win_amd64.whl',
  'coverage-3.4.win32-py2.4.exe',
  'procmaps-0.5.0-cp36-abi3-manylinux2010_x86_64.whl',
]) {
  test.serial(`the report of ${file}`, async t => {
    const pyxdbg = pyxdbgOn(process.execPath);
    const {status, stdout, stderr} = await pyxdbg(['check-abi', file], {cwd: vendored('')});
    t.is(status, 1);
    t.is(stderr, '');
    t.snapshot(stdout);
  });
}
