import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {ENGINES} from '../../../src/debugging/engines/engine.ts';
import {gdbReport} from '../../../src/debugging/engines/gdb.ts';
import {lldbReport} from '../../../src/debugging/engines/lldb.ts';
import {requireDebugger} from '../../../src/system/debugging/find-debugger.ts';
import {readTraceback} from '../../../src/system/debugging/read-traceback.ts';
import {runDebugger} from '../../../src/system/debugging/run-debugger.ts';
import {walkerScript} from '../../../src/system/debugging/take-traceback.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {plantedEnvironment, plantedModule} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';

/** Bytes that the walker may read of the process: from less than it takes to know the Python, to enough for all. */
const LIMITS = [100, 5_000, 20_000, 64 << 20];

const planted = plantedModule();

for (const name of ENGINES) {
  const real = plantedTests(planted, withoutDebugger(name), {prefix: `${name}: `, isSerial: true});

  real('whichever limit is reached, the frames of the first thread are there', async (t, planted) => {
    const engine = requireDebugger(name);
    const child = execa(planted.python, [planted.app, 'hang'], {
      env: plantedEnvironment(planted),
      reject: false,
    });
    t.teardown(() => child.kill('SIGKILL'));
    for (let waited = 0; waited < 200 && !hasLoaded(child.pid ?? 0); waited += 1) await sleep(50);
    t.true(hasLoaded(child.pid ?? 0));
    for (const bytes of LIMITS) {
      const output = join(temporaryFolder(), 'traceback.json');
      const subject = {kind: 'process', pid: child.pid ?? 0} as const;
      const options = {output, limits: {bytes}};
      const script = walkerScript(engine);
      await runDebugger(
        name === 'gdb'
          ? gdbReport(engine.program, subject, script, [], options, null)
          : lldbReport(engine.program, subject, script, [], options),
        {timeoutMs: 60_000},
      );
      const traceback = readTraceback(output);
      const [main] = traceback?.threads ?? [];
      t.true((main?.frames.length ?? 0) > 0, `${bytes}: ${traceback?.problems.join(' ')}`);
      if (traceback?.python) {
        t.true(
          main?.frames.some(frame => frame.kind === 'python' && frame.function === '<module>'),
          `${bytes}`,
        );
      }
    }
  });
}

function hasLoaded(pid: number): boolean {
  return readFileSync(`/proc/${pid}/maps`, 'utf8').includes('/planted.');
}
