import {rmSync} from 'node:fs';
import {resolve} from 'node:path';
import type {CorePlace} from '../../../debugging/run/core-pattern.ts';
import {fatalEnd} from '../../../debugging/run/fatal-end.ts';
import {remark} from '../../terminal.ts';
import {openCore} from '../core/open-core.ts';
import type {CrashHandler} from './crash-handler.ts';
import {coreLimit} from './kernel-core.ts';
import {coreOf, coresWith} from './left-cores.ts';
import type {Reporter} from './reporter.ts';
import type {RunFolder} from './run-folder.ts';
import type {ProgramEnd} from './start-program.ts';
import {tellLog} from './tell-log.ts';
import type {WatchRequest} from './watch-request.ts';

/** What is known of a program that has ended. */
export interface Ended {
  readonly pid: number;
  readonly end: ProgramEnd;
  readonly startedMs: number;
  /** Null where the kernel writes no cores. */
  readonly cores: CorePlace | null;
  readonly handler: CrashHandler | null;
}

/** Tells of a crash what the crash handler could not, and where its core is. */
export async function tellEnd(
  {pid, end, startedMs, cores, handler}: Ended,
  {wants, engine}: WatchRequest,
  reporter: Reporter,
  folder: RunFolder,
): Promise<void> {
  if (wants === 'nothing') return;
  const fatal = fatalEnd(end);
  if (engine === null) {
    // Children may have crashed under a program that went on.
    for (const log of folder.faulthandlerLogs()) await tellLog(log);
    if (fatal !== null) remark(`pyxdbg: the program ended by ${fatal}; ${howToSeeMore()}`);
    return;
  }
  if (cores !== null) await tellChildren({pid, startedMs, cores}, wants, reporter, folder);
  if (fatal === null) return;
  const core = cores && coreOf(pid, cores, process.cwd(), startedMs);
  const isTold = reporter.told.has(pid);
  if (!isTold && core !== null) {
    remark(`pyxdbg: ${whyNotTold(handler, folder.faulthandlerLog(pid) !== null)}; from its core file:`);
    await tellCore(core, reporter);
  } else if (!isTold) {
    await tellUntold(fatal, folder.faulthandlerLog(pid));
  }
  if (core === null) return;
  if (wants === 'core') remark(`pyxdbg: the core file is ${core}`);
  // The user's own settings would have written it, too: it is his.
  else if (coreLimit() === '0') rmSync(core, {force: true});
}

/** Processes that the program started and that dumped core because we let them: reports of those that have none yet. */
async function tellChildren(
  {pid, startedMs, cores}: {readonly pid: number; readonly startedMs: number; readonly cores: CorePlace},
  wants: WatchRequest['wants'],
  reporter: Reporter,
  folder: RunFolder,
): Promise<void> {
  for (const core of coresWith(folder.path, cores, process.cwd(), startedMs)) {
    if (core.pid === pid) continue;
    if (!reporter.told.has(core.pid)) {
      remark(
        '\npyxdbg: a process that the program started did not load the crash handler; from its core file:',
      );
      await tellCore(core.file, reporter);
    }
    if (wants === 'core') remark(`pyxdbg: the core file is ${core.file}`);
    else if (coreLimit() === '0') rmSync(core.file, {force: true});
  }
}

function howToSeeMore(): string {
  return process.platform === 'win32'
    ? 'frames of C are in the dump that Windows writes where LocalDumps is set up (Windows Error Reporting)'
    : 'no gdb or lldb is on PATH: with one installed the C frames are shown, too';
}

function whyNotTold(handler: CrashHandler | null, wasReady: boolean): string {
  if (handler && 'missing' in handler) return handler.missing;
  return wasReady
    ? 'the crash handler told nothing (the stack of a thread was used up, the program handles the signal itself, or no socket could be had)'
    : 'the program did not load the crash handler';
}

async function tellCore(core: string, reporter: Reporter): Promise<void> {
  const opened = await openCore(core);
  try {
    if (opened.program === null) remark(`pyxdbg: ${core} does not name its program`);
    else await reporter.core(resolve(core), opened.program);
  } finally {
    opened.close();
  }
}

/** No debugger has seen it, and no core is left: what faulthandler wrote of Python's frames. */
async function tellUntold(fatal: string, log: string | null): Promise<void> {
  remark(`pyxdbg: the program ended by ${fatal}, without a report:`);
  if (log !== null && log !== '') await tellLog(log);
  else if (log === null)
    remark('  it is no Python, or one that ran with -I, -E or -S: pyxdbg debug starts it in a debugger');
  else
    remark(
      '  the stack of a thread was used up, the program handles the signal itself, or no socket could be had: pyxdbg debug starts it in a debugger',
    );
}
