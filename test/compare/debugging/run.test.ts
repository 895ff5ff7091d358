import {existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {program} from '../../e2e/program.ts';
import {
  areKnown,
  keepsCores,
  knownFrames,
  ownFrames,
  type Planted,
  plantedEnvironment,
  plantedModule,
  pyxdbgIn,
  reportIn,
} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';

const planted = plantedModule();
const real = plantedTests(planted, withoutDebugger('gdb'));

/** A debugger that only says that it was called. */
function fakeDebugger(script: string): {readonly folder: string; readonly mark: string} {
  const folder = temporaryFolder();
  const mark = join(folder, 'called');
  writeFileSync(join(folder, 'gdb'), `#!/bin/sh\ntouch '${mark}'\n${script}\n`, {mode: 0o755});
  return {folder, mark};
}

/** The status of the same program without pyxdbg, as a shell has it. */
async function plainStatus({python, app}: Planted, env: Record<string, string>, words: readonly string[]) {
  const {exitCode} = await execa('sh', ['-c', '"$@" 2>/dev/null; exit $?', 'sh', python, ...words], {
    cwd: temporaryFolder(),
    env,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return {app, exitCode};
}

for (const name of ['crash', 'abort', 'asserts', 'fatal', 'overflow']) {
  real(
    `${name}: the status is the plain program's, and the report has the known frames`,
    async (t, planted) => {
      const folder = temporaryFolder();
      const file = join(folder, 'report.json');
      const words = [planted.app, name];
      const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-o', file, ...words], {
        cwd: folder,
      });
      const plain = await plainStatus(planted, plantedEnvironment(planted), words);
      t.is(run.exitCode, plain.exitCode, String(run.stderr));
      const {traceback, verdict} = reportIn(file);
      const stopped = traceback.threads.find(({isStopped}) => isStopped);
      const frames = ownFrames(stopped?.frames ?? []).filter(frame => !frame.startsWith('overflow:117'));
      const known = knownFrames(name, traceback);
      if (name === 'overflow') t.true(known[0]?.includes(frames[0] ?? ''), frames.join(' '));
      else t.true(areKnown(frames, known), frames.join(' '));
      t.is(
        verdict.kind,
        name === 'crash'
          ? 'crash'
          : name === 'overflow'
            ? 'stack-overflow'
            : name === 'fatal'
              ? 'fatal-error'
              : 'abort',
      );
    },
  );
}

real('a crash names the null pointer, the address and the thread', async (t, planted) => {
  const {stderr} = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash']);
  t.regex(
    String(stderr),
    /^Segmentation fault: read of address 0x0\n {2}in add_weights, planted\.c:\d+, main thread, holds GIL\n/m,
  );
  t.regex(String(stderr), /^Stop there: pyxdbg debug --break planted\.c:\d+ /m);
});

real(
  'no debugger is started for a program that does not crash, whose streams and status are its own',
  async (t, planted) => {
    const {folder, mark} = fakeDebugger('exit 1');
    const code =
      'import sys; data = sys.stdin.read(); print(data.upper(), end=""); sys.stderr.write("said"); sys.exit(7)';
    const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code], {
      stdin: 'pipe',
      input: 'abc\n',
      stripFinalNewline: false,
      env: {PATH: `${folder}:${process.env['PATH']}`},
    });
    t.deepEqual([run.exitCode, run.stdout, run.stderr], [7, 'ABC\n', 'said']);
    t.false(existsSync(mark));
  },
);

real('what the user set up for his Python is there as without pyxdbg', async (t, planted) => {
  const own = temporaryFolder();
  writeFileSync(join(own, 'sitecustomize.py'), 'import builtins\nbuiltins.from_the_users = 1\n');
  const code = 'import sys, sitecustomize; print(from_the_users, sitecustomize.__file__, sys.path, sys.argv)';
  const env = plantedEnvironment(planted, {PYTHONPATH: own});
  const plain = await execa(planted.python, ['-c', code, 'x'], {env, extendEnv: false, cwd: own});
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code, 'x'], {
    cwd: own,
    env: {PYTHONPATH: own},
  });
  t.is(run.stdout, plain.stdout);
  t.is(run.stderr, '');
});

