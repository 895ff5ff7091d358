import test from 'ava';
import type {CheckReport} from '../../src/report/report.ts';
import {applyBaseline, writeBaseline} from '../../src/rules/baseline.ts';
import {readBaseline} from '../../src/rules/baseline-file.ts';
import type {Finding} from '../../src/rules/finding.ts';
import {
  CP36,
  CRT_MISMATCH,
  EXT_SUFFIX,
  HOSTILE_NAME,
  MISSING_DEP,
  moduleReport,
  PYAUDIO,
  RPATH_WARNING,
  reportOf,
  STATIC_NOTE,
  wheelReport,
} from '../report/samples.ts';

const OLD = reportOf(PYAUDIO);

/** The next version of PyAudio, for another Python, with these findings. */
function next(...findings: readonly Finding[]): CheckReport {
  return reportOf(
    wheelReport(
      'dist/PyAudio-0.2.12-cp37-cp37m-win_amd64.whl',
      moduleReport('_portaudio.cp37-win_amd64.pyd', CP36, findings),
    ),
  );
}

async function baselineOf(report: CheckReport) {
  return readBaseline(writeBaseline(report), 'abi.json');
}

test('a known finding is silenced in the next version, for another Python and in other words', async t => {
  const report = applyBaseline(next({...CRT_MISMATCH, message: 'better words'}), await baselineOf(OLD));
  const [binary] = report.artefacts[0]?.binaries ?? [];
  t.is(binary?.findings[0]?.suppressed, 'baseline');
  t.is(binary?.verdict, 'ok');
  t.deepEqual(report.vanished, []);
});

for (const [title, finding] of Object.entries({
  'of another rule': EXT_SUFFIX,
  'of the same rule on another subject': {...CRT_MISMATCH, subject: 'msvcr90.dll'},
})) {
  test(`a baseline does not silence a finding ${title}`, async t => {
    const report = applyBaseline(next(CRT_MISMATCH, finding), await baselineOf(OLD));
    const [binary] = report.artefacts[0]?.binaries ?? [];
    t.deepEqual(
      binary?.findings.map(each => each.suppressed),
      ['baseline', undefined],
    );
    t.is(binary?.verdict, 'error');
  });
}

test('a baseline does not silence the same finding in another file or another project', async t => {
  const baseline = await baselineOf(OLD);
  for (const wheel of [
    wheelReport('PyAudio-0.2.11-cp36-cp36m-win_amd64.whl', moduleReport('_other.pyd', CP36, [CRT_MISMATCH])),
    wheelReport(
      'other-0.2.11-cp36-cp36m-win_amd64.whl',
      moduleReport('_portaudio.pyd', CP36, [CRT_MISMATCH]),
    ),
  ]) {
    const report = applyBaseline(reportOf(wheel), baseline);
    t.is(report.artefacts[0]?.binaries[0]?.findings[0]?.suppressed, undefined);
  }
});

test('an entry that is not found again has vanished', async t => {
  const report = applyBaseline(next(), await baselineOf(OLD));
  t.deepEqual(report.vanished, ['pyaudio: _portaudio.pyd: crt-mismatch (msvcrt.dll)']);
});

test('an entry has not vanished when its project, its format or its rule was not checked', async t => {
  const baseline = await baselineOf(OLD);
  const linux = wheelReport(
    'PyAudio-0.2.11-cp36-cp36m-manylinux1_x86_64.whl',
    moduleReport('_portaudio.cpython-36m-x86_64-linux-gnu.so', CP36, [], {format: 'elf'}),
  );
  const unread = {
    path: 'PyAudio-0.2.12-cp36-cp36m-win_amd64.whl',
    kind: 'file',
    binaries: [],
    error: 'is empty',
  };
  t.deepEqual(applyBaseline(reportOf(), baseline).vanished, []);
  t.deepEqual(applyBaseline(reportOf(linux), baseline).vanished, []);
  t.deepEqual(applyBaseline(reportOf(unread), baseline).vanished, []);
  t.deepEqual(applyBaseline(next(), baseline, new Set(['ext-suffix'])).vanished, []);
  t.is(applyBaseline(next(), baseline, new Set(['crt-mismatch'])).vanished.length, 1);
});

test('a finding that per-file-ignores silences has not vanished', async t => {
  const report = applyBaseline(
    next({...CRT_MISMATCH, suppressed: 'per-file-ignores'}),
    await baselineOf(OLD),
  );
  t.deepEqual(report.vanished, []);
  t.is(report.artefacts[0]?.binaries[0]?.findings[0]?.suppressed, 'per-file-ignores');
});

