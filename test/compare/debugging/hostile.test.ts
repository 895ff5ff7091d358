import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test from 'ava';
import {ENGINES} from '../../../src/debugging/engines/engine.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {findDebugger} from '../../../src/system/debugging/find-debugger.ts';
import {takeTraceback} from '../../../src/system/debugging/take-traceback.ts';
import {findInterpreters, nameOf} from '../linux/interpreters.ts';
import {buildHostile, hostileProcess, measured} from './hostile/hostile-process.ts';
import {STATES} from './hostile/states.ts';

/** What a report may cost, of any process. */
const MOST_MIB = 300;
const MOST_SECONDS = 10;

/** One each of the older layouts and the newer in CI; all that are there where PYXDBG_ALL_PYTHONS is set. */
const TESTED =
  process.env['PYXDBG_ALL_PYTHONS'] === undefined ? ['3.11'] : ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'];

const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-hostile-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const interpreters = findInterpreters().filter(
  ({version, debug}, index, all) =>
    !debug &&
    TESTED.includes(version) &&
    all.findIndex(one => one.version === version && !one.debug) === index,
);

if (interpreters.length === 0) test.skip('hostile processes (there is no Python with its headers)', () => {});

for (const python of interpreters) {
  const place = join(folder, python.version);
  const build = runOnce(() => buildHostile(python, place));
  for (const {name, frame, local} of STATES) {
    for (const engineName of ENGINES) {
      const found = findDebugger(engineName);
      const title = `${name} on ${nameOf(python)} ends in a bounded report by ${engineName}`;
      if (!found) {
        test.skip(`${title} (there is no ${engineName})`, () => {});
        continue;
      }
      test.serial(title, async t => {
        await build();
        const own = mkdtempSync(join(place, `${name}-`));
        const process = await hostileProcess(python.executable, place, own, name);
        t.teardown(process.kill);
        const {engine, cost} = measured(found, own);
        const traceback = await takeTraceback({subject: {kind: 'process', pid: process.pid}, engine});
        const {maxRssMib, cpuSeconds} = cost();
        t.true(maxRssMib < MOST_MIB, `${maxRssMib} MiB`);
        t.true(cpuSeconds < MOST_SECONDS, `${cpuSeconds} s`);
        t.regex(process.state() ?? 'gone', /^[SRD]$/, 'it goes on');
        t.false(process.hasRunCode());
        const main = traceback.threads.find(({isMain}) => isMain);
        const functions = (main?.frames ?? []).flatMap(one => (one.kind === 'python' ? [one] : []));
        if (frame !== null) {
          const seen = functions.find(one => one.function === frame);
          t.truthy(seen, functions.map(one => one.function).join(', '));
          if (local !== undefined) t.true(seen?.locals.some(one => one.name === local));
        }
        t.not(judgeTraceback(traceback).kind, 'deadlock');
      });
    }
  }
}

function runOnce(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
