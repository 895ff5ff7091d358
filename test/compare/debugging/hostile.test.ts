import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ENGINES, type Engine} from '../../../src/debugging/engines/engine.ts';
import {judgeTraceback} from '../../../src/debugging/verdict/judge.ts';
import {reportText} from '../../../src/system/debugging/emit-traceback.ts';
import {findDebugger} from '../../../src/system/debugging/find-debugger.ts';
import {sourceLines} from '../../../src/system/debugging/source-lines.ts';
import {takeTraceback} from '../../../src/system/debugging/take-traceback.ts';
import {findInterpreters, type Interpreter, nameOf} from '../linux/interpreters.ts';
import {buildHostile, hostileProcess, measured} from './hostile/hostile-process.ts';
import {CHAINS, type Hostility, ONE_BY_ONE, TOGETHER} from './hostile/states.ts';

/** What a report may cost, of any process. */
const MOST_MIB = 300;
const MOST_SECONDS = 10;
/** Of 500 threads, which is where the walker stops. */
const MOST_CHARACTERS = 20_000_000;

/** The system's Python, and each state of all that are there where PYXDBG_ALL_PYTHONS is set. */
const isThorough = process.env['PYXDBG_ALL_PYTHONS'] !== undefined;

const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-hostile-'));
test.after.always(() => rmSync(folder, {recursive: true, force: true}));

const supported = findInterpreters().filter(({version, debug}) => !debug && /^3\.([89]|1\d)$/.test(version));
const interpreters = isThorough ? supported : supported.slice(0, 1);

if (interpreters.length === 0) test.skip('hostile processes (there is no Python with its headers)', () => {});

for (const python of interpreters) {
  const place = join(folder, python.version);
  const build = runOnce(() => buildHostile(python, place));
  for (const hostility of [...(isThorough ? ONE_BY_ONE : []), TOGETHER, ...CHAINS]) {
    const name = hostility === TOGETHER ? 'all hostile values' : hostility.states.join(', ');
    for (const engineName of ENGINES) {
      const found = findDebugger(engineName);
      const title = `${name} on ${nameOf(python)}: ${engineName} ends in a bounded report`;
      if (found) {
        test.serial(title, async t => {
          await build();
          await holds(t, python, place, hostility, found);
        });
      } else {
        test.skip(`${title} (there is no ${engineName})`, () => {});
      }
    }
  }
}

async function holds(
  t: ExecutionContext,
  python: Interpreter,
  modules: string,
  {states, frames, hasValues}: Hostility,
  debug: Engine,
): Promise<void> {
  const own = mkdtempSync(join(modules, 'run-'));
  const hostile = await hostileProcess(python.executable, modules, own, states);
  t.teardown(hostile.kill);
  const {engine, cost} = measured(debug, own);
  const traceback = await takeTraceback({subject: {kind: 'process', pid: hostile.pid}, engine});
  const {maxRssMib, cpuSeconds} = cost();
  t.log(`${maxRssMib.toFixed(0)} MiB, ${cpuSeconds.toFixed(1)} s`);
  t.true(maxRssMib < MOST_MIB, `${maxRssMib} MiB`);
  t.true(cpuSeconds < MOST_SECONDS, `${cpuSeconds} s`);
  t.regex(hostile.state() ?? 'gone', /^[SRD]$/, 'it goes on');
  t.false(hostile.hasRunCode());
  const main = traceback.threads.find(({isMain}) => isMain);
  const functions = (main?.frames ?? []).flatMap(one => (one.kind === 'python' ? [one] : []));
  // On a machine that is busy with other things the walker's own limit of time may come first.
  const isCut = traceback.problems.some(problem => problem.includes('limit of time'));
  for (const frame of isCut ? [] : frames) {
    const seen = functions.find(one => one.function === frame);
    t.truthy(seen, `${frame} is not among ${functions.map(one => one.function).join(', ')}`);
    if (hasValues)
      t.true(
        seen?.locals.some(one => one.name === 'value'),
        frame,
      );
  }
  const verdict = judgeTraceback(traceback);
  t.not(verdict.kind, 'deadlock');
  for (const form of ['text', 'json', 'html'] as const) {
    const report = {traceback, verdict, sources: sourceLines([]), next: []};
    const text = await reportText(report, form, {allThreads: true, verbose: true, color: 'never'}, null);
    t.true(text.length < MOST_CHARACTERS, `${form}: ${text.length} characters`);
    // The spaces that lines are made of, and none of what steers a terminal or turns a line round.
    t.notRegex(text, /[\0-\x08\x0b-\x1f\x7f\u202a-\u202e]/, form);
  }
}

function runOnce(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= action();
    return done;
  };
}
