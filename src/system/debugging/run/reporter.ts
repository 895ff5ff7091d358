import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {Engine} from '../../../debugging/engines/engine.ts';
import {nextSteps} from '../../../debugging/render/next-steps.ts';
import {type CrashMessage, seenSignal} from '../../../debugging/run/crash-message.ts';
import {numberedFile} from '../../../debugging/run/numbered-file.ts';
import type {Traceback} from '../../../debugging/traceback/model.ts';
import {judgeTraceback} from '../../../debugging/verdict/judge.ts';
import {UserError} from '../../../errors.ts';
import {remark, writeRemarks} from '../../terminal.ts';
import {writeWholeFile} from '../../write-file.ts';
import {coreTraceback} from '../core-traceback.ts';
import {type Report, reportText} from '../emit-traceback.ts';
import {processTraceback} from '../process-traceback.ts';
import {ownerOfFile, ownerOfProcess} from '../readable-by.ts';
import {sourceLines} from '../source-lines.ts';
import {sampleThreadTimes} from '../thread-times.ts';
import {folderOfProcess} from './python-processes.ts';
import {signalNames} from './signal-names.ts';
import type {WatchRequest} from './watch-request.ts';

/** Makes the reports of one run: on stderr, and into the files that were asked for, numbered from the second on. */
export class Reporter {
  readonly #request: WatchRequest;
  /** Processes that a report was made of. */
  readonly told = new Set<number>();
  #count = 0;

  constructor(request: WatchRequest) {
    this.#request = request;
  }

  /**
   * Of a process that waits in the crash handler; false where that failed. `main` is the number of the program itself;
   * `writesCore`: no kernel will write the core that is wanted.
   */
  async crash(crash: CrashMessage, main: number | null, writesCore: boolean): Promise<boolean> {
    this.told.add(crash.pid);
    if (main !== null && crash.pid !== main)
      remark(`\npyxdbg: process ${crash.pid}, started by the program, crashed`);
    const core = writesCore ? resolve(`core.${crash.pid}`) : null;
    const isMade = await this.#report(async engine => {
      const sources = sourcesOf(crash.pid);
      const traceback = await processTraceback({
        pid: crash.pid,
        engine,
        signal: seenSignal(crash, signalNames()),
        ...(core !== null && engine.name === 'gdb' ? {core} : {}),
      });
      return {traceback, verdict: judgeTraceback(traceback, {}, sources.line), sources, next: []};
    });
    if (core !== null) this.tellCore(core);
    return isMade;
  }

  /**
   * Of processes that are still running after their time. Gives those that no report could be made of.
   */
  async hang(pids: readonly number[]): Promise<readonly number[]> {
    const timeoutSeconds = (this.#request.timeoutMs ?? 0) / 1000;
    const untold: number[] = [];
    for (const pid of pids) {
      this.told.add(pid);
      const isMade = await this.#report(async engine => {
        const watched = sampleThreadTimes(pid);
        const sources = sourcesOf(pid);
        const traceback = await processTraceback({pid, engine, after: watched});
        const threadTimes = await watched;
        const verdict = judgeTraceback(traceback, {threadTimes, timeoutSeconds}, sources.line);
        return {traceback, verdict, sources, next: []};
      }, true);
      if (!isMade) untold.push(pid);
    }
    return untold;
  }

  /** Of a core that the kernel wrote. */
  async core(core: string, executable: string): Promise<void> {
    await this.#report(async engine => {
      const {traceback} = await coreTraceback({named: core, core, executable, engine});
      const sources = sourceLines([process.cwd()], ownerOfFile(core));
      return {traceback, verdict: judgeTraceback(traceback, {}, sources.line), sources, next: []};
    });
  }

  /** Of a document that was made already. */
  async traceback(traceback: Traceback): Promise<void> {
    await this.#report(async () => {
      const sources = sourceLines([process.cwd()]);
      return {traceback, verdict: judgeTraceback(traceback, {}, sources.line), sources, next: []};
    });
  }

  /** A report that fails must not take the program's status with it: false. */
  async #report(make: (engine: Engine) => Promise<Report>, allThreads = false): Promise<boolean> {
    const {engine, files, choices, typed} = this.#request;
    const shown = {...choices, allThreads: choices.allThreads || allThreads};
    if (engine === null) return false;
    try {
      const made = await make(engine);
      const number = ++this.#count;
      const written = files.map(({file, form}) => ({file: numberedFile(file, number), form}));
      const next = nextSteps(made.traceback, made.verdict, typed, written.length > 0);
      const report = {...made, next};
      writeRemarks(`\n${await reportText(report, 'text', shown, 'stderr')}`);
      for (const {file, form} of written) {
        await writeWholeFile(file, await reportText(report, form, shown, null));
        remark(`pyxdbg: wrote ${file}`);
      }
      return true;
    } catch (error) {
      // Also what is a bug of ours: the program runs on, and others of its processes may crash.
      remark(
        error instanceof UserError
          ? `pyxdbg: ${error.message}`
          : `pyxdbg: this report failed, which is a bug in pyxdbg (${String(error)})`,
      );
      return false;
    }
  }

  /** Where gdb has written a core. */
  tellCore(core: string): void {
    if (this.#request.engine?.name !== 'gdb') remark('pyxdbg: lldb writes no core files: --engine gdb does');
    else if (existsSync(core))
      remark(`pyxdbg: wrote ${core}: pyxdbg core pack ${core} makes an archive of it`);
    else remark(`pyxdbg: gdb could not write ${core}`);
  }
}

function sourcesOf(pid: number): Report['sources'] {
  const folder = folderOfProcess(pid);
  return sourceLines([...(folder === null ? [] : [folder]), process.cwd()], ownerOfProcess(pid));
}
