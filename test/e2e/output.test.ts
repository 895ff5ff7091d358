import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {Ajv} from 'ajv';
import addFormats from 'ajv-formats';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {environment, MARKUPSAFE, onEachNode, PYAUDIO, program, pyxdbgOn, root, vendored} from './program.ts';

const cwd = vendored('');
const pyxdbg = pyxdbgOn(process.execPath);
const artefacts = [PYAUDIO, MARKUPSAFE, 'nowhere.pyd'];

const parse = (text: string) => JSON.parse(text);
const isJsonReport = compile(readFileSync(join(root, 'schema', 'check-abi.schema.json'), 'utf8'));

/** `unicodeRegExp`: the schema of SARIF has a pattern that is none with the flag u. */
function compile(text: string) {
  const ajv = new Ajv({strict: false, unicodeRegExp: false});
  addFormats.default(ajv);
  // ajv 8 does not know draft 4 by name; what SARIF's schema uses of it means the same today.
  const {$schema, id, ...schema} = JSON.parse(text);
  return ajv.compile(schema);
}

onEachNode('--output-format json is what the schema says, and --json is the same', async (t, run) => {
  const {status, stdout, stderr} = await run(['check-abi', '--output-format', 'json', ...artefacts], {cwd});
  t.is(stderr, '');
  t.is(status, 2);
  const report = parse(stdout);
  t.true(isJsonReport(report), JSON.stringify(isJsonReport.errors));
  t.is(report.schemaVersion, 1);
  t.deepEqual(report.summary, {
    artefacts: 3,
    binaries: 2,
    errors: 1,
    warnings: 0,
    notes: 0,
    suppressed: 0,
  });
  t.deepEqual(
    report.artefacts.map(({path, kind, error}: {path: string; kind: string; error?: string}) => [
      path,
      kind,
      error !== undefined,
    ]),
    [
      [PYAUDIO, 'wheel', false],
      [MARKUPSAFE, 'wheel', false],
      ['nowhere.pyd', 'file', true],
    ],
  );
  const short = await run(['check-abi', '--json', ...artefacts], {cwd});
  t.is(short.stdout, stdout);
});

test.serial('--json with --facts and --tree is what the schema says too', async t => {
  const {stdout} = await pyxdbg(['check-abi', '--json', '--facts', '--tree', ...artefacts], {cwd});
  t.true(isJsonReport(parse(stdout)), JSON.stringify(isJsonReport.errors));
});

test.serial('--output-format sarif is valid SARIF 2.1.0 with the finding at its file', async t => {
  const {stdout, stderr} = await pyxdbg(['check-abi', '--output-format', 'sarif', ...artefacts], {cwd});
  t.is(stderr, '');
  const schema = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const isSarif = compile(readFileSync(schema, 'utf8'));
  const sarif = parse(stdout);
  t.true(isSarif(sarif), JSON.stringify(isSarif.errors));
  const [run] = sarif.runs;
  t.is(run.tool.driver.name, 'pyxdbg');
  const [result, ...others] = run.results;
  t.deepEqual(others, []);
  t.is(result.ruleId, 'crt-mismatch');
  t.is(result.level, 'error');
  t.regex(JSON.stringify(result.locations), new RegExp(PYAUDIO));
  t.false(run.invocations[0].executionSuccessful);
});

const XML = `
import sys, xml.etree.ElementTree as tree
suites = tree.fromstring(sys.stdin.buffer.read())
for case in suites.iter("testcase"):
    print(case.get("classname"), case.get("name"), *[child.tag for child in case], sep="|")
`;
const python = toolNamed('python3');
const withPython = python === null ? test.skip : test.serial;
withPython('--output-format junit is XML with one test case a binary (needs python3)', async t => {
  const {stdout} = await pyxdbg(['check-abi', '--output-format', 'junit', ...artefacts], {cwd});
  const cases = await execa(python ?? '', ['-c', XML], {input: stdout});
  const lines = cases.stdout.split('\n');
  t.is(lines.length, 3);
  t.is(lines.filter(line => line.endsWith('|failure')).length, 1);
  t.is(lines.filter(line => line.endsWith('|error')).length, 1);
  t.regex(lines.find(line => line.endsWith('|failure')) ?? '', /PyAudio.*_portaudio\.cp36-win_amd64\.pyd/);
});

