/** Debug information that `pyxdbg symbols` has brought is there in each report, of the user's binaries as of others. */
import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import type {Traceback} from '../../../src/debugging/traceback/model.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {keepsCores, type Planted, plantedModule, pyxdbgIn, readReport, reportIn} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';
import {linesOf} from './programs/sources.ts';

/** The planted module without its debug information, which is in the store of `cache`, and nowhere else. */
function strippedModule({folder}: Planted): {readonly modules: string; readonly cache: string} {
  const [modules, cache] = [temporaryFolder(), temporaryFolder()];
  const module = join(modules, 'planted.so');
  copyFileSync(join(folder, 'planted.so'), module);
  const notes = execFileSync('readelf', ['-n', module], {encoding: 'utf8'});
  const id = /Build ID: ([0-9a-f]+)/.exec(notes)?.[1] ?? '';
  const debug = join(cache, 'pyxdbg/symbols/.build-id', id.slice(0, 2), `${id.slice(2)}.debug`);
  mkdirSync(dirname(debug), {recursive: true});
  execFileSync('objcopy', ['--only-keep-debug', module, debug]);
  execFileSync('strip', ['--strip-all', module]);
  return {modules, cache};
}

function lineOf({threads}: Traceback, name: string): number | null {
  for (const frame of threads.flatMap(({frames}) => frames)) {
    if (frame.kind === 'c' && frame.function === name && frame.file?.endsWith('/planted.c'))
      return frame.line;
  }
  return null;
}

const [place = 0] = linesOf({source: 'planted.c', at: ['read-null']});

for (const engine of ['gdb', 'lldb'] as const) {
  const real = plantedTests(plantedModule(), withoutDebugger(engine), {prefix: `${engine}: `});

  real(
    'a crash of a stripped module has its lines and variables by the store of symbols, live and from its core',
    async (t, planted) => {
      const {modules, cache} = strippedModule(planted);
      const env = {PYTHONPATH: modules, XDG_CACHE_HOME: cache};
      const folder = temporaryFolder();
      const file = join(folder, 'report.json');
      const words = ['--engine', engine, '-o', file, '--python', planted.python, planted.app, 'crash'];
      await pyxdbgIn(planted, ['run', ...words], {cwd: folder, env});
      const live = reportIn(file).traceback;
      t.is(lineOf(live, 'read_null'), place);
      const frame = live.threads
        .flatMap(({frames}) => frames)
        .find(one => one.kind === 'c' && one.function === 'read_null');
      t.true(frame?.kind === 'c' && frame.arguments.length > 0);

      const asked = ['debug', `--${engine}`, '--break', `planted.c:${place}`, '--python', planted.python];
      const session = await pyxdbgIn(planted, [...asked, planted.app, 'crash'], {
        stdin: 'pipe',
        input: 'pyxdbg-bt\nkill\nquit\n',
        env,
      });
      t.regex(String(session.stdout), new RegExp(`C {3}read_null {2}planted\\.c:${place}\\b`));

      if (!keepsCores()) return t.log('no core: the kernel of this machine does not write them as files');
      await execa(
        'sh',
        ['-c', 'ulimit -c unlimited; exec "$@"', 'sh', planted.python, planted.app, 'crash'],
        {
          cwd: folder,
          env: {PYTHONPATH: modules},
          reject: false,
        },
      );
      const {stdout: names} = await execa('ls', [folder]);
      const core = names.split('\n').find(name => name.startsWith('core')) ?? '';
      const dead = await pyxdbgIn(planted, ['core', join(folder, core), '--engine', engine, '--json'], {env});
      t.is(lineOf(readReport(String(dead.stdout)).traceback, 'read_null'), place);
    },
  );
}
