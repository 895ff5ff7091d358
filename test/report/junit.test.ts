import {spawnSync} from 'node:child_process';
import test from 'ava';
import {renderJunit} from '../../src/report/junit.ts';
import type {CheckReport} from '../../src/report/report.ts';
import {
  CP36,
  CRT_MISMATCH,
  EXT_SUFFIX,
  HOSTILE_NAME,
  MARKUPSAFE,
  moduleReport,
  OPENVIKING,
  RPATH_WARNING,
  reportOf,
  wheelReport,
} from './samples.ts';

/** Python's own parser (expat) reads the XML that we wrote, and tells each element as [tag, attributes, text]. */
const TELL = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps([[e.tag, e.attrib, e.text or ''] for e in root.iter()]))`;
const hasPython = spawnSync('python3', ['--version']).status === 0;
const withPython = hasPython ? test : test.skip;

type Told = [tag: string, attributes: Record<string, string>, text: string];

function parse(report: CheckReport, failOn: 'error' | 'warning' = 'error'): Told[] {
  const {stdout, stderr} = spawnSync('python3', ['-c', TELL], {
    input: renderJunit(report, {failOn}),
    encoding: 'utf8',
  });
  if (stderr) throw new Error(stderr);
  return JSON.parse(stdout);
}

function only(told: readonly Told[], tag: string): Told[] {
  return told.filter(each => each[0] === tag);
}

withPython('an artefact is a suite and a binary a test case (needs python3)', t => {
  const told = parse(reportOf(OPENVIKING, MARKUPSAFE));
  t.like(only(told, 'testsuites')[0]?.[1], {tests: '7', failures: '2', errors: '0'});
  t.like(only(told, 'testsuite')[0]?.[1], {
    name: 'openviking-0.3.8-cp310-abi3-win_amd64.whl',
    tests: '6',
    failures: '2',
  });
  t.deepEqual(only(told, 'testcase').at(-1)?.[1], {
    classname: 'markupsafe-3.0.3-cp313-cp313-win_amd64.whl',
    name: 'markupsafe/_speedups.cp313-win_amd64.pyd',
    time: '0',
  });
});

withPython('all failing findings of a binary are in its one failure (needs python3)', t => {
  const failures = only(parse(reportOf(OPENVIKING)), 'failure');
  t.is(failures.length, 2);
  t.is(failures[0]?.[1]['message'], '2 findings: abi3-versioned-dll, ext-suffix');
  t.true(failures[0]?.[2].includes('error[abi3-versioned-dll] imports 87 names'));
  t.true(failures[0]?.[2].includes('\nfix: name it ragfs_python.pyd'));
});

withPython('what does not fail stands in system-out (needs python3)', t => {
  const report = reportOf(
    wheelReport(
      'w.whl',
      moduleReport('a.pyd', CP36, [RPATH_WARNING, {...CRT_MISMATCH, suppressed: 'baseline'}]),
    ),
  );
  const told = parse(report);
  t.is(only(told, 'failure').length, 0);
  t.regex(only(told, 'system-out')[0]?.[2] ?? '', /warning\[rpath-unsafe\][\s\S]*known\[crt-mismatch\]/);
  t.is(only(parse(report, 'warning'), 'failure')[0]?.[1]['type'], 'rpath-unsafe');
});

withPython('an artefact that could not be read is a test case with an error (needs python3)', t => {
  const told = parse(reportOf({path: 'x.whl', kind: 'file', binaries: [], error: 'is not a zip archive'}));
  t.like(only(told, 'testsuites')[0]?.[1], {tests: '1', failures: '0', errors: '1'});
  t.is(only(told, 'error')[0]?.[1]['message'], 'is not a zip archive');
});

withPython('hostile names give well-formed XML that says what they are (needs python3)', t => {
  const finding = {...EXT_SUFFIX, message: `named ${HOSTILE_NAME} ]]>`, fix: '\u0000\u0001\ud800\uffff'};
  const told = parse(reportOf(wheelReport(HOSTILE_NAME, moduleReport(HOSTILE_NAME, CP36, [finding]))));
  t.true(only(told, 'testcase')[0]?.[1]['name']?.startsWith('a\\x1b[2J\\u202egnp.\\r\\n::error::x\\x00'));
  t.true(only(told, 'failure')[0]?.[2].includes('<&>"'));
});
