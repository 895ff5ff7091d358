/** Every way for a program to end by its own code, and every kind of child, under `pyxdbg run`. */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {
  areKnown,
  keepsCores,
  knownFrames,
  ownFrames,
  type Planted,
  plantedEnvironment,
  plantedModule,
  pyxdbgIn,
  readReport,
  reportIn,
} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';
import {sourcePath} from './programs/sources.ts';

const source = fileURLToPath(new URL('programs/faults.c', import.meta.url));
const planted = withFaults();
const missing = withoutDebugger('gdb');
const real = plantedTests(planted, missing);

/** The planted module, with `faults` beside it; null where they cannot be compiled. */
function withFaults(): Planted | null {
  const planted = process.platform === 'linux' ? plantedModule() : null;
  if (planted === null) return null;
  const made = join(planted.folder, 'faults.so');
  execFileSync('gcc', [
    '-shared',
    '-fPIC',
    '-pthread',
    '-O0',
    '-g3',
    '-w',
    `-I${planted.headers}`,
    '-o',
    made,
    source,
  ]);
  return planted;
}

/** The number of the line with a mark. */
function lineAt(mark: string): number {
  return (
    readFileSync(source, 'utf8')
      .split('\n')
      .findIndex(line => line.includes(`/* at: ${mark} */`)) + 1
  );
}

/** The status of the same program without pyxdbg, as a shell has it. */
async function plainStatus(planted: Planted, words: readonly string[]): Promise<number | undefined> {
  const {exitCode} = await execa('sh', ['-c', '"$@"; exit $?', 'sh', planted.python, ...words], {
    cwd: temporaryFolder(),
    env: plantedEnvironment(planted),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return exitCode;
}

const FAULTS = {
  divide: {signal: 'SIGFPE', code: 'FPE_INTDIV', at: 'divide', isMain: true},
  trap: {signal: 'SIGILL', code: 'ILL_ILLOPN', at: 'trap', isMain: true},
  beyond: {signal: 'SIGBUS', code: 'BUS_ADRERR', at: 'beyond', isMain: true},
  forbidden: {signal: 'SIGSYS', code: null, at: 'forbidden', isMain: true},
  thread: {signal: 'SIGSEGV', code: 'SEGV_MAPERR', at: 'in-thread', isMain: false},
  threads: {signal: 'SIGSEGV', code: 'SEGV_MAPERR', at: 'in-thread', isMain: false},
};

for (const [name, {signal, code, at, isMain}] of Object.entries(FAULTS)) {
  real(
    `${name}: the program ends by ${signal} as without pyxdbg, and one report names the line`,
    async (t, planted) => {
      const folder = temporaryFolder();
      const file = join(folder, 'report.json');
      const words = ['-c', `import faults; faults.${name}()`];
      const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-o', file, ...words], {
        cwd: folder,
      });
      t.is(run.exitCode, await plainStatus(planted, words), String(run.stderr));
      const {traceback} = reportIn(file);
      t.is(traceback.signal?.name, signal);
      if (process.arch === 'x64' && code !== null) t.is(traceback.signal?.code, code);
      const stopped = traceback.threads.find(thread => thread.isStopped);
      t.is(stopped?.isMain, isMain);
      const lines = stopped?.frames.flatMap(frame =>
        frame.kind === 'c' && frame.file?.endsWith('/faults.c') ? [frame.line] : [],
      );
      t.is(lines?.[0], lineAt(at));
      t.deepEqual(readdirSync(folder), ['report.json']);
    },
  );
}

plantedTests(planted, missing ?? (toolNamed('g++') === null ? 'g++' : null))(
  'an exception of C++ that no one catches has its frames',
  async (t, planted) => {
    const folder = temporaryFolder();
    const words = ['-shared', '-fPIC', '-O0', '-g3', '-w', `-I${planted.headers}`];
    execFileSync('g++', [...words, '-o', join(folder, 'planted_cxx.so'), sourcePath('planted_cxx.cpp')]);
    const file = join(folder, 'report.json');
    const run = await pyxdbgIn(
      planted,
      ['run', '--python', planted.python, '-o', file, planted.app, 'exception'],
      {env: {PYTHONPATH: folder}},
    );
    t.is(run.exitCode, 134);
    t.regex(String(run.stderr), /terminate called after throwing/);
    const {traceback} = reportIn(file);
    const frames = ownFrames(traceback.threads.find(({isStopped}) => isStopped)?.frames ?? []);
    t.true(areKnown(frames, knownFrames('exception', traceback)), frames.join(' '));
  },
);

real(
  'a stack that is used up in another thread than the first is told from a core, which does not stay',
  async (t, planted) => {
    const folder = temporaryFolder();
    const code = `import threading, planted
thread = threading.Thread(target=planted.overflow)
thread.start()
thread.join()`;
    const {exitCode, stderr} = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code], {
      cwd: folder,
    });
    t.is(exitCode, await plainStatus(planted, ['-c', code]));
    if (keepsCores())
      t.regex(String(stderr), /^Stack overflow\n {2}in descend, planted\.c:\d+, thread Thread-1/m);
    else t.regex(String(stderr), /the stack of a thread was used up/);
    t.deepEqual(readdirSync(folder), []);
  },
);

