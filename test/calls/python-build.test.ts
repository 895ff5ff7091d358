import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import test from 'ava';
import * as v from 'valibot';
import {type PythonBuildFlags, pythonBuild} from '../../src/calls/python-build.ts';
import {UserError} from '../../src/errors.ts';
import {pythonBuildJsonSchema} from '../../src/report/python-build-json-schema.ts';
import {temporaryFolder, toolNamed} from '../builders/tools.ts';
import {program, pyxdbgOn} from '../e2e/program.ts';

const isThere = ['gcc', 'make', 'python3'].every(name => toolNamed(name) !== null);
const withTools = isThere && process.platform === 'linux' ? test.serial : test.skip;

const PATH = process.env['PATH'] ?? '';
test.afterEach.always(() => {
  process.env['PATH'] = PATH;
  delete process.env['CC'];
  process.exitCode = 0;
});

const flags = (more: Partial<PythonBuildFlags> = {}): PythonBuildFlags => ({
  prefix: join(temporaryFolder(), 'python'),
  optimize: '0',
  color: 'never',
  quiet: true,
  ...more,
});

/** A folder of links to these programs, as the whole PATH. */
function onlyOnPath(...names: readonly string[]): void {
  process.env['PATH'] = PATH;
  const folder = temporaryFolder();
  for (const name of names) symlinkSync(toolNamed(name) ?? '', join(folder, name));
  process.env['PATH'] = folder;
}

function source(version = [3, 11, 2]): string {
  const folder = join(temporaryFolder(), 'source');
  mkdirSync(join(folder, 'Include'), {recursive: true});
  const [major, minor, micro] = version;
  writeFileSync(
    join(folder, 'Include/patchlevel.h'),
    `#define PY_MAJOR_VERSION ${major}\n#define PY_MINOR_VERSION ${minor}\n#define PY_MICRO_VERSION ${micro}\n`,
  );
  writeFileSync(join(folder, 'configure'), 'echo checking nothing... no; exit 7\n');
  return folder;
}

async function refused(
  t: {throwsAsync: (run: Promise<void>, expected: object) => Promise<unknown>},
  message: RegExp,
  argument: string | undefined,
  more: Partial<PythonBuildFlags> = {},
): Promise<void> {
  await t.throwsAsync(pythonBuild(argument, flags(more)), {instanceOf: UserError, message});
}

withTools('without a compiler or make it says what to install', async t => {
  onlyOnPath('make');
  await refused(t, /^there is no C compiler on PATH; apt-get install gcc/, '3.11');
  onlyOnPath('gcc');
  await refused(t, /^there is no make on PATH; apt-get install make$/, '3.11');
  process.env['PATH'] = PATH;
  process.env['CC'] = 'no-such-cc';
  await refused(t, /^CC=no-such-cc: is not on PATH/, '3.11');
});

withTools('a version that no package has installed is refused, and so is what is no version', async t => {
  await refused(t, /^3\.1: no package of this system has installed python3\.1; /, '3.1');
  await refused(t, /^three: is neither a version of Python nor a file/, 'three');
});

withTools('a source that is none of CPython, or of another version, is refused', async t => {
  await refused(t, /: is no source of CPython/, undefined, {source: temporaryFolder(), python: 'python3'});
  await refused(t, /is the source of Python 3\.1\.0, and .* is 3\.\d+\.\d+; name a Python 3\.1/, undefined, {
    source: source([3, 1, 0]),
    python: 'python3',
  });
});

withTools('an interpreter that is no CPython is refused', async t => {
  // What PyPy says of itself, by a program in its place: the rest of the answer is that of a real CPython.
  const pypy = join(temporaryFolder(), 'pypy3');
  const code = `import sys; sys.implementation.name = "pypy"; sys.executable = sys._base_executable = "${pypy}"; exec(compile(open(sys.argv[1]).read(), "x", "exec"))`;
  writeFileSync(
    pypy,
    `#!/bin/sh\nfor word; do last=$word; done\nexec ${toolNamed('python3')} -c '${code}' "$last"\n`,
    {mode: 0o755},
  );
  await refused(t, /is pypy, and only CPython can be built; name a release build/, undefined, {
    source: source(),
    python: pypy,
  });
});

