import {UserError} from '../errors.ts';
import {checkSettings} from '../project/check-settings.ts';
import type {OutputFormat} from '../report/render.ts';
import {parseReportOption} from '../report/report-option.ts';
import {exitStatus} from '../rules/exit-status.ts';
import {localConfig, runCheck} from '../system/check-run.ts';
import {emitReports} from '../system/emit-reports.ts';
import {inputPaths} from '../system/standard-input.ts';
import {remark} from '../system/terminal.ts';
import {requireOutputs} from '../system/write-file.ts';
import {checkAbiFlags} from './check-abi-flags.ts';
import {parsePlainWords} from './plain-words.ts';

/**
 * `pyxdbg check-abi`, called with its own words. Neither oclif's Command nor, for plain words, its parser is
 * loaded: their import alone would double the time that checking one file takes (bench/README.md).
 */
export async function checkAbi(words: readonly string[]): Promise<void> {
  const {flags, argv: named} =
    parsePlainWords(words, checkAbiFlags) ??
    (await (await import('./oclif-words.ts')).parseWords(words, checkAbiFlags));
  if (named.length === 0) {
    throw new UserError({
      what: 'name at least one file, wheel, folder, environment or module',
      advice: 'see pyxdbg check-abi --help',
    });
  }
  const paths = named.flatMap(word => (word === '-' ? inputPaths() : [word]));
  if (paths.length === 0) remark('pyxdbg: nothing to check: standard input names no path');
  const reports = (flags.report ?? []).map(parseReportOption);
  const outputFormat: OutputFormat | undefined = flags.json ? 'json' : flags['output-format'];
  const settings = checkSettings(
    {...flags, failOn: flags['fail-on'], withSystem: flags['with-system'], outputFormat},
    await localConfig(),
  );
  const written = [...reports.map(({file}) => file), flags['output-file'], flags['write-baseline']];
  requireOutputs(
    written.filter(file => file !== undefined),
    paths,
  );
  const report = await runCheck(paths, settings, flags);
  // Before anything is written: it stands even where the reader of stdout leaves early.
  process.exitCode = exitStatus(report, settings.failOn, flags['exit-zero']);
  await emitReports(report, {
    ...flags,
    settings,
    reports,
    outputFile: flags['output-file'] ?? null,
    writeBaseline: flags['write-baseline'] ?? null,
  });
}
