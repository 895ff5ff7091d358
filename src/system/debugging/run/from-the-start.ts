import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {EngineCall} from '../../../debugging/engines/engine.ts';
import {gdbWatch} from '../../../debugging/engines/gdb.ts';
import {remark} from '../../terminal.ts';
import {readTraceback} from '../read-traceback.ts';
import {runDebugger} from '../run-debugger.ts';
import {layoutProber, walkerScript} from '../take-traceback.ts';
import {endOf, TIMED_OUT} from './end-of-program.ts';
import {Reporter} from './reporter.ts';
import {type RunningProgram, startProgram} from './start-program.ts';
import type {WatchRequest} from './watch-request.ts';

/** A program may run for days. */
const NO_LIMIT_MS = 2 ** 31 - 1;
const ORDER_MS = 500;

/**
 * Without a crash handler and without core files the debugger is there from the start: the program stops itself before
 * its first step, gdb attaches and lets it go on. Its standard streams stay its own.
 */
export async function fromTheStart(request: WatchRequest, why: string): Promise<number> {
  const {engine, command} = request;
  if (engine?.name !== 'gdb') {
    remark(`pyxdbg: ${why}; a crash will be reported by Python's faulthandler alone`);
    const plain = await startProgram(command, {PYTHONFAULTHANDLER: '1'});
    const end = await endOf(plain, request, async () => new Reporter(request), null);
    return end === 'timed out' ? TIMED_OUT : end.status;
  }
  remark(`pyxdbg: ${why}; gdb watches from the start, which slows the program down`);
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-'));
  const output = join(folder, 'traceback.json');
  try {
    const running = await startProgram(['sh', '-c', 'kill -STOP $$; exec "$@"', 'sh', ...command], {
      PYTHONFAULTHANDLER: '1',
    });
    const core = request.wants === 'core' ? `core.${running.pid}` : null;
    const leave = new AbortController();
    const watching = watch(
      gdbWatch(engine.program, running.pid, walkerScript(engine), {output, prober: layoutProber()}, core),
      output,
      running,
      leave.signal,
    );
    const end = await endOf(
      running,
      request,
      async () => new Reporter(request),
      null,
      async () => {
        leave.abort();
        await watching;
      },
    );
    if (end === 'timed out') return TIMED_OUT;
    await watching;
    const traceback = readTraceback(output);
    if (traceback) {
      const reporter = new Reporter(request);
      await reporter.traceback(traceback);
      if (core !== null) reporter.tellCore(resolve(core));
    }
    return end.status;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** A debugger that could not attach, or was killed, leaves the program stopped: it goes on without one. */
async function watch(
  call: EngineCall,
  output: string,
  running: RunningProgram,
  leave: AbortSignal,
): Promise<void> {
  let hasEnded = false;
  void running.end.then(() => {
    hasEnded = true;
  });
  try {
    await runDebugger(call, {timeoutMs: NO_LIMIT_MS, abort: leave});
  } catch (error) {
    if (!leave.aborted) throw error;
  } finally {
    running.kill('SIGCONT');
  }
  // The program's end is told to both of us, in no certain order.
  await Promise.race([running.end, sleep(ORDER_MS)]);
  if (!hasEnded && !leave.aborted && !existsSync(output))
    remark('pyxdbg: gdb does not watch the program any more, which goes on');
}
