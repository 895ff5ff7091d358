import {formOf, type ReportForm} from '../debugging/render/report-form.ts';
import {requireOutputs} from '../system/write-file.ts';
import type {ReportFlags} from './emit-report.ts';

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
