import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {Ajv} from 'ajv';
import addFormats from 'ajv-formats';
import test from 'ava';
import type {ArtefactReport} from '../../src/report/report.ts';
import {renderSarif} from '../../src/report/sarif.ts';
import {
  CP36,
  CRT_MISMATCH,
  HOSTILE_NAME,
  MARKUPSAFE,
  moduleReport,
  OPENVIKING,
  PYAUDIO,
  RPATH_WARNING,
  reportOf,
  STATIC_NOTE,
  wheelReport,
} from './samples.ts';

const RULES = ['crt-mismatch', 'ext-suffix', 'rpath-unsafe'].map(name => ({
  name,
  title: `Title of ${name}`,
  summary: `Summary of ${name}.`,
}));
const OPTIONS = {cwd: '/repo', version: '1.2.3', rules: RULES};
const schemaFile = findSchema();
const withSchema = schemaFile === null ? test.skip : test;

/** The package that carries the OASIS schema: a development dependency, absent where they were left out. */
function findSchema(): string | null {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  } catch {
    return null;
  }
}

function runOf(...artefacts: readonly ArtefactReport[]) {
  return JSON.parse(renderSarif(reportOf(...artefacts), OPTIONS)).runs[0];
}

withSchema('the log is valid against the OASIS schema (needs @microsoft/jest-sarif)', t => {
  // The schema is of draft 4, which names its address `id`; the rest of what it uses has not changed since.
  const {id, $schema, ...schema} = JSON.parse(readFileSync(schemaFile ?? '', 'utf8'));
  t.regex(id, /sarif-2\.1\.0/);
  t.regex($schema, /draft-04/);
  const ajv = new Ajv({strict: false, unicodeRegExp: false});
  addFormats.default(ajv);
  const isValid = ajv.compile(schema);
  const hostile = {...CRT_MISMATCH, message: HOSTILE_NAME, suppressed: 'per-file-ignores'} as const;
  const report = reportOf(
    OPENVIKING,
    MARKUPSAFE,
    wheelReport(
      `/elsewhere/${HOSTILE_NAME}`,
      moduleReport(HOSTILE_NAME, CP36, [hostile, RPATH_WARNING, STATIC_NOTE]),
    ),
    {path: 'x.whl', kind: 'file', binaries: [], error: 'is not a zip archive'},
  );
  t.true(isValid(JSON.parse(renderSarif(report, OPTIONS))), JSON.stringify(isValid.errors));
  t.false(isValid({version: '2.1.0', runs: [{results: []}]}));
});

test('the log names its version and schema, and the rules with their pages', t => {
  const log = JSON.parse(renderSarif(reportOf(PYAUDIO), OPTIONS));
  t.is(log.version, '2.1.0');
  t.like(log.runs[0].tool.driver, {name: 'pyxdbg', semanticVersion: '1.2.3'});
  t.like(log.runs[0].tool.driver.rules[0], {
    id: 'crt-mismatch',
    name: 'CrtMismatch',
    shortDescription: {text: 'Title of crt-mismatch.'},
    helpUri: 'https://github.com/pyxdbg/pyxdbg/blob/main/docs/rules/crt-mismatch.md',
  });
});

test('a result points at the wheel, and at the member as a logical location', t => {
  const [result] = runOf(PYAUDIO).results;
  t.like(result, {ruleId: 'crt-mismatch', ruleIndex: 0, level: 'error'});
  t.is(result.locations[0].physicalLocation.artifactLocation.uri, 'PyAudio-0.2.11-cp36-cp36m-win_amd64.whl');
  t.deepEqual(result.locations[0].logicalLocations, [
    {
      fullyQualifiedName: '_portaudio.cp36-win_amd64.pyd',
      name: '_portaudio.cp36-win_amd64.pyd',
      kind: 'module',
    },
  ]);
});

test('locations below the folder of the run are relative, percent-encoded references; others file URIs', t => {
  const uriOf = (path: string): string =>
    runOf({path, kind: 'file', binaries: [moduleReport('a.pyd', CP36, [CRT_MISMATCH])]}).results[0]
      .locations[0].physicalLocation.artifactLocation.uri;
  t.is(uriOf('/repo/my build/a#1.pyd'), 'my%20build/a%231.pyd');
  t.is(uriOf('/repo2/a.pyd'), 'file:///repo2/a.pyd');
  t.is(uriOf('../a.pyd'), 'file:///a.pyd');
});

test('a fingerprint stays the same for the next version and other words, and differs for another subject', t => {
  const fingerprint = (wheel: string, finding: Partial<typeof CRT_MISMATCH>, tag = 'cp36'): string => {
    const path = `_portaudio.${tag}-win_amd64.pyd`;
    const artefact = wheelReport(wheel, moduleReport(path, CP36, [{...CRT_MISMATCH, ...finding}]));
    return runOf(artefact).results[0].partialFingerprints['pyxdbgBaselineKey/v1'];
  };
  const first = fingerprint('PyAudio-0.2.11-cp36-cp36m-win_amd64.whl', {});
  t.is(fingerprint('dist/PyAudio-0.2.12-cp37-cp37m-win_amd64.whl', {message: 'other words'}, 'cp37'), first);
  t.not(fingerprint('PyAudio-0.2.11-cp36-cp36m-win_amd64.whl', {subject: 'msvcr90.dll'}), first);
});

test('suppressed findings are results with a suppression, the others have none', t => {
  const finding = {...CRT_MISMATCH, suppressed: 'baseline'} as const;
  const {results} = runOf(wheelReport('w.whl', moduleReport('a.pyd', CP36, [finding, RPATH_WARNING])));
  t.like(results[0].suppressions[0], {kind: 'external', status: 'accepted'});
  t.false('suppressions' in results[1]);
});

test('an artefact that could not be read is a notification of a run that did not succeed', t => {
  const [invocation] = runOf({
    path: 'x.whl',
    kind: 'file',
    binaries: [],
    error: 'is not a zip archive',
  }).invocations;
  t.false(invocation.executionSuccessful);
  t.is(invocation.toolExecutionNotifications[0].message.text, 'is not a zip archive');
});

test('a name that looks like a SARIF link or placeholder is shown as it is', t => {
  const finding = {...CRT_MISMATCH, message: 'needs [a](1) and {0}, not {x}'};
  const {text} = runOf(wheelReport('w.whl', moduleReport('m.pyd', CP36, [finding]))).results[0].message;
  t.true(text.startsWith('m.pyd needs \\[a\\](1) and {{0}}, not {x}'));
});
