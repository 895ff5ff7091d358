/** Every kind of child that a program under `pyxdbg run` may start. */
import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {temporaryFolder} from '../../builders/tools.ts';
import {ownFrames, type Planted, plantedEnvironment, pyxdbgIn, readReport, reportIn} from './planted.ts';
import {plantedTests, withoutCores, withoutDebugger} from './planted-tests.ts';
import {withFaults} from './programs-under-run.ts';

const planted = withFaults();
const missing = withoutDebugger('gdb');
const real = plantedTests(planted, missing);
const withCores = plantedTests(planted, missing ?? withoutCores());

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

/** The words of a shell that starts a Python, which crashes, and goes on. */
function crashIn({python, folder}: Planted, ...options: readonly string[]): readonly string[] {
  const code = 'import sys; sys.path.append(sys.argv[1]); import planted; planted.read_null(1)';
  return ['sh', '-c', '"$@"; exit 3', 'sh', python, ...options, '-c', code, folder];
}

withCores(
  'a Python with -I that a shell starts is reported from its core, and none is left',
  async (t, planted) => {
    const folder = temporaryFolder();
    const words = crashIn(planted, '-I');
    const run = await pyxdbgIn(planted, ['run', '-o', 'crash.json', '--', ...words], {cwd: folder});
    t.is(run.exitCode, 3);
    t.regex(
      String(run.stderr),
      /started did not load the crash handler; from its core file:\n\nSegmentation fault: \w+ \w+ address 0x0\n {2}in add_weights/,
    );
    const {traceback} = reportIn(join(folder, 'crash.json'));
    t.is(traceback.signal?.name, 'SIGSEGV');
    t.deepEqual(readdirSync(folder), ['crash.json']);
  },
);

withCores('a child with a report has no second one from the core that it may leave', async (t, planted) => {
  const folder = temporaryFolder();
  const words = crashIn(planted);
  const run = await pyxdbgIn(planted, ['run', '--core', '-o', 'crash.json', '--', ...words], {cwd: folder});
  t.is(run.exitCode, 3);
  t.regex(String(run.stderr), /process \d+, started by the program, crashed/);
  t.notRegex(String(run.stderr), /did not load the crash handler/);
  const [core = '', ...others] = readdirSync(folder).filter(name => name !== 'crash.json');
  t.deepEqual(others, []);
  t.true(String(run.stderr).includes(`pyxdbg: the core file is ${join(folder, core)}`));
});

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

real(
  'a Python that may not write into the folder of the run, or finds it gone, says nothing',
  async (t, planted) => {
    // Nobody may make files in /sys, root neither.
    const code = `import os, shutil, subprocess, sys
child = [sys.executable, "-c", "print(1)"]
subprocess.run(child, env={**os.environ, "PYXDBG_RUN_FOLDER": "/sys"})
shutil.rmtree(os.environ["PYXDBG_RUN_FOLDER"])
subprocess.run(child)`;
    const words = ['run', '--python', planted.python, '-c', code];
    const run = await pyxdbgIn(planted, words, {cwd: temporaryFolder()});
    t.deepEqual([run.exitCode, run.stdout, run.stderr], [0, '1\n1', '']);
  },
);

const inNamespace = plantedTests(planted, missing ?? withoutNamespaces());

inNamespace('a child with a PID namespace of its own is reported, and no stranger', async (t, planted) => {
  const file = join(temporaryFolder(), 'crash.json');
  const command = ['unshare', '-pf', '--mount-proc', planted.python, planted.app, 'crash'];
  const run = await pyxdbgIn(planted, ['run', '-o', file, '--', ...command]);
  t.is(run.exitCode, 139, String(run.stderr));
  const {traceback} = reportIn(file);
  const main = traceback.threads.find(({isMain}) => isMain);
  t.regex(ownFrames(main?.frames ?? []).join(' '), /add_weights:\d+ .*run:\d+/);
  // It calls itself 1 there.
  t.true((traceback.process.id ?? 0) > 1);
  t.regex(String(run.stderr), new RegExp(`process ${traceback.process.id}, started by the program, crashed`));
});

function withoutNamespaces(): string | null {
  try {
    execFileSync('unshare', ['-pf', '--mount-proc', 'true'], {stdio: 'ignore'});
    return null;
  } catch {
    return 'PID namespaces (unshare)';
  }
}
