/** `pyxdbg run` without a compiler or a debugger, and with a debugger that fails: what is left to tell, and the status. */
import {existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {plantedModule, pyxdbgIn} from './planted.ts';
import {plantedTests, withoutCores, withoutDebugger} from './planted-tests.ts';
import {fakeDebugger} from './programs-under-run.ts';

const planted = plantedModule();
const real = plantedTests(planted, withoutDebugger('gdb'));
const withCores = plantedTests(planted, withoutDebugger('gdb') ?? withoutCores());

/** A folder for PATH that has these programs and no others. */
function only(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) symlinkSync(toolNamed(name) ?? '', join(folder, name));
  return folder;
}

real(
  'without a compiler the report comes from a core file, or gdb is there from the start; it says which',
  async (t, planted) => {
    const folder = temporaryFolder();
    const run = await pyxdbgIn(planted, ['run', '--', planted.python, planted.app, 'crash'], {
      cwd: folder,
      env: {PATH: only('sh', 'gdb'), XDG_CACHE_HOME: join(folder, 'cache')},
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
  const {env} = fakeDebugger(
    `out=$(printf '%s\\n' "$@" | sed -n 's/^pyxdbg-report .*"output":"\\([^"]*\\)".*/\\1/p'); echo '{' > "$out"`,
  );
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash'], {env});
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /this report failed, which is a bug in pyxdbg \(SyntaxError/);
});

// Without a compiler, and with a core's name taken, gdb is there from the start: see kernelCores.
function watchedFromTheStart(gdb: string): {readonly cwd: string; readonly env: Record<string, string>} {
  const [tools, cwd] = [only('sh'), temporaryFolder()];
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

real(
  'Ctrl-C reaches a program that gdb watches from the start; its crash is told later',
  async (t, planted) => {
    const options = watchedFromTheStart(toolNamed('gdb') ?? '');
    const code = `import ctypes, os, signal
try:
    os.kill(os.getpid(), signal.SIGINT)
    signal.sigtimedwait([signal.SIGUSR1], 5)
except KeyboardInterrupt:
    print("interrupted", flush=True)
ctypes.string_at(0)`;
    const words = ['run', '--core', '--', planted.python, '-I', '-c', code];
    const run = await pyxdbgIn(planted, words, options);
    t.deepEqual([run.exitCode, run.stdout], [139, 'interrupted']);
    t.regex(String(run.stderr), /^Segmentation fault: \w+ \w+ address 0x0$/m);
    t.is(String(run.stderr).match(/most recent call first/g)?.length, 1);
    const [core = ''] = readdirSync(options.cwd).filter(name => name.startsWith('core.'));
    // ET_CORE of ELF at 16; nobody else may read it.
    t.is(readFileSync(join(options.cwd, core)).readUInt16LE(16), 4);
    t.is(statSync(join(options.cwd, core)).mode & 0o77, 0);
  },
);

withCores(
  'a crash that the handler has no descriptor to tell of is told from its core',
  async (t, planted) => {
    const cwd = temporaryFolder();
    const code = `import ctypes, os
while True:
    try:
        os.open("/dev/null", os.O_RDONLY)
    except OSError:
        break
ctypes.string_at(0)`;
    const words = ['run', '--', 'sh', '-c', 'ulimit -n 64; exec "$@"', 'sh', planted.python, '-c', code];
    const run = await pyxdbgIn(planted, words, {cwd});
    t.is(run.exitCode, 139);
    t.regex(String(run.stderr), /from its core file:/);
    t.regex(String(run.stderr), /^ {2}Py {2}<module> /m);
    // Nobody has asked for it.
    t.deepEqual(readdirSync(cwd), []);
  },
);

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

real("without a debugger Python's frames are shown, and what is missing", async (t, planted) => {
  const run = await pyxdbgIn(planted, ['run', '--', planted.python, planted.app, 'crash'], {
    env: {PATH: only('sh', 'gcc', 'as', 'ld')},
  });
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /line \d+ in walk\n/);
  t.regex(String(run.stderr), /no gdb or lldb is on PATH/);
});

real('a debugger that fails costs the report, not the status', async (t, planted) => {
  const {mark, env} = fakeDebugger('echo "ptrace: Operation not permitted."; exit 1');
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash'], {env});
  t.true(existsSync(mark));
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /^pyxdbg: process \d+: may not be debugged/m);
  t.notRegex(String(run.stderr), /\n {4}at /);
});

real(
  'a debugger that is killed costs the report, not the status; faulthandler has told',
  async (t, planted) => {
    const {env} = fakeDebugger('kill -9 $$');
    const run = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash'], {env});
    t.is(run.exitCode, 139);
    t.regex(String(run.stderr), /line \d+ in walk\n/);
  },
);

real('without a debugger --timeout shows the lines of all threads of Python', async (t, planted) => {
  const run = await pyxdbgIn(
    planted,
    ['run', '--timeout', '1.5', '--python', planted.python, planted.app, 'hang'],
    {env: {PATH: only()}},
  );
  t.is(run.exitCode, 124);
  t.regex(String(run.stderr), /line \d+ in hang\n/);
  t.regex(String(run.stderr), /line \d+ in idle\n/);
});
