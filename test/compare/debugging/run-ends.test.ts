/** Who ends what under `pyxdbg run`: --timeout, Ctrl-C, and pyxdbg itself being killed. */
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {temporaryFolder} from '../../builders/tools.ts';
import {program} from '../../e2e/program.ts';
import {
  areKnown,
  knownFrames,
  ownFrames,
  plantedEnvironment,
  plantedModule,
  pyxdbgIn,
  reportIn,
} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';
import {fakeDebugger} from './programs-under-run.ts';

const planted = plantedModule();
const real = plantedTests(planted, withoutDebugger('gdb'));

real('after --timeout all threads are shown, and the status is 124', async (t, planted) => {
  const file = join(temporaryFolder(), 'hang.json');
  const words = ['run', '--timeout', '1.5', '--python', planted.python, '-o', file, planted.app, 'hang'];
  const run = await pyxdbgIn(planted, words);
  t.is(run.exitCode, 124);
  const {traceback, verdict} = reportIn(file);
  t.is(verdict.kind, 'looping');
  const main = traceback.threads.find(({isMain}) => isMain);
  const known = knownFrames('hang', traceback);
  t.true(areKnown(ownFrames(main?.frames ?? []), known), ownFrames(main?.frames ?? []).join(' '));
  // The other thread's, which a report of a crash leaves out.
  t.regex(String(run.stderr), /^ {2}Py +idle +app\.py:\d+/m);
  t.notRegex(String(run.stderr), /--all-threads/);
});

real('a daemon of the program is ended with it', async (t, planted) => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'parent.py'),
    `import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(os.getpid(), file=open("daemon", "w"), flush=True)
        time.sleep(300)
    os._exit(0)
os.wait()
time.sleep(300)
`,
  );
  const words = ['run', '--python', planted.python, '--timeout', '2', 'parent.py'];
  t.is((await pyxdbgIn(planted, words, {cwd})).exitCode, 124);
  t.false(isRunning(Number(readFileSync(join(cwd, 'daemon'), 'utf8'))));
});

real(
  'where nobody reads the report, the status is the program’s, and it is ended in time',
  async (t, planted) => {
    const {python, app} = planted;
    const script = 'exec 3>&2; "$@" 2> >(exec true); echo "status $?" >&3';
    const run = (...words: readonly string[]) =>
      execa('bash', ['-c', script, 'bash', process.execPath, program, 'run', '--python', python, ...words], {
        env: plantedEnvironment(planted),
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
      });
    t.regex(String((await run(app, 'crash')).stderr), /status 139/);
    const pid = join(temporaryFolder(), 'pid');
    const code = `import os, time; print(os.getpid(), file=open(${JSON.stringify(pid)}, "w"), flush=True); time.sleep(300)`;
    t.regex(String((await run('--timeout', '2', '-c', code)).stderr), /status 124/);
    t.false(isRunning(Number(readFileSync(pid, 'utf8'))));
  },
);

real('a child that does not end when asked is ended all the same', async (t, planted) => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'parent.py'),
    `import signal, subprocess, sys, time
if len(sys.argv) > 1:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    print(__import__("os").getpid(), file=open("child", "w"))
    time.sleep(300)
subprocess.Popen([sys.executable, __file__, "child"], stdout=2)
time.sleep(300)
`,
  );
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '--timeout', '3', 'parent.py'], {
    cwd,
  });
  t.is(run.exitCode, 124);
  t.false(isRunning(Number(readFileSync(join(cwd, 'child'), 'utf8'))));
});

real('where pyxdbg is killed while the program waits, the program ends by its signal', async (t, planted) => {
  const {folder, mark, env: before} = fakeDebugger('exec sleep 60');
  const ready = join(folder, 'ready');
  const env = plantedEnvironment(planted, before);
  const words = [program, 'run', '--python', planted.python, planted.app, 'crash', ready];
  const running = execa(process.execPath, words, {env, extendEnv: false, reject: false, stdin: 'ignore'});
  while (!existsSync(mark)) await sleep(50);
  const pid = Number(readFileSync(ready, 'utf8'));
  t.true(isRunning(pid));
  running.kill('SIGKILL');
  await running;
  for (let waited = 0; isRunning(pid) && waited < 100; waited++) await sleep(100);
  t.false(isRunning(pid));
});

real('Ctrl-C goes to the program', async (t, planted) => {
  const folder = temporaryFolder();
  const ready = join(folder, 'ready');
  const code = `import sys, time
try:
    open(sys.argv[1], "w").close()
    time.sleep(60)
except KeyboardInterrupt:
    print("interrupted")
    sys.exit(9)
`;
  const words = [program, 'run', '--python', planted.python, '-c', code, ready];
  // A process group of its own stands for the terminal's.
  const running = execa(process.execPath, words, {
    env: plantedEnvironment(planted),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    detached: true,
  });
  while (!existsSync(ready)) await sleep(50);
  process.kill(-(running.pid ?? 0), 'SIGINT');
  const {exitCode, stdout} = await running;
  t.deepEqual([exitCode, stdout], [9, 'interrupted']);
});

function isRunning(pid: number): boolean {
  try {
    // A zombie that nobody waits for has ended.
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