for (const method of ['fork', 'spawn']) {
  real(`a child by multiprocessing's ${method} is reported, and its parent goes on`, async (t, planted) => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'parent.py'),
      `import multiprocessing, planted
def child():
    planted.call_back(lambda depth: planted.read_null(depth))
if __name__ == "__main__":
    process = multiprocessing.get_context("${method}").Process(target=child)
    process.start()
    process.join()
    print(process.exitcode)
`,
    );
    const file = join(folder, 'crash.json');
    const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-o', file, 'parent.py'], {
      cwd: folder,
    });
    t.is(run.exitCode, 0);
    t.is(run.stdout, '-11');
    t.regex(String(run.stderr), /process \d+, started by the program, crashed/);
    const {traceback} = reportIn(file);
    const frames = ownFrames(traceback.threads.find(({isStopped}) => isStopped)?.frames ?? []);
    t.true(
      frames.some(frame => /child:3$/.test(frame)),
      frames.join(' '),
    );
  });
}

real('faulthandler that the program enables itself does not hide a crash', async (t, planted) => {
  const code =
    'import faulthandler, planted; faulthandler.disable(); faulthandler.enable(); planted.read_null(1)';
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code]);
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /^Segmentation fault: read of address 0x0$/m);
  t.regex(String(run.stderr), /^Fatal Python error: Segmentation fault$/m);
});

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
});

real(
  'a Python with -I, which loads no handler, is reported from its core file, and none is left',
  async (t, planted) => {
    const folder = temporaryFolder();
    const code = `import sys; sys.path.append(${JSON.stringify(planted.folder)}); import planted; planted.read_null(1)`;
    const run = await pyxdbgIn(planted, ['run', '--', planted.python, '-I', '-c', code], {cwd: folder});
    t.is(run.exitCode, 139);
    if (!keepsCores()) t.regex(String(run.stderr), /without a report/);
    else
      t.regex(
        String(run.stderr),
        /did not load the crash handler; from its core file:\n\nSegmentation fault: \w+ \w+ address 0x0\n {2}in add_weights/,
      );
    t.deepEqual((await execa('ls', ['-A', folder])).stdout, '');
  },
);

real(
  'without a compiler the report comes from a core file, or gdb is there from the start; it says which',
  async (t, planted) => {
    const tools = temporaryFolder();
    for (const name of ['sh', 'gdb']) symlinkSync(toolNamed(name) ?? '', join(tools, name));
    const folder = temporaryFolder();
    const run = await pyxdbgIn(planted, ['run', '--', planted.python, planted.app, 'crash'], {
      cwd: folder,
      env: {PATH: tools, XDG_CACHE_HOME: join(folder, 'cache')},
    });
    t.is(run.exitCode, 139);
    t.regex(
      String(run.stderr),
      /there is no C compiler on PATH \(cc, gcc, clang\); (from its core file|gdb watches from the start)/,
    );
    t.regex(
      String(run.stderr),
      /^Segmentation fault: \w+ \w+ address 0x0\n {2}in add_weights, planted\.c:\d+/m,
    );
  },
);

real("a debugger's document in no form we know costs the report, not the status", async (t, planted) => {
  // The walker's options name the file that it writes.
  const {folder} = fakeDebugger(
    `out=$(printf '%s\\n' "$@" | sed -n 's/^pyxdbg-report .*"output":"\\([^"]*\\)".*/\\1/p'); echo '{' > "$out"`,
  );
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash'], {
    env: {PATH: `${folder}:${process.env['PATH']}`},
  });
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /this report failed, which is a bug in pyxdbg \(SyntaxError/);
});

real('a crash writes nothing into a file of a program that closed all others before', async (t, planted) => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'daemon.py'),
    `import os, signal
os.closerange(3, 256)
with open("data", "wb", 0) as data:
    data.write(b"precious")
    os.kill(os.getpid(), signal.SIGSEGV)
`,
  );
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, 'daemon.py'], {cwd});
  t.is(run.exitCode, 139);
  t.is(readFileSync(join(cwd, 'data'), 'utf8'), 'precious');
});

// Without a compiler, and with a core's name taken, gdb is there from the start: see kernelCores.
function watchedFromTheStart(gdb: string): {readonly cwd: string; readonly env: Record<string, string>} {
  const [tools, cwd] = [temporaryFolder(), temporaryFolder()];
  symlinkSync(toolNamed('sh') ?? '', join(tools, 'sh'));
  symlinkSync(gdb, join(tools, 'gdb'));
  writeFileSync(join(cwd, 'core'), '');
  return {cwd, env: {PATH: tools, XDG_CACHE_HOME: join(cwd, 'cache')}};
}

real('a program goes on where gdb, there from the start, cannot attach', async (t, planted) => {
  const {folder} = fakeDebugger('exit 1');
  const options = watchedFromTheStart(join(folder, 'gdb'));
  const run = await pyxdbgIn(
    planted,
    ['run', '--', planted.python, '-I', '-c', 'print(5); exit(3)'],
    options,
  );
  t.deepEqual([run.exitCode, run.stdout], [3, '5']);
});

