import {readFileSync} from 'node:fs';
import test from 'ava';
import {runCheckAbi, scoreLines, scoreReports} from '../../../scripts/corpus/score.ts';
import {MARKUPSAFE, PYAUDIO, vendored} from '../../e2e/program.ts';

const reports = await runCheckAbi(vendored(''), [PYAUDIO, MARKUPSAFE]);
const pyaudio = {file: PYAUDIO, verdict: 'bad', rules: ['crt-mismatch']} as const;
const markupsafe = {file: MARKUPSAFE, verdict: 'ok', rules: []} as const;
const score = (...labels: Parameters<typeof scoreReports>[0]) => scoreReports(labels, vendored(''), reports);
const module = '_portaudio.cp36-win_amd64.pyd';

test('labels that check-abi agrees with give the full score', t => {
  const full = score(
    {...pyaudio, binaries: [{path: module, verdict: 'bad'}], rules: [...pyaudio.rules]},
    {...markupsafe, rules: []},
  );
  t.deepEqual(full, {
    artefacts: {right: 2, of: 2},
    binaries: {right: 1, of: 1},
    disagreements: [],
    binaryDisagreements: [],
  });
  t.deepEqual(scoreLines(full, 0), ['artefacts 2 of 2', 'binaries 1 of 1']);
  t.deepEqual(scoreLines(full, 3)[0], 'artefacts 2 of 2 (3 not at hand)');
});

test('a labelled rule without an error is missed', t => {
  const {artefacts, disagreements} = score({...pyaudio, rules: ['crt-mismatch', 'two-crts']});
  t.deepEqual(artefacts, {right: 0, of: 1});
  t.deepEqual(disagreements, [`${PYAUDIO} (bad)`, '  missed two-crts']);
});

test('an error in an artefact that is not bad is wrong', t => {
  const {artefacts, disagreements} = score({file: PYAUDIO, verdict: 'warn', rules: []});
  t.deepEqual(artefacts, {right: 0, of: 1});
  t.is(disagreements[0], `${PYAUDIO} (warn)`);
  t.regex(disagreements[1] ?? '', /^ {2}_portaudio\.cp36-win_amd64\.pyd: crt-mismatch: uses C runtime/);
});

test('a binary that was not found, or judged otherwise, is told', t => {
  const binaries = [
    {path: module, verdict: 'ok'},
    {path: 'gone.pyd', verdict: 'bad'},
  ] as const;
  const {binaries: counts, binaryDisagreements} = score({
    ...pyaudio,
    rules: [...pyaudio.rules],
    binaries: [...binaries],
  });
  t.deepEqual(counts, {right: 0, of: 2});
  t.regex(binaryDisagreements[0] ?? '', /labelled ok, found error; crt-mismatch: /);
  t.is(binaryDisagreements[1], `${PYAUDIO} gone.pyd: labelled bad, found nothing`);
});

test('an artefact without a report is not right', t => {
  const {artefacts, disagreements} = score({file: 'gone.whl', verdict: 'ok', rules: []});
  t.deepEqual(artefacts, {right: 0, of: 1});
  t.deepEqual(disagreements, ['gone.whl (ok)', '  no report']);
});

test('the labels of the vendored artefacts give the full score', async t => {
  const labels = JSON.parse(readFileSync(vendored('labels.json'), 'utf8'));
  const all = await runCheckAbi(
    vendored(''),
    labels.map(({file}: {file: string}) => file),
  );
  const {artefacts, disagreements} = scoreReports(labels, vendored(''), all);
  t.deepEqual(disagreements, []);
  t.is(artefacts.right, labels.length);
});
