import type {EngineName} from '../debugging/engines/engine.ts';
import {formOf, type Report, type ReportForm, reportText} from '../system/debugging/emit-traceback.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {requireOutputs, writeWholeFile} from '../system/write-file.ts';

/** What the commands that report were asked for. */
export interface ReportFlags {
  readonly engine?: EngineName | undefined;
  readonly 'all-threads': boolean;
  readonly 'output-file'?: readonly string[] | undefined;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** A file that gets the report, and in which form. */
export interface OutputFile {
  readonly file: string;
  readonly form: ReportForm;
}

/** The files that `-o` names. Throws a UserError for one that cannot be written, before any work is done. */
export function outputFiles(
  flags: Pick<ReportFlags, 'output-file'>,
  inputs: readonly string[] = [],
): readonly OutputFile[] {
  const files = (flags['output-file'] ?? []).map(file => ({file, form: formOf(file)}));
  requireOutputs(
    files.map(({file}) => file),
    inputs,
  );
  return files;
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
