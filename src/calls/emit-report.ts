import type {EngineName} from '../debugging/engines/engine.ts';
import {type Report, reportText} from '../system/debugging/emit-traceback.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {writeWholeFile} from '../system/write-file.ts';
import type {OutputFile} from './output-files.ts';

/** What the commands that report were asked for. */
export interface ReportFlags {
  readonly engine?: EngineName | undefined;
  readonly 'all-threads': boolean;
  readonly 'output-file'?: readonly string[] | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** Writes a report to its files, or to stdout. */
export async function emitReport(
  report: Report,
  files: readonly OutputFile[],
  flags: Omit<ReportFlags, 'engine' | 'output-file'>,
): Promise<void> {
  const choices = {allThreads: flags['all-threads'], verbose: flags.verbose, color: flags.color};
  for (const {file, form} of files) await writeWholeFile(file, await reportText(report, form, choices, null));
  if (flags.json) await writeOutput(await reportText(report, 'json', choices, 'stdout'));
  else if (files.length === 0) await writeOutput(await reportText(report, 'text', choices, 'stdout'));
}