const debugPython = existsSync('/usr/bin/python3-dbg');
(isThere && debugPython ? test.serial : test.skip)(
  'a debug build of CPython is refused: its ABI is another',
  async t => {
    await refused(t, /is built --with-pydebug, which is another ABI/, undefined, {
      source: source(),
      python: '/usr/bin/python3-dbg',
    });
  },
);

withTools('--closest and --jobs are refused where they make no sense', async t => {
  await refused(t, /^--closest: is for source packages of apt/, undefined, {source: source(), closest: true});
  await refused(t, /^--jobs none: is no number of compilers/, '3.11', {jobs: 'none'});
});

const own = (): string =>
  execFileSync('python3', ['-c', 'import platform; print(platform.python_version())'], {
    encoding: 'utf8',
  }).trim();

withTools('a build that fails leaves no prefix and nothing beside it but the log', async t => {
  const prefix = join(temporaryFolder(), 'python');
  const error = await t.throwsAsync(
    pythonBuild(
      undefined,
      flags({
        prefix,
        source: source(own().split('.').map(Number)),
        python: 'python3',
        verbose: true,
        quiet: false,
      }),
    ),
    {
      instanceOf: UserError,
      message: /the build failed in "configure" with exit status 7; all that it printed stands in/,
    },
  );
  t.is(error instanceof UserError ? error.exitCode : 0, 1);
  t.deepEqual(readdirSync(join(prefix, '..')), ['python.build.log']);
});

withTools('--dry-run --json is the plan, as the schema says, and leaves nothing', async t => {
  const prefix = join(temporaryFolder(), 'python');
  const {status, stdout, stderr} = await pyxdbgOn(process.execPath)([
    ...['python', 'build', '--source', source(own().split('.').map(Number)), '--prefix', prefix],
    ...['--python', toolNamed('python3') ?? '', '--dry-run', '--json'],
  ]);
  t.is(status, 0, stderr);
  const plan = JSON.parse(stdout);
  t.true(v.is(pythonBuildJsonSchema, plan));
  t.deepEqual(
    plan.steps.map(({title}: {title: string}) => title),
    ['configure', 'compile', 'install'],
  );
  t.false(existsSync(prefix));
});

withTools('with --json a refusal, too, is a document', async t => {
  const {status, stdout} = await pyxdbgOn(process.execPath)([
    'python',
    'build',
    'x',
    '--prefix',
    '/tmp/x',
    '--json',
  ]);
  t.is(status, 2);
  t.true(v.is(pythonBuildJsonSchema, JSON.parse(stdout)));
});

withTools('Ctrl-C ends the build with what it started, and leaves nothing', async t => {
  const above = temporaryFolder();
  const folder = source(own().split('.').map(Number));
  const pidFile = join(temporaryFolder(), 'pid');
  writeFileSync(join(folder, 'configure'), `sh -c 'echo $$ > ${pidFile}; sleep 300'\n`);
  const child = spawn(
    process.execPath,
    [
      ...[program, 'python', 'build', '--source', folder, '--python', toolNamed('python3') ?? ''],
      ...['--prefix', join(above, 'python'), '-q'],
    ],
    {stdio: ['ignore', 'ignore', 'pipe']},
  );
  const ended = once(child, 'close');
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') await wait(50);
  t.is(readdirSync(above).length, 1);
  child.kill('SIGINT');
  const [status] = await ended;
  t.is(status, 130);
  t.deepEqual(readdirSync(above), []);
  t.false(existsSync(`/proc/${readFileSync(pidFile, 'utf8').trim()}/exe`));
});
