import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {execa} from 'execa';
import {ENGINES, type EngineName} from '../../../src/debugging/engines/engine.ts';
import {temporaryFolder} from '../../builders/tools.ts';
import {program} from '../../e2e/program.ts';
import {type Planted, plantedEnvironment, plantedModule} from './planted.ts';
import {plantedTests, withoutDebugger} from './planted-tests.ts';

/** Whatever ends in the midst of a dump: the program is never left stopped. */

const POLL_MS = 2;
const PATIENCE_MS = 60_000;

type Dump = PromiseLike<{readonly exitCode?: number; readonly stderr?: unknown}>;

const planted = plantedModule();

for (const engine of ENGINES) {
  const real = plantedTests(planted, withoutDebugger(engine), {prefix: `${engine}: `, isSerial: true});

  real('a debugger that is killed lets the program run on', async (t, own) => {
    const {pid, dump, tracer} = await stoppedByDump(t, own, engine);
    // lldb has a server of its own that traces; gdb does it itself.
    process.kill(engine === 'lldb' ? parentOf(tracer) : tracer, 'SIGKILL');
    await isRefused(t, dump);
    await runsOn(t, pid);
  });

  real('a program that is killed ends the dump with a sentence', async (t, own) => {
    const {pid, dump} = await stoppedByDump(t, own, engine);
    process.kill(pid, 'SIGKILL');
    await isTold(t, dump);
  });

  real('where pyxdbg itself is killed, the program runs on', async (t, own) => {
    const {pid, dump} = await stoppedByDump(t, own, engine);
    dump.kill('SIGKILL');
    await dump;
    await runsOn(t, pid);
  });
}

/** A dump at the moment at which its debugger has stopped the program. */
async function stoppedByDump(t: ExecutionContext, own: Planted, engine: EngineName) {
  const ready = join(temporaryFolder(), 'ready');
  const child = execa(own.python, [own.app, 'hang', ready], {env: plantedEnvironment(own), reject: false});
  const pid = child.pid ?? 0;
  t.teardown(() => child.kill('SIGKILL'));
  await until(() => readFileSync(`/proc/${pid}/maps`, 'utf8').includes('/planted.'));
  const dump = execa(process.execPath, [program, 'dump', '--engine', engine, '--pid', `${pid}`], {
    env: plantedEnvironment(own),
    extendEnv: false,
    reject: false,
  });
  t.teardown(() => dump.kill('SIGKILL'));
  await until(() => tracerOf(pid) > 0);
  return {pid, dump, tracer: tracerOf(pid)};
}

/** A report of what was read before, or a refusal. */
async function isTold(t: ExecutionContext, dump: Dump): Promise<void> {
  const {exitCode, stderr} = await dump;
  t.true(exitCode === 0 || exitCode === 2, `${exitCode}: ${stderr}`);
  t.notRegex(String(stderr), /\n {4}at /);
}

async function isRefused(t: ExecutionContext, dump: Dump): Promise<void> {
  const {exitCode, stderr} = await dump;
  t.is(exitCode, 2, String(stderr));
  t.regex(String(stderr), /^pyxdbg: process \d+: [^\n]+\n?$/);
}

/** Nobody traces it any more, and it uses its processor. */
async function runsOn(t: ExecutionContext, pid: number): Promise<void> {
  await until(() => tracerOf(pid) === 0);
  const before = usedBy(pid);
  await until(() => usedBy(pid) > before);
  t.pass();
}

const tracerOf = (pid: number): number =>
  Number(/^TracerPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

const parentOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** Ticks of processor time in user mode, proc(5). */
function usedBy(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[11]);
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !holds(); await sleep(POLL_MS)) {
    if (Date.now() > end) throw new Error(`it did not come about: ${holds}`);
  }
}
