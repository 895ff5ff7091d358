/** `pyxdbg run`: its reports, statuses, streams and options, and that the user's own set-up stays. */
import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {temporaryFolder} from '../../builders/tools.ts';
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
import {fakeDebugger, plainStatus} from './programs-under-run.ts';

const planted = plantedModule();
const real = plantedTests(planted, withoutDebugger('gdb'));

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
      t.is(run.exitCode, await plainStatus(planted, words), String(run.stderr));
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
    const {mark, env} = fakeDebugger('exit 1');
    const code =
      'import sys; data = sys.stdin.read(); print(data.upper(), end=""); sys.stderr.write("said"); sys.exit(7)';
    const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code], {
      stdin: 'pipe',
      input: 'abc\n',
      stripFinalNewline: false,
      env,
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

real('faulthandler that the program enables itself does not hide a crash', async (t, planted) => {
  const code =
    'import faulthandler, planted; faulthandler.disable(); faulthandler.enable(); planted.read_null(1)';
  const run = await pyxdbgIn(planted, ['run', '--python', planted.python, '-c', code]);
  t.is(run.exitCode, 139);
  t.regex(String(run.stderr), /^Segmentation fault: read of address 0x0$/m);
  t.regex(String(run.stderr), /^Fatal Python error: Segmentation fault$/m);
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
  t.regex(
    stdout.split('\n').sort().join(' '),
    /^crash-handler-[\w.-]+\.c 600 crash-handler-[\w.-]+\.so [67][045][045]$/,
  );
});
