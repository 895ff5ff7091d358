import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {execa} from 'execa';
import {ENGINES} from '../../../src/debugging/engines/engine.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {program} from '../../e2e/program.ts';
import {
  areKnown,
  knownFrames,
  ownFrames,
  type Planted,
  plantedEnvironment,
  plantedModule,
  pyxdbgIn,
  readReport,
} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';
import {sourcePath} from './programs/sources.ts';

const planted = plantedModule();

/** A program of app.py that runs; killed at the end of the test. */
async function running(t: ExecutionContext, {python, app, folder}: Planted, name: string): Promise<number> {
  const ready = join(temporaryFolder(), 'ready');
  const child = execa(python, [app, name, ready], {
    env: {PYTHONPATH: folder},
    reject: false,
    stdio: 'ignore',
  });
  t.teardown(() => child.kill('SIGKILL'));
  while (!existsSync(ready) || readFileSync(ready, 'utf8') === '') await sleep(50);
  // Until the threads stand where they will stand.
  await sleep(700);
  return child.pid ?? 0;
}

/** proc(5): R, S, D, t, T, Z. */
const stateOf = (pid: number): string =>
  /\) (\w) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? '?';

for (const engine of ENGINES) {
  const real = plantedTests(planted, withoutDebugger(engine), {prefix: `${engine}: `});

  real('a module in a folder that is not ASCII is shown in the C locale, too', async (t, planted) => {
    const folder = join(temporaryFolder(), 'ü ñ');
    mkdirSync(folder);
    copyFileSync(join(planted.folder, 'planted.so'), join(folder, 'planted.so'));
    const pid = await running(t, {...planted, folder}, 'hang');
    const {exitCode, stdout, stderr} = await pyxdbgIn(
      planted,
      ['dump', '--engine', engine, '--json', '--pid', `${pid}`],
      {env: {LC_ALL: 'C'}},
    );
    t.is(exitCode, 0, String(stderr));
    const {modules} = readReport(String(stdout)).traceback;
    t.true(modules.some(({path, hasDebugInfo}) => path === join(folder, 'planted.so') && hasDebugInfo));
  });

  real('of a module that was built anew since, nothing is told but offsets', async (t, planted) => {
    const folder = temporaryFolder();
    const module = join(folder, 'planted.so');
    copyFileSync(join(planted.folder, 'planted.so'), module);
    const pid = await running(t, {...planted, folder}, 'hang');
    const built = ['-shared', '-fPIC', '-O0', '-g3', '-w', `-I${planted.headers}`, '-x', 'c', '-'];
    rmSync(module);
    // Its lines and functions lie elsewhere now.
    const input = `int added(int x) {\n\n  return x * 3;\n}\n${readFileSync(sourcePath('planted.c'), 'utf8')}`;
    await execa('gcc', [...built, '-o', module], {input});
    const {exitCode, stdout, stderr} = await pyxdbgIn(planted, [
      ...['dump', '--engine', engine, '--json', '--pid', `${pid}`],
    ]);
    t.is(exitCode, 0, String(stderr));
    const {threads, problems} = readReport(String(stdout)).traceback;
    const frames = threads.flatMap(thread => thread.frames);
    const own = frames.filter(frame => frame.kind === 'c' && frame.module === module);
    t.true(own.length > 0);
    t.true(own.every(frame => frame.kind === 'c' && frame.function === null && frame.line === null));
    t.true(problems.some(problem => problem.startsWith(`${module} is no longer the file`)));
    t.true(frames.some(frame => frame.kind === 'python' && frame.function === 'hang'));
  });

  real('a hanging program is shown with all its frames, and runs on', async (t, planted) => {
    const pid = await running(t, planted, 'hang');
    const {exitCode, stdout} = await pyxdbgIn(planted, [
      'dump',
      '--engine',
      engine,
      '--json',
      '--pid',
      `${pid}`,
    ]);
    t.is(exitCode, 0);
    const {traceback, verdict} = readReport(String(stdout));
    t.true(['looping', 'running'].includes(verdict.kind), verdict.kind);
    const main = traceback.threads.find(({isMain}) => isMain);
    const known = knownFrames('hang', traceback);
    t.true(areKnown(ownFrames(main?.frames ?? []), known), ownFrames(main?.frames ?? []).join(' '));
    t.true(main?.isMergedExactly);
    t.true(traceback.threads.some(({pythonName}) => pythonName === 'idler'));
    t.true(['R', 'S'].includes(stateOf(pid)), stateOf(pid));
  });

  real('a deadlock of the GIL and a mutex is told with both its threads', async (t, planted) => {
    const pid = await running(t, planted, 'deadlock');
    const {stdout} = await pyxdbgIn(planted, ['dump', '--engine', engine, '--pid', `${pid}`]);
    const text = String(stdout).replaceAll(/\s+/g, ' ');
    t.regex(
      text,
      /^Deadlock of 2 threads main thread [^,]*, planted\.c:\d+\) holds the GIL and waits for a mutex/,
    );
    t.regex(text, /thread holder \(lock_then_gil, planted\.c:\d+\) waits for the GIL/);
  });
}

