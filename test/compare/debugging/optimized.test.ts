import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {execa} from 'execa';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';
import {environment, program} from '../../e2e/program.ts';
import {reportIn} from './planted.ts';

/** A pointer to a local structure, which gcc -O2 leaves out. */
const SOURCE = `struct node { int id; double *weights; };
static double sum(struct node *n, int count) {
  double total = 0;
  for (int i = 0; i < count; i++) total += n->weights[i];
  return total;
}
double weigh(int count) {
  struct node node = {42, 0};
  return sum(&node, count);
}
`;
const APP = 'import ctypes\nctypes.CDLL("./optimized.so").weigh(3)\n';

const missing = ['gcc', 'gdb', 'python3'].find(name => toolNamed(name) === null);
const title = 'what gdb calls a synthetic pointer is not told as NULL';

if (missing === undefined) {
  test(title, async t => {
    // The interpreter itself: gdb starts no script, such as pyenv puts on PATH.
    const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
      encoding: 'utf8',
    }).trim();
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'optimized.c'), SOURCE);
    writeFileSync(join(folder, 'app.py'), APP);
    execFileSync('gcc', ['-O2', '-g', '-shared', '-fPIC', 'optimized.c', '-o', 'optimized.so'], {
      cwd: folder,
    });
    const ask = ['run', 'frame', 'print *n'].flatMap(command => ['-ex', command]);
    const asked = ['-nx', '-batch', '-iex', 'set debuginfod enabled off', ...ask, '--args', python, 'app.py'];
    const own = await execa('gdb', asked, {cwd: folder, reject: false, timeout: 60_000});
    // It depends on the compiler; where it keeps the pointer there is nothing to hold.
    t.regex(own.stdout, /n=<synthetic pointer>/);
    t.regex(own.stdout, /\$1 = \{id = 42, weights = 0x0\}/);

    const words = ['run', '--engine', 'gdb', '--python', python, '-o', 'report.json', 'app.py'];
    await execa(process.execPath, [program, ...words], {
      cwd: folder,
      env: environment({XDG_CACHE_HOME: join(folder, 'cache')}),
      extendEnv: false,
      reject: false,
      timeout: 120_000,
    });
    const {verdict, traceback} = reportIn(join(folder, 'report.json'));
    t.deepEqual(verdict.reasons, ['n->weights is NULL']);
    const frames = traceback.threads.flatMap(thread => thread.frames);
    const sum = frames.find(frame => frame.kind === 'c' && frame.function === 'sum');
    const n = sum?.kind === 'c' ? sum.arguments.find(({name}) => name === 'n') : undefined;
    t.is(n?.value, null);
    t.is(n?.parts?.[0]?.value, '{id = 42, weights = 0x0}');
  });
} else test.skip(`${title} (skipped: no ${missing})`, () => {});
