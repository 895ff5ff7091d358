import {readlinkSync} from 'node:fs';
import type {EngineName} from '../debugging/engines/engine.ts';
import {judgeTraceback} from '../debugging/verdict/judge.ts';
import {formOf, reportText} from '../system/debugging/emit-traceback.ts';
import {requireDebugger} from '../system/debugging/find-debugger.ts';
import {sourceLines} from '../system/debugging/source-lines.ts';
import {takeTraceback} from '../system/debugging/take-traceback.ts';
import {sampleThreadTimes} from '../system/debugging/thread-times.ts';
import {interruptible} from '../system/python-build/interruptible.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {requireOutputs, writeWholeFile} from '../system/write-file.ts';
import {parsePid} from './parse-pid.ts';

/** What the commands that report were asked for. */
export interface ReportFlags {
  readonly engine?: EngineName | undefined;
  readonly 'all-threads': boolean;
  readonly 'output-file'?: readonly string[] | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg dump --pid PID`: the merged traceback of a process, which runs on. */
export async function dump(flags: ReportFlags & {readonly pid: string}): Promise<void> {
  const pid = parsePid(flags.pid);
  const files = (flags['output-file'] ?? []).map(file => ({file, form: formOf(file)}));
  requireOutputs(
    files.map(({file}) => file),
    [],
  );
  const engine = requireDebugger(flags.engine ?? null);
  const report = await interruptible(async abort => {
    const threadTimes = await sampleThreadTimes(pid);
    const folder = folderOf(pid);
    const traceback = await takeTraceback({subject: {kind: 'process', pid}, engine, abort});
    const sources = sourceLines([...(folder === null ? [] : [folder]), process.cwd()]);
    return {
      traceback,
      verdict: judgeTraceback(traceback, {threadTimes}, sources.line),
      sources,
      next: [{label: 'Look around', command: `pyxdbg attach ${pid}`}],
    };
  });
  const choices = {allThreads: flags['all-threads'], verbose: flags.verbose, color: flags.color};
  for (const {file, form} of files) await writeWholeFile(file, await reportText(report, form, choices, null));
  if (flags.json) await writeOutput(await reportText(report, 'json', choices, 'stdout'));
  else if (files.length === 0) await writeOutput(await reportText(report, 'text', choices, 'stdout'));
}

/** The folder that a process runs in, which the names of its scripts are relative to. */
function folderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
