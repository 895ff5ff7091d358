import test from 'ava';
import {renderGithub} from '../../src/report/github.ts';
import {
  CP36,
  CRT_MISMATCH,
  EXT_SUFFIX,
  HOSTILE_NAME,
  MARKUPSAFE,
  moduleReport,
  PYAUDIO,
  RPATH_WARNING,
  reportOf,
  STATIC_NOTE,
  wheelReport,
} from './samples.ts';

const OPTIONS = {cwd: '/repo'};

test('a finding is a workflow command with the file, the rule and a message whose line breaks are escaped', t => {
  const [line] = renderGithub(reportOf(PYAUDIO), OPTIONS).split('\n');
  t.true(
    line?.startsWith(
      '::error file=PyAudio-0.2.11-cp36-cp36m-win_amd64.whl,title=crt-mismatch::_portaudio.cp36-win_amd64.pyd uses C runtime MSVCRT.DLL,',
    ),
  );
  t.true(line?.includes('%0Aimports: malloc, free, fwrite, vfprintf, signal and 22 more%0Abreaks: memory'));
});

test('each severity has its command, and the worst comes first', t => {
  const wheel = wheelReport('w.whl', moduleReport('a.pyd', CP36, [STATIC_NOTE, RPATH_WARNING, EXT_SUFFIX]));
  const commands = renderGithub(reportOf(wheel), OPTIONS).match(/^::\w+/gm);
  t.deepEqual(commands, ['::error', '::warning', '::notice']);
});

test('files are given relative to the folder of the run, and those of a folder by themselves', t => {
  const folder = {
    path: '/repo/build/lib/',
    kind: 'folder',
    binaries: [moduleReport('pkg/a.pyd', CP36, [CRT_MISMATCH])],
  };
  t.true(renderGithub(reportOf(folder), OPTIONS).startsWith('::error file=build/lib/pkg/a.pyd,title='));
  const elsewhere = {
    path: '/tmp/a.pyd',
    kind: 'file',
    binaries: [moduleReport('a.pyd', CP36, [CRT_MISMATCH])],
  };
  t.true(renderGithub(reportOf(elsewhere), OPTIONS).startsWith('::error file=/tmp/a.pyd,title='));
});

test('suppressed findings and artefacts that are right give nothing', t => {
  const known = wheelReport(
    'w.whl',
    moduleReport('a.pyd', CP36, [{...CRT_MISMATCH, suppressed: 'baseline'}]),
  );
  t.is(renderGithub(reportOf(known, MARKUPSAFE), OPTIONS), '');
});

test('an artefact that could not be read is an error', t => {
  const report = reportOf({path: 'x.whl', kind: 'file', binaries: [], error: 'x.whl: is not a zip archive'});
  t.is(renderGithub(report, OPTIONS), '::error file=x.whl,title=unreadable::x.whl: is not a zip archive\n');
});

test('percent signs, commas and colons in properties are escaped as actions/toolkit does', t => {
  const wheel = wheelReport('50%,a:b.whl', moduleReport('a.pyd', CP36, [EXT_SUFFIX]));
  t.true(
    renderGithub(reportOf(wheel), OPTIONS).startsWith('::error file=50%25%2Ca%3Ab.whl,title=ext-suffix::'),
  );
});

test('a hostile name cannot start a command of its own', t => {
  const finding = {...EXT_SUFFIX, message: `named ${HOSTILE_NAME}`};
  const wheel = wheelReport(HOSTILE_NAME, moduleReport(HOSTILE_NAME, CP36, [finding, finding]));
  const lines = renderGithub(reportOf(wheel), OPTIONS).trimEnd().split('\n');
  t.is(lines.length, 2);
  t.true(lines.every(line => /^::error file=[^,:\r]*,title=ext-suffix::[^\r]*$/.test(line)));
});