real('a program that gdb watches from the start is reported and ended in time, too', async (t, planted) => {
  const options = watchedFromTheStart(toolNamed('gdb') ?? '');
  const run = await pyxdbgIn(
    planted,
    ['run', '--timeout', '10', '--', planted.python, '-I', '-c', 'import time\ntime.sleep(300)'],
    options,
  );
  t.is(run.exitCode, 124);
  t.regex(String(run.stderr), /still running after 10 s/);
  t.regex(String(run.stderr), /^ {2}Py {2}<module>/m);
});

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
  const child = Number(readFileSync(join(cwd, 'child'), 'utf8'));
  const state = existsSync(`/proc/${child}/stat`) ? readFileSync(`/proc/${child}/stat`, 'utf8') : ') Z';
  // A zombie is what no one has asked after.
  t.regex(state, /\) [ZX]/);
});

real('a crash is reported where the folder for temporary files has a long name', async (t, planted) => {
  const folder = join(temporaryFolder(), 'x'.repeat(100));
  mkdirSync(folder);
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash'], {
    env: {TMPDIR: folder},
  });
  t.regex(String(run.stderr), /^\nSegmentation fault|^Segmentation fault/);
  t.notRegex(String(run.stderr), /no stack to run on/);
});

real("without a debugger Python's frames are shown, and what is missing", async (t, planted) => {
  const tools = temporaryFolder();
  for (const name of ['sh', 'gcc', 'as', 'ld']) symlinkSync(toolNamed(name) ?? '', join(tools, name));
  const run = await pyxdbgIn(planted, ['run', '--', planted.python, planted.app, 'crash'], {
    env: {PATH: tools},
  });
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /line \d+ in walk\n/);
  t.regex(String(run.stderr), /no gdb or lldb is on PATH/);
});

real('a debugger that fails costs the report, not the status', async (t, planted) => {
  const {folder, mark} = fakeDebugger('echo "ptrace: Operation not permitted."; exit 1');
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash'], {
    env: {PATH: `${folder}:${process.env['PATH']}`},
  });
  t.true(existsSync(mark));
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /^pyxdbg: process \d+: may not be debugged/m);
  t.notRegex(String(run.stderr), /\n {4}at /);
});

real('where pyxdbg is killed while the program waits, the program ends by its signal', async (t, planted) => {
  const {folder, mark} = fakeDebugger('exec sleep 60');
  const ready = join(folder, 'ready');
  const env = plantedEnvironment(planted, {PATH: `${folder}:${process.env['PATH']}`});
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

real("what follows the program is the program's, also what asks for help", async (t, planted) => {
  const code = 'import sys; print(sys.argv[1:])';
  const words = ['-h', '--help', '--timeout', '1', '--', '-o'];
  const {stdout} = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code, ...words]);
  t.is(stdout, "['-h', '--help', '--timeout', '1', '--', '-o']");
  const help = await pyxdbgIn(planted, ['run', '--timeout', '1', '-h', '-c', code]);
  t.regex(String(help.stdout), /^Run a program;/);
  t.is(help.exitCode, 0);
});

real('a wrong call and a missing program have the statuses of env and nohup', async (t, planted) => {
  const status = async (...words: string[]) => (await pyxdbgIn(planted, ['run', ...words])).exitCode;
  t.is(await status(), 125);
  t.is(await status('--', 'no-such-program'), 127);
  t.is(await status('--', planted.app), 126);
  t.is(await status('--timeout', 'soon', planted.app), 125);
  t.is(await status('--no-such-option', planted.app), 125);
  t.is(await status('-o', 'report.odt', planted.app), 125);
});

real('the crash handler is compiled once, for this user alone', async (t, planted) => {
  const cache = join(temporaryFolder(), 'cache');
  mkdirSync(cache);
  const once = async () =>
    pyxdbgIn(planted, ['run', '--python', planted.python, '-c', '1'], {env: {XDG_CACHE_HOME: cache}});
  await Promise.all([once(), once(), once()]);
  const {stdout} = await execa('find', [
    join(cache, 'pyxdbg', 'crash-handler'),
    '-type',
    'f',
    '-printf',
    '%f %m\n',
  ]);
  t.regex(stdout, /^crash-handler-[0-9a-f]{16}\.so [67][045][045]$/);
  t.notRegex(basename(stdout), /new-/);
});

function isRunning(pid: number): boolean {
  try {
    // A zombie that nobody waits for has ended.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
