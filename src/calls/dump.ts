import {judgeTraceback} from '../debugging/verdict/judge.ts';
import {cdbStacks} from '../debugging/windows/cdb.ts';
import {UserError} from '../errors.ts';
import {requireAttachable} from '../system/debugging/attach-facts.ts';
import {requireDebugger} from '../system/debugging/find-debugger.ts';
import {processTraceback} from '../system/debugging/process-traceback.ts';
import {folderOfProcess} from '../system/debugging/run/python-processes.ts';
import {runSession} from '../system/debugging/run-session.ts';
import {sourceLines} from '../system/debugging/source-lines.ts';
import {sampleThreadTimes} from '../system/debugging/thread-times.ts';
import {requireCdb} from '../system/debugging/windows/find-cdb.ts';
import {interruptible} from '../system/interruptible.ts';
import {dumpFlags} from './dump-flags.ts';
import {emitReport, type ReportFlags} from './emit-report.ts';
import {outputFiles} from './output-files.ts';
import {parsePid} from './parse-pid.ts';
import {parsePlainWords} from './plain-words.ts';

/** `pyxdbg dump --pid PID`: the merged traceback of a process, which runs on. */
export async function dump(flags: ReportFlags & {readonly pid: string}): Promise<void> {
  const pid = parsePid(flags.pid);
  const files = outputFiles(flags);
  if (process.platform === 'win32' && flags.engine === undefined)
    return dumpByCdb(pid, flags.json || files.length > 0);
  const engine = requireDebugger(flags.engine ?? null);
  requireAttachable(pid);
  const report = await interruptible(async abort => {
    const folder = folderOfProcess(pid);
    const watched = sampleThreadTimes(pid);
    const traceback = await processTraceback({pid, engine, abort, after: watched});
    const threadTimes = await watched;
    const sources = sourceLines([...(folder === null ? [] : [folder]), process.cwd()]);
    return {
      traceback,
      verdict: judgeTraceback(traceback, {threadTimes}, sources.line),
      sources,
      next: [{label: 'Look around', command: `pyxdbg attach ${pid}`}],
    };
  });
  await emitReport(report, files, flags);
}

/**
 * The same with words that are parsed here: loading oclif's framework takes as long as the debugger's own start. False
 * where the words are for oclif to take or to refuse.
 */
export async function dumpWords(words: readonly string[]): Promise<boolean> {
  const plain = parsePlainWords(words, dumpFlags);
  if (plain === null || plain.argv.length > 0 || plain.flags.pid === undefined) return false;
  await dump(plain.flags);
  return true;
}

/** On Windows: what cdb prints, which has the frames of C alone. */
async function dumpByCdb(pid: number, wantsReport: boolean): Promise<void> {
  if (wantsReport) {
    throw new UserError({
      what: 'is not made of a running process on Windows, where cdb prints the stacks',
      where: 'a report as a file or as JSON',
      advice:
        'write a dump (Task Manager, or procdump -ma PID), and give it to pyxdbg core on a machine with lldb',
    });
  }
  const status = await runSession(cdbStacks(requireCdb(), pid), {});
  if (status !== 0) process.exitCode = 2;
}
