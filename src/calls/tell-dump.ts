import type {Traceback} from '../debugging/traceback/model.ts';
import {judgeTraceback} from '../debugging/verdict/judge.ts';
import type {ThreadTime} from '../debugging/verdict/observations.ts';
import {sourceLines} from '../system/debugging/source-lines.ts';
import {emitReport, type ReportFlags} from './emit-report.ts';
import type {OutputFile} from './output-files.ts';

/** A process that was looked at. */
export interface Dumped {
  readonly pid: number;
  /** Its working folder; null where it is not told. */
  readonly folder: string | null;
  /** Whose it is; null where that is not told. */
  readonly owner: number | null;
  readonly traceback: Traceback;
  readonly threadTimes: readonly ThreadTime[];
}

/** Writes the report of `pyxdbg dump`. */
export async function tellDump(
  {pid, folder, owner, traceback, threadTimes}: Dumped,
  files: readonly OutputFile[],
  flags: ReportFlags,
): Promise<void> {
  const sources = sourceLines([...(folder === null ? [] : [folder]), process.cwd()], owner);
  const verdict = judgeTraceback(traceback, {threadTimes}, sources.line);
  const next = [{label: 'Look around', command: `pyxdbg attach ${pid}`}];
  await emitReport({traceback, verdict, sources, next}, files, flags);
}
