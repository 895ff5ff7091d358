/** Every way for a program to end by its own code under `pyxdbg run`, and what becomes of its core. */
import {execFileSync} from 'node:child_process';
import {mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa, execaSync} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {program} from '../../e2e/program.ts';
import {
  areKnown,
  keepsCores,
  knownFrames,
  ownFrames,
  plantedEnvironment,
  pyxdbgIn,
  reportIn,
} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';
import {linesOf, sourcePath} from './programs/sources.ts';
import {plainStatus, withFaults} from './programs-under-run.ts';

const planted = withFaults();
const missing = withoutDebugger('gdb');
const real = plantedTests(planted, missing);

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
      t.is(lines?.[0], linesOf({source: 'faults.c', at: [at]})[0]);
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

const NO_CORES = {
  'a file that is no core': 'echo an apple > $name',
  'a folder': 'mkdir $name',
  'a link that leads nowhere': 'ln -s nowhere $name',
  'a link to itself': 'ln -s $name $name',
};

for (const [what, command] of Object.entries(NO_CORES)) {
  real(
    `${what} that a program makes by the name of a core stays, and nothing is said of it`,
    async (t, planted) => {
      const folder = temporaryFolder();
      const script = `for name in core core.42; do ${command}; done; exit 3`;
      const {exitCode, stderr} = await pyxdbgIn(planted, ['run', '--', 'sh', '-c', script], {cwd: folder});
      t.deepEqual([exitCode, stderr], [3, '']);
      t.deepEqual(readdirSync(folder), ['core', 'core.42']);
    },
  );
}

/** Root reads every file, unless these of its capabilities are taken away (capabilities(7)). */
const ROOTS = '-dac_override,-dac_read_search';
const likeOthers =
  process.getuid?.() === 0 ? ['setpriv', `--inh-caps=${ROOTS}`, `--bounding-set=${ROOTS}`] : [];
const isPossible =
  execaSync('sh', ['-c', '"$@"', 'sh', ...likeOthers, 'true'], {reject: false}).exitCode === 0;

plantedTests(planted, missing ?? (isPossible ? null : 'setpriv that takes capabilities from root'))(
  'a file by the name of a core that may not be read stays, and nothing is said of it',
  async (t, planted) => {
    const folder = temporaryFolder();
    const script =
      'for name in core core.42; do : > $name; chmod 0 $name; cat $name 2>&- && exit 4; done; exit 3';
    const words = [...likeOthers, process.execPath, program, 'run', '--', 'sh', '-c', script];
    const {exitCode, stderr} = await execa('sh', ['-c', 'exec "$@"', 'sh', ...words], {
      cwd: folder,
      env: plantedEnvironment(planted),
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    });
    t.deepEqual([exitCode, stderr], [3, '']);
    t.deepEqual(readdirSync(folder), ['core', 'core.42']);
  },
);

real("a link of the user's named core that leads nowhere is not replaced by a core", async (t, planted) => {
  const folder = temporaryFolder();
  symlinkSync('nowhere', join(folder, 'core'));
  const words = [planted.python, '-I', '-c', 'import os; os.abort()'];
  const {exitCode} = await pyxdbgIn(planted, ['run', '--', ...words], {cwd: folder});
  t.is(exitCode, 134);
  t.is(readlinkSync(join(folder, 'core')), 'nowhere');
  t.deepEqual(readdirSync(folder), ['core']);
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

real('a handler that a sandbox keeps from telling lets the program end at once', async (t, planted) => {
  const words = ['-c', 'import faults; faults.without_sockets()'];
  const startedMs = Date.now();
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, ...words], {
    cwd: temporaryFolder(),
  });
  t.is(run.exitCode, await plainStatus(planted, words));
  // A crash that is told by another thread is waited for 120 s.
  t.true(Date.now() - startedMs < 60_000);
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
