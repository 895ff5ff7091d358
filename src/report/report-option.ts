import {UserError} from '../errors.ts';
import {OUTPUT_FORMATS, type OutputFormat} from './render.ts';

/** One `--report FORMAT=FILE`. */
export interface ReportFile {
  readonly format: OutputFormat;
  readonly file: string;
}

/** Takes the value of `--report` apart. Throws a UserError for an unknown format or a missing file. */
export function parseReportOption(value: string): ReportFile {
  const equals = value.indexOf('=');
  const format = OUTPUT_FORMATS.find(one => one === value.slice(0, equals));
  const file = value.slice(equals + 1);
  if (equals > 0 && format && file !== '') return {format, file};
  throw new UserError({
    what: `expected FORMAT=FILE with FORMAT one of ${OUTPUT_FORMATS.join(', ')}`,
    where: `--report ${value}`,
    advice: 'for example --report sarif=pyxdbg.sarif',
  });
}