test.serial('--output-format github is one workflow command a line', async t => {
  const {stdout} = await pyxdbg(['check-abi', '--output-format', 'github', ...artefacts], {cwd});
  const lines = stdout.trimEnd().split('\n');
  t.is(lines.length, 2);
  for (const line of lines) t.regex(line, /^::error (?:[a-z]+=[^,:]*,?)*::\S/i);
});

onEachNode('-o writes the report to a file, and nothing to stdout', async (t, run) => {
  const file = join(temporaryFolder(), 'report.txt');
  const plain = await run(['check-abi', PYAUDIO], {cwd});
  const {status, stdout, stderr} = await run(['check-abi', PYAUDIO, '-o', file], {cwd});
  t.deepEqual({status, stdout, stderr}, {status: 1, stdout: '', stderr: ''});
  t.is(readFileSync(file, 'utf8'), plain.stdout);
});

onEachNode('--report writes further reports beside the one on stdout', async (t, run) => {
  const folder = temporaryFolder();
  const reports = ['sarif', 'junit', 'json', 'github', 'text'].flatMap(format => [
    '--report',
    `${format}=${join(folder, `abi.${format}`)}`,
  ]);
  const {status, stdout, stderr} = await run(['check-abi', ...reports, PYAUDIO], {cwd});
  t.is(stderr, '');
  t.is(status, 1);
  t.deepEqual(readdirSync(folder).toSorted(), [
    'abi.github',
    'abi.json',
    'abi.junit',
    'abi.sarif',
    'abi.text',
  ]);
  t.is(readFileSync(join(folder, 'abi.text'), 'utf8'), stdout);
  t.is(parse(readFileSync(join(folder, 'abi.sarif'), 'utf8')).version, '2.1.0');
  t.true(isJsonReport(parse(readFileSync(join(folder, 'abi.json'), 'utf8'))));
});

test.serial('a file that cannot be written is told before the work is done', async t => {
  const folder = temporaryFolder();
  for (const words of [
    ['-o', join(folder, 'no', 'report')],
    ['--report', `json=${join(folder, 'no', 'report')}`],
    ['--write-baseline', join(folder, 'no', 'report')],
  ]) {
    const {status, stdout, stderr} = await pyxdbg(['check-abi', ...words, PYAUDIO], {cwd});
    t.is(
      stderr,
      `pyxdbg: ${join(folder, 'no', 'report')}: cannot be written: the folder for it does not exist; name a file in a folder that exists and can be written to\n`,
    );
    t.is(stdout, '');
    t.is(status, 2);
  }
});

const fullDisk = statSync('/dev/full', {throwIfNoEntry: false})?.isCharacterDevice()
  ? test.serial
  : test.skip;
fullDisk('a full disk behind stdout is one sentence and status 2 (needs /dev/full)', async t => {
  for (const words of [
    ['check-abi', PYAUDIO],
    ['check-abi', '--json', PYAUDIO],
    ['rule', 'two-crts'],
  ]) {
    const {exitCode, stderr} = await execa(
      'sh',
      ['-c', '"$@" > /dev/full', 'sh', process.execPath, program, ...words],
      {cwd, env: environment(), extendEnv: false, reject: false, stdin: 'ignore'},
    );
    t.is(stderr, 'pyxdbg: standard output: cannot be written: no space left on the device');
    t.is(exitCode, 2);
  }
});

test.serial('an old report stays where the new one fails', async t => {
  const file = join(temporaryFolder(), 'report.txt');
  writeFileSync(file, 'old');
  const {status} = await pyxdbg(['check-abi', '-o', file, '--select', 'nonsense', PYAUDIO], {cwd});
  t.is(status, 2);
  t.is(readFileSync(file, 'utf8'), 'old');
});