real("what is the user's is not taken for a core, nor overwritten by one", async (t, planted) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'core'), 'an apple');
  mkdirSync(join(folder, 'elsewhere'));
  const code = `import os
open("core_results.txt", "w").write("precious")
os.chdir("elsewhere")
os.abort()`;
  const {exitCode} = await pyxdbgIn(planted, ['run', '--', planted.python, '-I', '-c', code], {cwd: folder});
  t.is(exitCode, 134);
  t.is(readFileSync(join(folder, 'core'), 'utf8'), 'an apple');
  t.is(readFileSync(join(folder, 'core_results.txt'), 'utf8'), 'precious');
});

real("what the program starts has the user's own limit of cores", async (t, planted) => {
  const child = 'import resource; print(resource.getrlimit(resource.RLIMIT_CORE))';
  const code = `import os, subprocess, sys, resource
subprocess.run([sys.executable, "-c", ${JSON.stringify(child)}])
if os.fork() == 0:
    print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)
    os._exit(0)
os.wait()`;
  const options = {cwd: temporaryFolder(), env: plantedEnvironment(planted), extendEnv: false};
  const plain = await execa(planted.python, ['-c', code], options);
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code]);
  t.is(run.stdout, plain.stdout);
  t.is(plain.stdout.split('\n').length, 2);
});

const CHILDREN = {
  'os.fork': `import os, planted
def child():
    planted.read_null(1)
if os.fork() == 0:
    child()
print(os.wait()[1])
`,
  subprocess: `import subprocess, sys
child = "def child(): planted.read_null(1)\\nimport planted\\nchild()"
print(-subprocess.run([sys.executable, "-c", child]).returncode)
`,
  forkserver: `import multiprocessing, planted
def child():
    planted.read_null(1)
if __name__ == "__main__":
    process = multiprocessing.get_context("forkserver").Process(target=child)
    process.start()
    process.join()
    print(-process.exitcode)
`,
};

for (const [name, text] of Object.entries(CHILDREN)) {
  real(`a child by ${name} has a report of its own, and its parent goes on`, async (t, planted) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'parent.py'), text);
    const file = join(folder, 'crash.json');
    const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-o', file, 'parent.py'], {
      cwd: folder,
    });
    t.is(run.exitCode, 0);
    // The signal: SIGSEGV without a core.
    t.is(run.stdout, '11');
    const {traceback} = reportIn(file);
    const functions = traceback.threads
      .find(({isStopped}) => isStopped)
      ?.frames.map(frame => ('function' in frame ? frame.function : ''));
    t.true(functions?.includes('read_null') && functions.includes('child'), functions?.join(' '));
    t.false(existsSync(join(folder, 'crash-2.json')));
  });
}

real('two workers of pytest-xdist that crash are two reports, and pytest goes on', async (t, planted) => {
  const folder = temporaryFolder();
  const tools = join(folder, 'tools');
  execFileSync(
    planted.python,
    [
      '-m',
      'pip',
      'install',
      '-q',
      '--disable-pip-version-check',
      '--target',
      tools,
      'pytest',
      'pytest-xdist',
    ],
    {stdio: 'pipe'},
  );
  writeFileSync(
    join(folder, 'test_faults.py'),
    'import faults\ndef test_first():\n    faults.divide()\ndef test_second():\n    faults.trap()\ndef test_third():\n    pass\n',
  );
  const file = join(folder, 'crash.json');
  const words = ['-m', 'pytest', '-n', '2', '-q', '-p', 'no:cacheprovider', 'test_faults.py'];
  const env = {PYTHONPATH: `${planted.folder}:${tools}`};
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-o', file, ...words], {
    cwd: folder,
    env,
  });
  // pytest's own: 1 for tests that failed.
  t.is(run.exitCode, 1, String(run.stderr));
  t.regex(String(run.stdout), /2 failed, 1 passed/);
  const signals = [file, join(folder, 'crash-2.json')]
    .map(one => reportIn(one).traceback.signal?.name)
    .sort();
  t.deepEqual(signals, ['SIGFPE', 'SIGILL']);
  rmSync(file);
  const alone = await pyxdbgIn(
    planted,
    [
      'run',
      '--python',
      planted.python,
      '-o',
      file,
      '-m',
      'pytest',
      '-q',
      '-p',
      'no:cacheprovider',
      'test_faults.py',
    ],
    {cwd: folder, env},
  );
  t.is(alone.exitCode, 136);
  t.is(readReport(readFileSync(file, 'utf8')).traceback.signal?.name, 'SIGFPE');
});

real(
  'a debugger that is killed costs the report, not the status; faulthandler has told',
  async (t, planted) => {
    const tools = temporaryFolder();
    writeFileSync(join(tools, 'gdb'), '#!/bin/sh\nkill -9 $$\n', {mode: 0o755});
    const run = await pyxdbgIn(planted, ['run', '--python', planted.python, planted.app, 'crash'], {
      env: {PATH: `${tools}:${process.env['PATH']}`},
    });
    t.is(run.exitCode, 139);
    t.regex(String(run.stderr), /line \d+ in walk\n/);
  },
);

real('without a debugger --timeout shows the lines of all threads of Python', async (t, planted) => {
  const tools = temporaryFolder();
  const run = await pyxdbgIn(
    planted,
    ['run', '--timeout', '1.5', '--python', planted.python, planted.app, 'hang'],
    {env: {PATH: tools}},
  );
  t.is(run.exitCode, 124);
  t.regex(String(run.stderr), /line \d+ in hang\n/);
  t.regex(String(run.stderr), /line \d+ in idle\n/);
});
