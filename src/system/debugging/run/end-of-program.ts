import {setTimeout as sleep} from 'node:timers/promises';
import {remark} from '../../terminal.ts';
import {isPython, processesWith, processTree} from './python-processes.ts';
import type {Reporter} from './reporter.ts';
import {DUMP_SIGNAL, RUN_FOLDER_VARIABLE, type RunFolder} from './run-folder.ts';
import type {ProgramEnd, RunningProgram} from './start-program.ts';
import type {WatchRequest} from './watch-request.ts';

/** timeout(1)'s status. */
export const TIMED_OUT = 124;
/** Between asking a program to end and ending it. */
const KILL_DELAY_MS = 2000;
const STEP_MS = 50;

/**
 * How the program ends; one that runs longer than it may is reported and ended, with all that it started. `folder` is
 * null where its Pythons were not made ready; `beforeReport` lets go of what would keep a debugger away.
 */
export async function endOf(
  running: RunningProgram,
  {timeoutMs, wants}: WatchRequest,
  reporter: () => Promise<Reporter>,
  folder: RunFolder | null,
  beforeReport: () => Promise<void> = async () => {},
): Promise<ProgramEnd | 'timed out'> {
  if (timeoutMs === null) return running.end;
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'passed'>(done => {
    timer = setTimeout(() => done('passed'), timeoutMs);
  });
  const first = await Promise.race([running.end, passed]);
  clearTimeout(timer);
  if (first !== 'passed') return first;
  remark(`pyxdbg: still running after ${timeoutMs / 1000} s`);
  await beforeReport();
  if (wants !== 'nothing') {
    const untold = await (await reporter()).hang(
      startedBy(running, folder).filter(pid => DUMP_SIGNAL === 0 || isPython(pid)),
    );
    const [{hangLog}, {tellLog}] = await Promise.all([import('./hang-log.ts'), import('./tell-log.ts')]);
    for (const pid of untold) await tellLog((folder && (await hangLog(pid, folder))) ?? '');
  }
  await endAll(running, folder);
  return 'timed out';
}

/** The program and all that it started, daemons too where their environment tells. */
function startedBy({pid}: RunningProgram, folder: RunFolder | null): readonly number[] {
  const daemons = folder === null ? [] : processesWith(`${RUN_FOLDER_VARIABLE}=${folder.path}`);
  return [...new Set([...processTree(pid), ...daemons.flatMap(processTree)])];
}

async function endAll(running: RunningProgram, folder: RunFolder | null): Promise<void> {
  const all = startedBy(running, folder);
  for (const pid of all) send(pid, 'SIGTERM');
  // A child may live on after the program: it gets its time as well.
  for (let waitedMs = 0; waitedMs < KILL_DELAY_MS && all.some(isThere); waitedMs += STEP_MS)
    await sleep(STEP_MS);
  for (const pid of all) send(pid, 'SIGKILL');
  await running.end;
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
