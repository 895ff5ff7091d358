import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {execa} from 'execa';
import {ENGINES} from '../../../src/debugging/engines/engine.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {plantedModule, pyxdbgIn} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';
import {linesOf} from './programs/sources.ts';

const planted = plantedModule();
const [place = 0] = linesOf({source: 'planted.c', at: ['read-null']});

for (const engine of ENGINES) {
  const real = plantedTests(planted, withoutDebugger(engine), {prefix: `${engine}: `});

  real(
    'debug stops at a line of a module that is not loaded yet, and shows Python frames',
    async (t, planted) => {
      // A folder on PYTHONPATH that would break the debugger's own Python.
      const hostile = temporaryFolder();
      mkdirSync(join(hostile, 'json'));
      writeFileSync(
        join(hostile, 'json', '__init__.py'),
        'raise SystemError("a json of the program\'s own")\n',
      );
      const words = ['debug', `--${engine}`, '--break', `planted.c:${place}`, '--python', planted.python];
      const {stdout} = await pyxdbgIn(planted, [...words, planted.app, 'crash'], {
        stdin: 'pipe',
        input: 'pyxdbg-bt\nkill\nquit\n',
        env: {PYTHONPATH: `${planted.folder}:${hostile}`},
      });
      const text = String(stdout);
      t.regex(text, new RegExp(`C {3}read_null  planted\\.c:${place}\\b`));
      t.regex(text, /Py {2}walk {2}app\.py:\d+\n(?: {8}.*\n)* *Py {2}\S*<lambda> {2}app\.py:\d+/);
      t.regex(text, /count = 1/);
    },
  );

  real('attach looks into a running process, which runs on when it is left', async (t, planted) => {
    const child = execa(planted.python, [planted.app, 'hang'], {
      env: {PYTHONPATH: planted.folder},
      reject: false,
      stdio: 'ignore',
    });
    t.teardown(() => child.kill('SIGKILL'));
    await new Promise(resolve => setTimeout(resolve, 1500));
    const {stdout} = await pyxdbgIn(planted, ['attach', `${child.pid}`, `--${engine}`], {
      stdin: 'pipe',
      input: 'pyxdbg-bt all\nquit\n',
    });
    t.regex(String(stdout), /C {3}spin {2}planted\.c:\d+/);
    t.regex(String(stdout), /Thread \d+ idler/);
    // Neither stopped nor traced (proc(5)).
    t.regex(readFileSync(`/proc/${child.pid}/status`, 'utf8'), /^State:\s[RS]/m);
    t.regex(readFileSync(`/proc/${child.pid}/status`, 'utf8'), /^TracerPid:\s0$/m);
  });
}

plantedTests(planted, null)(
  'a wrong call has a status of pyxdbg itself, and says what to type',
  async (t, planted) => {
    const {exitCode, stderr} = await pyxdbgIn(planted, ['debug']);
    t.is(exitCode, 125);
    t.regex(String(stderr), /names no program; pyxdbg debug app\.py/);
  },
);