const real = plantedTests(planted, withoutDebugger('gdb'));

real('a process that has ended, and what is no number, are one sentence and status 2', async (t, planted) => {
  const ended = execa('true');
  const pid = ended.pid ?? 0;
  await ended;
  const gone = await pyxdbgIn(planted, ['dump', '--pid', `${pid}`]);
  t.is(gone.exitCode, 2);
  t.regex(String(gone.stderr), /^pyxdbg: [^\n]*\n?$/);
  const wrong = await pyxdbgIn(planted, ['dump', '--pid', 'python']);
  t.is(wrong.exitCode, 2);
  t.regex(String(wrong.stderr), /no process number/);
});

real('a program without Python is shown in C, and the report says so', async (t, planted) => {
  const child = execa('sleep', ['60'], {reject: false});
  t.teardown(() => child.kill('SIGKILL'));
  await sleep(300);
  const {exitCode, stdout} = await pyxdbgIn(planted, ['dump', '--json', '--pid', `${child.pid}`]);
  t.is(exitCode, 0);
  const {traceback} = readReport(String(stdout));
  t.is(traceback.python, null);
  t.regex(traceback.problems.join(' '), /no symbol _PyRuntime/);
  t.true((traceback.threads[0]?.frames.length ?? 0) > 0);
});

const other = ['--reuid=65534', '--clear-groups'];
/** Why no other user can run the program here; null where one can. */
const noOther =
  process.getuid?.() !== 0 || toolNamed('setpriv') === null
    ? 'needs root and setpriv'
    : spawnSync('setpriv', [...other, process.execPath, program, '--version'], {env: {}}).status !== 0
      ? 'this folder is closed to other users'
      : null;

if (noOther !== null)
  test.skip(`another user is refused, with what would help (skipped: ${noOther})`, () => {});
else
  real('another user is refused, with what would help', async (t, planted) => {
    const pid = await running(t, planted, 'hang');
    const words = [...other, process.execPath, program, 'dump', '--pid', `${pid}`];
    const {exitCode, stderr} = await execa('setpriv', words, {
      env: plantedEnvironment(planted, {HOME: '/nonexistent', XDG_CACHE_HOME: '/nonexistent'}),
      extendEnv: false,
      reject: false,
    });
    t.is(exitCode, 2);
    t.regex(stderr, /^pyxdbg: process \d+: /);
    t.notRegex(stderr, /\n {4}at /);
  });

real('Ctrl-C ends the debugger, and the program runs on', async (t, planted) => {
  const folder = temporaryFolder();
  const mark = join(folder, 'pid');
  const gdb = toolNamed('gdb') ?? '';
  // Attaches for real, and then takes its time.
  const script = `#!/bin/sh\necho $$ > '${mark}'\nexec '${gdb}' "$@" -ex 'shell sleep 60'\n`;
  writeFileSync(join(folder, 'gdb'), script.replace('"$@"', '-nx -batch -p "$PYXDBG_TEST_PID"'), {
    mode: 0o755,
  });
  const pid = await running(t, planted, 'hang');
  const dumping = execa(process.execPath, [program, 'dump', '--pid', `${pid}`], {
    env: plantedEnvironment(planted, {PATH: `${folder}:${process.env['PATH']}`, PYXDBG_TEST_PID: `${pid}`}),
    extendEnv: false,
    reject: false,
  });
  for (let waited = 0; stateOf(pid) !== 't' && waited < 200; waited++) await sleep(50);
  t.is(stateOf(pid), 't');
  dumping.kill('SIGINT');
  const {exitCode} = await dumping;
  t.is(exitCode, 130);
  for (let waited = 0; stateOf(pid) === 't' && waited < 100; waited++) await sleep(50);
  t.true(['R', 'S'].includes(stateOf(pid)), stateOf(pid));
  t.false(existsSync(`/proc/${readFileSync(mark, 'utf8').trim()}`));
});
