import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gdbWatch} from '../../../debugging/engines/gdb.ts';
import {remark} from '../../terminal.ts';
import {readTraceback} from '../read-traceback.ts';
import {runDebugger} from '../run-debugger.ts';
import {walkerScript} from '../take-traceback.ts';
import {Reporter} from './reporter.ts';
import {startProgram} from './start-program.ts';
import type {WatchRequest} from './watch-request.ts';

/** A program may run for days. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/**
 * Without a crash handler and without core files the debugger is there from the start: the program stops itself before
 * its first step, gdb attaches and lets it go on. Its standard streams stay its own.
 */
export async function fromTheStart(request: WatchRequest, why: string): Promise<number> {
  const {engine, command} = request;
  if (engine?.name !== 'gdb') {
    remark(`pyxdbg: ${why}; a crash will be reported by Python's faulthandler alone`);
    const plain = await startProgram(command, {PYTHONFAULTHANDLER: '1'});
    return (await plain.end).status;
  }
  remark(`pyxdbg: ${why}; gdb watches from the start, which slows the program down`);
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-'));
  const output = join(folder, 'traceback.json');
  try {
    const running = await startProgram(['sh', '-c', 'kill -STOP $$; exec "$@"', 'sh', ...command], {});
    const watching = runDebugger(
      gdbWatch(engine.program, running.pid, walkerScript(engine), {output}),
      NO_LIMIT_MS,
    );
    const end = await running.end;
    await watching;
    const traceback = readTraceback(output);
    if (traceback) await new Reporter(request).traceback(traceback);
    return end.status;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