test('a baseline file has one finding a line, sorted, each once', t => {
  const wheel = wheelReport(
    'W-1.0-cp36-cp36m-win_amd64.whl',
    moduleReport('b.pyd', CP36, [MISSING_DEP, CRT_MISMATCH, CRT_MISMATCH]),
    moduleReport('a.pyd', CP36, [RPATH_WARNING]),
  );
  t.is(
    writeBaseline(reportOf(wheel, wheel)),
    `{
  "schemaVersion": 1,
  "findings": [
    {"project": "w", "path": "a.pyd", "rule": "rpath-unsafe", "subject": "/home/build/lib", "format": "pe"},
    {"project": "w", "path": "b.pyd", "rule": "crt-mismatch", "subject": "msvcrt.dll", "format": "pe"},
    {"project": "w", "path": "b.pyd", "rule": "missing-dep", "subject": "libgcc_s_seh-1.dll", "format": "pe"}
  ]
}
`,
  );
});

test('a baseline keeps what an older one silences, and leaves out notes and per-file-ignores', t => {
  const report = reportOf(
    wheelReport(
      'w.whl',
      moduleReport('a.pyd', CP36, [
        {...CRT_MISMATCH, suppressed: 'baseline'},
        {...EXT_SUFFIX, suppressed: 'per-file-ignores'},
        STATIC_NOTE,
      ]),
    ),
  );
  const rulesOf = (text: string): string[] =>
    JSON.parse(text).findings.map((entry: {rule: string}) => entry.rule);
  t.deepEqual(rulesOf(writeBaseline(report)), ['crt-mismatch']);
  t.deepEqual(rulesOf(writeBaseline(report, 'error')), ['crt-mismatch']);
  t.deepEqual(rulesOf(writeBaseline(report, 'note')), ['crt-mismatch', 'crt-static']);
});

test('what is written is read back and silences all of it, hostile names too', async t => {
  const finding = {...CRT_MISMATCH, subject: HOSTILE_NAME};
  const report = reportOf(PYAUDIO, wheelReport(HOSTILE_NAME, moduleReport(HOSTILE_NAME, CP36, [finding])));
  const silenced = applyBaseline(report, await baselineOf(report));
  const findings = silenced.artefacts.flatMap(({binaries}) => binaries.flatMap(each => each.findings));
  t.is(findings.length, 2);
  t.true(findings.every(each => each.suppressed === 'baseline'));
});

test('an empty baseline is a valid one', async t => {
  t.deepEqual((await readBaseline(writeBaseline(reportOf()), 'abi.json')).findings, []);
});

const ENTRY = '{"project": "a", "path": "b", "rule": "c", "subject": "d", "format": "pe"}';
const BROKEN: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
  'an empty file': ['', /^abi\.json:1: is not valid JSON/],
  'a merge conflict': [
    `{"schemaVersion": 1,\n"findings": [\n${ENTRY},\n<<<<<<< HEAD\n${ENTRY}]}`,
    /^abi\.json:4: is not valid JSON/,
  ],
  'something else': ['[]', /^abi\.json:1: `schemaVersion` is missing/],
  'a list': ['3', /^abi\.json:1: is not a baseline/],
  'a later version': [
    '{\n"schemaVersion": 2, "findings": []}',
    /^abi\.json:2: has schemaVersion 2, but this pyxdbg reads 1/,
  ],
  'a missing key': [
    `{"schemaVersion": 1,\n"findings": [\n${ENTRY},\n{"project": "a"}]}`,
    /^abi\.json:4: `path` is missing/,
  ],
  'a wrong type': [
    `{"schemaVersion": 1,\n"findings": [\n${ENTRY.replace('"c"', '3')}]}`,
    /^abi\.json:3: `rule` must be a string, not 3/,
  ],
  'an unknown key': [
    `{"schemaVersion": 1,\n"findings": [\n${ENTRY.replace('}', ',\n"x": 1}')}]}`,
    /^abi\.json:4: has the unknown key `x`/,
  ],
};

for (const [title, [text, message]] of Object.entries(BROKEN)) {
  test(`a baseline file that is ${title} is refused with its line`, async t => {
    await t.throwsAsync(readBaseline(text, 'abi.json'), {name: 'UserError', message});
  });
}
