import {constants} from 'node:os';
import type {Engine} from '../../../debugging/engines/engine.ts';
import {type CrashMessage, seenSignal} from '../../../debugging/run/crash-message.ts';
import {judgeTraceback} from '../../../debugging/verdict/judge.ts';
import {UserError} from '../../../errors.ts';
import {remark} from '../../terminal.ts';
import {writeWholeFile} from '../../write-file.ts';
import {type Report, type ReportChoices, type ReportForm, reportText} from '../emit-traceback.ts';
import {sourceLines} from '../source-lines.ts';
import {takeTraceback} from '../take-traceback.ts';
import {sampleThreadTimes} from '../thread-times.ts';
import {crashHandler} from './crash-handler.ts';
import {listenForCrashes} from './crash-listener.ts';
import {folderOfProcess, isPython, processTree} from './python-processes.ts';
import {makeRunFolder, type RunFolder} from './run-folder.ts';
import {type ProgramEnd, type RunningProgram, startProgram} from './start-program.ts';

/** What to watch, and what to do where it crashes. */
export interface WatchRequest {
  readonly command: readonly string[];
  /** Null for as long as it takes. */
  readonly timeoutMs: number | null;
  readonly wants: 'report' | 'core' | 'nothing';
  /** Null where there is no debugger. */
  readonly engine: Engine | null;
  readonly files: readonly {readonly file: string; readonly form: ReportForm}[];
  readonly choices: ReportChoices;
}

/** timeout(1)'s status. */
const TIMED_OUT = 124;
/** Between asking a program to end and ending it. */
const KILL_DELAY_MS = 2000;

/** Runs the program; resolves to the status to end with. */
export async function watchProgram(request: WatchRequest): Promise<number> {
  const [program, ...words] = request.command;
  if (program === undefined) throw new Error('no program');
  const handler = request.wants === 'nothing' || request.engine === null ? null : await crashHandler();
  const folder = makeRunFolder(handler && 'file' in handler ? handler.file : null, dumpSignal());
  const told = new Set<number>();
  const listener = await listenForCrashes(folder.socket, async crash => {
    told.add(crash.pid);
    await tellCrash(crash, request);
  });
  try {
    const running = await startProgram([program, ...words], folder.env);
    const end = await endOf(running, request);
    await listener.settled();
    if (end === 'timed out') return TIMED_OUT;
    if (isFatal(end) && !told.has(running.pid)) tellWithout(running.pid, end, folder, request, handler);
    return end.status;
  } finally {
    listener.close();
    folder.remove();
  }
}

async function endOf(running: RunningProgram, request: WatchRequest): Promise<ProgramEnd | 'timed out'> {
  if (request.timeoutMs === null) return running.end;
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<'passed'>(resolve => {
    timer = setTimeout(() => resolve('passed'), request.timeoutMs ?? 0);
  });
  const first = await Promise.race([running.end, passed]);
  clearTimeout(timer);
  if (first !== 'passed') return first;
  await tellHang(running.pid, request);
  running.kill('SIGTERM');
  const kill = setTimeout(() => running.kill('SIGKILL'), KILL_DELAY_MS);
  await running.end;
  clearTimeout(kill);
  return 'timed out';
}

async function tellCrash(crash: CrashMessage, request: WatchRequest): Promise<void> {
  if (request.engine === null) return;
  const names = signalNames();
  await reporting(request, async engine => {
    const sources = sourcesOf(crash.pid);
    const traceback = await takeTraceback({
      subject: {kind: 'process', pid: crash.pid},
      engine,
      signal: seenSignal(crash, names),
    });
    return {traceback, verdict: judgeTraceback(traceback, {}, sources.line), sources, next: []};
  });
}

async function tellHang(pid: number, request: WatchRequest): Promise<void> {
  const timeoutSeconds = (request.timeoutMs ?? 0) / 1000;
  remark(`pyxdbg: still running after ${timeoutSeconds} s`);
  for (const one of processTree(pid).filter(isPython)) {
    await reporting(request, async engine => {
      const threadTimes = await sampleThreadTimes(one);
      const sources = sourcesOf(one);
      const traceback = await takeTraceback({subject: {kind: 'process', pid: one}, engine});
      const verdict = judgeTraceback(traceback, {threadTimes, timeoutSeconds}, sources.line);
      return {traceback, verdict, sources, next: []};
    });
  }
}

/** The system's names by number; of two for one number (SIGABRT, SIGIOT) the first. */
function signalNames(): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(constants.signals)
      .reverse()
      .map(([name, number]) => [number, name]),
  );
}

function sourcesOf(pid: number): Report['sources'] {
  const folder = folderOfProcess(pid);
  return sourceLines([...(folder === null ? [] : [folder]), process.cwd()]);
}

/** A report that fails must not take the program's status with it. */
async function reporting(request: WatchRequest, make: (engine: Engine) => Promise<Report>): Promise<void> {
  if (request.engine === null) return;
  try {
    const report = await make(request.engine);
    process.stderr.write(`\n${await reportText(report, 'text', request.choices, 'stderr')}`);
    for (const {file, form} of request.files) {
      await writeWholeFile(file, await reportText(report, form, request.choices, null));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    remark(`pyxdbg: ${error.message}`);
  }
}

/** A crash that no debugger has seen: what faulthandler wrote, and why there is no more. */
function tellWithout(
  pid: number,
  end: ProgramEnd,
  folder: RunFolder,
  request: WatchRequest,
  handler: {readonly file: string} | {readonly missing: string} | null,
): void {
  const log = folder.faulthandlerLog(pid);
  remark(`pyxdbg: the program ended by ${end.signal ?? `status ${end.status}`}`);
  if (log !== null && log !== '') process.stderr.write(log);
  if (request.engine === null) remark('pyxdbg: no gdb or lldb is on PATH: install gdb for the C frames');
  else if (handler && 'missing' in handler) remark(`pyxdbg: ${handler.missing}`);
}

function isFatal({signal}: ProgramEnd): boolean {
  return signal !== null && ['SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGABRT', 'SIGSYS'].includes(signal);
}

/** A real-time signal, which programs hardly use; 0 where there are none. */
function dumpSignal(): number {
  return process.platform === 'linux' ? 60 : 0;
}
