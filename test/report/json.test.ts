import {readFileSync} from 'node:fs';
import {Ajv} from 'ajv';
import addFormats from 'ajv-formats';
import test from 'ava';
import {renderJson} from '../../src/report/json.ts';
import type {CheckReport} from '../../src/report/report.ts';
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
  UNKNOWN,
  wheelReport,
} from './samples.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../schema/check-abi.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv({strict: true, strictTypes: false});
addFormats.default(ajv);
const isValid = ajv.compile(schema);

const EVERYTHING: CheckReport = {
  artefacts: [
    wheelReport(
      'w.whl',
      moduleReport('a.pyd', CP36, [{...CRT_MISMATCH, suppressed: 'baseline'}, RPATH_WARNING, STATIC_NOTE], {
        facts: {format: 'pe'},
      }),
      moduleReport(HOSTILE_NAME, UNKNOWN, [], {format: null, machine: null, role: 'library', crt: []}),
    ),
    {path: 'x.whl', kind: 'file', binaries: [], error: 'x.whl: is not a zip archive'},
    {...PYAUDIO, notes: ['a note']},
  ],
  vanished: ['gone'],
};

test('the report has the keys that other programs rely on, and no others', t => {
  t.deepEqual(JSON.parse(renderJson(reportOf(PYAUDIO))), {
    schemaVersion: 1,
    artefacts: [
      {
        path: 'PyAudio-0.2.11-cp36-cp36m-win_amd64.whl',
        kind: 'wheel',
        binaries: [
          {
            path: '_portaudio.cp36-win_amd64.pyd',
            format: 'pe',
            machine: 'x86_64',
            role: 'module',
            target: {pythons: ['3.6'], abi: 'cp36m', platform: 'win_amd64', crt: 'ucrt', from: 'wheel-tag'},
            crt: ['ucrt'],
            verdict: 'error',
            findings: [
              {
                rule: 'crt-mismatch',
                severity: 'error',
                message: CRT_MISMATCH.message,
                evidence: ['imports  malloc, free, fwrite, vfprintf, signal and 22 more'],
                breaks: CRT_MISMATCH.breaks,
                fix: CRT_MISMATCH.fix,
                url: 'https://github.com/pyxdbg/pyxdbg/blob/main/docs/rules/crt-mismatch.md',
              },
            ],
          },
        ],
      },
    ],
    vanished: [],
    summary: {artefacts: 1, binaries: 1, errors: 1, warnings: 0, notes: 0, suppressed: 0},
  });
});

for (const [title, report] of Object.entries({
  'a report with everything in it': EVERYTHING,
  'an empty report': reportOf(),
  'a report without findings': reportOf(MARKUPSAFE),
  'a report with findings': reportOf(OPENVIKING),
})) {
  test(`${title} is valid against the published schema`, t => {
    for (const facts of [false, true]) {
      t.true(isValid(JSON.parse(renderJson(report, {facts}))), JSON.stringify(isValid.errors));
    }
  });
}

test('the published schema refuses a renamed key', t => {
  t.false(isValid(JSON.parse(renderJson(reportOf(PYAUDIO)).replace('"verdict"', '"result"'))));
});

test('suppressed findings stay in the report but are counted as suppressed only', t => {
  const json = JSON.parse(renderJson(EVERYTHING));
  t.deepEqual(json.summary, {artefacts: 3, binaries: 3, errors: 1, warnings: 1, notes: 1, suppressed: 1});
  t.is(json.artefacts[0].binaries[0].findings[0].suppressed, 'baseline');
  t.is(json.artefacts[0].binaries[0].verdict, 'warning');
});

test('facts are in the report only when they are asked for', t => {
  t.false('facts' in JSON.parse(renderJson(EVERYTHING)).artefacts[0].binaries[0]);
  t.deepEqual(JSON.parse(renderJson(EVERYTHING, {facts: true})).artefacts[0].binaries[0].facts, {
    format: 'pe',
  });
});

test('what is not printable is an escape in the document and itself when read', t => {
  const path = 'pkg/\u007f\u009b31m\u202egnp.exe\u{e0041}\u001b[2J\n/x.pyd';
  const text = renderJson(reportOf(wheelReport('x.whl', moduleReport(path, CP36, [CRT_MISMATCH]))));
  t.regex(text, /^[\n\x20-\x7e]*$/);
  t.is(JSON.parse(text).artefacts[0].binaries[0].path, path);
});
