import test from 'ava';
import {reportSubject, reportUnreadable, worstBinariesFirst} from '../../src/rules/binary-report.ts';
import type {Finding} from '../../src/rules/finding.ts';
import {type Assembled, bareFile, wheel} from '../builders/artefact.ts';
import {elfFacts, linuxModule, macModule, peFacts, UCRT, windowsModule} from '../builders/facts.ts';
import {toolchains} from '../toolchains/tables.ts';

const finding = (severity: Finding['severity']): Finding => ({
  rule: 'crt-mismatch',
  severity,
  message: 'm',
  subject: 's',
  evidence: [],
  breaks: 'b',
  fix: 'f',
});

function reportOf({artefact}: Assembled, findings: readonly Finding[] = []) {
  const [subject] = artefact.subjects;
  if (!subject) throw new Error('an artefact of one member has one subject');
  return reportSubject(subject, findings, toolchains, null);
}

// The keys and values of the JSON report that other programs rely on.
for (const [tag, member, expected] of [
  [
    'cp312-cp312-win_amd64',
    windowsModule('python312.dll'),
    {pythons: ['3.12'], abi: 'cp312', platform: 'win_amd64', crt: 'ucrt', from: 'wheel-tag'},
  ],
  [
    'cp313-cp313t-win_amd64',
    windowsModule('python313t.dll'),
    {pythons: ['3.13'], abi: 'cp313t', platform: 'win_amd64', crt: 'ucrt', from: 'wheel-tag'},
  ],
  [
    'cp27-cp27m-win32',
    windowsModule('python27.dll', UCRT, {machine: 'x86'}),
    {pythons: ['2.7'], abi: 'cp27m', platform: 'win32', crt: 'msvcr90', from: 'wheel-tag'},
  ],
  [
    'cp27-cp27mu-manylinux1_x86_64',
    linuxModule(),
    {pythons: ['2.7'], abi: 'cp27mu', platform: 'manylinux1_x86_64', crt: null, from: 'wheel-tag'},
  ],
  [
    'cp38-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64',
    linuxModule(),
    {
      pythons: ['3.8'],
      abi: 'abi3',
      platform: 'manylinux_2_17_x86_64.manylinux2014_x86_64',
      crt: null,
      from: 'wheel-tag',
    },
  ],
  [
    'cp315-abi3.abi3t-macosx_11_0_arm64',
    macModule({}),
    {pythons: ['3.15'], abi: 'abi3.abi3t', platform: 'macosx_11_0_arm64', crt: null, from: 'wheel-tag'},
  ],
  [
    'cp311.cp312-none-linux_x86_64',
    linuxModule(),
    {pythons: ['3.11', '3.12'], abi: null, platform: 'linux_x86_64', crt: null, from: 'wheel-tag'},
  ],
  ['py3-none-any', elfFacts(), {pythons: null, abi: null, platform: null, crt: null, from: null}],
] as const) {
  test(`the target of ${tag} in the report`, t => {
    t.deepEqual<unknown, unknown>(reportOf(wheel(tag, {'pkg/speed': member})).target, expected);
  });
}

test('a target is told with the claim that named it', t => {
  t.like(reportOf(bareFile('speed.cpython-311-x86_64-linux-gnu.so', linuxModule())).target, {
    abi: 'cp311',
    from: 'file-tag',
  });
  t.like(reportOf(bareFile('speed.pyd', windowsModule('python310.dll'))).target, {
    abi: 'cp310',
    from: 'import',
  });
});

for (const [imports, crt] of [
  [UCRT, ['ucrt']],
  [{'MSVCR90D.dll': ['malloc'], ...UCRT}, ['msvcr90d', 'ucrt']],
  [{'KERNEL32.dll': ['HeapAlloc']}, ['static']],
] as const) {
  test(`imports of ${Object.keys(imports)[0]} are on ${crt.join(' and ')}`, t => {
    t.deepEqual<unknown, unknown>(reportOf(bareFile('speed.pyd', peFacts({imports}))).crt, crt);
  });
}

test('machines of a fat file are joined, and other formats have no C runtime of this kind', t => {
  t.like(reportOf(bareFile('speed.so', macModule({}, {machine: 'x86_64'}))), {
    format: 'macho',
    machine: 'arm64+x86_64',
    crt: [],
  });
});

test('the verdict is the worst finding, and findings are sorted', t => {
  const report = reportOf(bareFile('speed.so', linuxModule()), [
    finding('note'),
    finding('error'),
    finding('warning'),
  ]);
  t.is(report.verdict, 'error');
  t.deepEqual(
    report.findings.map(({severity}) => severity),
    ['error', 'warning', 'note'],
  );
});

test('an unreadable member has one finding, unless the rule is ignored', t => {
  t.like(reportUnreadable('speed.pyd', finding('error'), {select: [], ignore: []}), {
    format: null,
    verdict: 'error',
  });
  t.like(reportUnreadable('speed.pyd', finding('error'), {select: [], ignore: ['crt-mismatch']}), {
    verdict: 'ok',
    findings: [],
  });
});

test('the worst binaries come first, equals by path', t => {
  const made = (path: string, ...findings: Finding[]) => ({
    ...reportOf(bareFile('speed.so', linuxModule()), findings),
    path,
  });
  const sorted = worstBinariesFirst([
    made('b'),
    made('d', finding('note')),
    made('a'),
    made('c', finding('error')),
    made('e', finding('warning')),
  ]);
  t.deepEqual(
    sorted.map(({path}) => path),
    ['c', 'e', 'd', 'a', 'b'],
  );
});
