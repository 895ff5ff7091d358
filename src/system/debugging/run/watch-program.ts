import {rmSync} from 'node:fs';
import {resolve} from 'node:path';
import {remark} from '../../terminal.ts';
import {openCore} from '../core/open-core.ts';
import {type CrashHandler, crashHandler} from './crash-handler.ts';
import {listenForCrashes} from './crash-listener.ts';
import {fromTheStart} from './from-the-start.ts';
import {corePattern, coreSince, withCores} from './kernel-core.ts';
import {processTree} from './python-processes.ts';
import {Reporter} from './reporter.ts';
import {makeRunFolder, type RunFolder} from './run-folder.ts';
import {type ProgramEnd, type RunningProgram, startProgram} from './start-program.ts';
import type {WatchRequest} from './watch-request.ts';

/** timeout(1)'s status. */
const TIMED_OUT = 124;
/** Between asking a program to end and ending it. */
const KILL_DELAY_MS = 2000;

/** Runs the program; resolves to the status to end with. */
export async function watchProgram(request: WatchRequest): Promise<number> {
  const isSilent = request.wants === 'nothing' || request.engine === null;
  const handler: CrashHandler | null = isSilent ? null : await crashHandler();
  const pattern = isSilent ? null : corePattern();
  if (handler && 'missing' in handler && pattern === null) return fromTheStart(request, handler.missing);
  const folder = makeRunFolder(handler && 'file' in handler ? handler.file : null, {
    isQuiet: request.wants === 'nothing',
    // A stack that overflows in another thread than the first ends a process without its handler.
    keepsCores: request.wants === 'core' || pattern === null,
  });
  const reporter = new Reporter(request);
  const startedMs = Date.now();
  let main: number | null = null;
  const listener = await listenForCrashes(folder.socket, crash => reporter.crash(crash, main));
  try {
    const running = await startProgram(
      pattern === null ? request.command : withCores(request.command),
      folder.env,
      request.command[0],
    );
    main = running.pid;
    const end = await endOf(running, request, reporter);
    await listener.settled();
    if (end === 'timed out') return TIMED_OUT;
    if (isFatal(end) && request.wants === 'core' && reporter.told.has(running.pid) && pattern !== null) {
      const core = coreSince(pattern, process.cwd(), startedMs);
      if (core !== null) remark(`pyxdbg: the core file is ${core}`);
    }
    if (isFatal(end) && !reporter.told.has(running.pid) && !isSilent) {
      const core = pattern === null ? null : coreSince(pattern, process.cwd(), startedMs);
      if (core === null || !(await tellCore(core, request, reporter, handler)))
        tellLog(running.pid, end, folder);
    }
    if (isFatal(end) && request.engine === null && request.wants !== 'nothing') {
      tellLog(running.pid, end, folder);
      remark('pyxdbg: no gdb or lldb is on PATH: with one installed the C frames are shown, too');
    }
    return end.status;
  } finally {
    listener.close();
    folder.remove();
  }
}

async function endOf(
  running: RunningProgram,
  {timeoutMs}: WatchRequest,
  reporter: Reporter,
): Promise<ProgramEnd | 'timed out'> {
  if (timeoutMs === null) return running.end;
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'passed'>(done => {
    timer = setTimeout(() => done('passed'), timeoutMs);
  });
  const first = await Promise.race([running.end, passed]);
  clearTimeout(timer);
  if (first !== 'passed') return first;
  await reporter.hang(running.pid);
  const all = processTree(running.pid);
  for (const pid of all) send(pid, 'SIGTERM');
  const kill = setTimeout(() => {
    for (const pid of all) send(pid, 'SIGKILL');
  }, KILL_DELAY_MS);
  await running.end;
  clearTimeout(kill);
  return 'timed out';
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** The report of a core that the program left behind; it goes where it was not asked for. False where it is none. */
async function tellCore(
  core: string,
  {wants}: WatchRequest,
  reporter: Reporter,
  handler: CrashHandler | null,
): Promise<boolean> {
  try {
    const opened = await openCore(core);
    if (opened.program === null) return false;
    const why =
      handler && 'missing' in handler ? handler.missing : 'the program did not load the crash handler';
    remark(`pyxdbg: ${why}; from its core file:`);
    await reporter.core({kind: 'core', core: resolve(core), executable: opened.program});
    return true;
  } catch {
    return false;
  } finally {
    if (wants === 'core') remark(`pyxdbg: the core file is ${core}`);
    else rmSync(core, {force: true});
  }
}

/** A crash that no debugger has seen: what faulthandler wrote of Python's frames. */
function tellLog(pid: number, {signal, status}: ProgramEnd, folder: RunFolder): void {
  const log = folder.faulthandlerLog(pid);
  remark(`pyxdbg: the program ended by ${signal ?? `status ${status}`}, without a report:`);
  if (log !== null && log !== '') process.stderr.write(log);
  else {
    remark(
      '  its Python ran with -I or -E, its stack overflowed in another thread than the first, or it is no Python: pyxdbg debug',
    );
  }
}

/** Signals that end a program because of its own code; a shell tells of one in its child by 128 and the number. */
function isFatal({signal}: ProgramEnd): boolean {
  return signal !== null && ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT', 'SIGSYS'].includes(signal);
}
