import {boolean, option, string} from '@oclif/core/flags';
import {parse} from '@oclif/core/parser';
import {UserError} from '../errors.ts';
import {checkSettings} from '../project/check-settings.ts';
import {OUTPUT_FORMATS, type OutputFormat} from '../report/render.ts';
import {parseReportOption} from '../report/report-option.ts';
import {exitStatus} from '../rules/exit-status.ts';
import {localConfig, runCheck} from '../system/check-run.ts';
import {emitReports} from '../system/emit-reports.ts';
import {inputLines} from '../system/standard-input.ts';

const list = {multiple: true, multipleNonGreedy: true, delimiter: ','} as const;

/** The options of `pyxdbg check-abi`. */
export const checkAbiFlags = {
  python: string({
    helpValue: '3.12|3.13t|EXE',
    description: 'the Python to fit: a version, or an interpreter that is asked',
  }),
  against: string({
    helpValue: 'FILE',
    description: 'hold names against this pythonXY.dll, libpython or python executable',
  }),
  'with-system': boolean({allowNo: true, description: 'also look for needed libraries on this machine'}),
  tree: boolean({description: 'show what each module loads, from where, and on which C runtime'}),
  facts: boolean({description: 'show what was read from each binary'}),
  select: string({...list, helpValue: 'RULE', description: 'apply only these rules'}),
  ignore: string({...list, helpValue: 'RULE', description: 'leave these rules out'}),
  baseline: string({helpValue: 'FILE', description: 'silence the findings that this file knows'}),
  'write-baseline': string({helpValue: 'FILE', description: 'write the findings of this run to a baseline'}),
  'fail-on': option({options: ['error', 'warning', 'note'] as const})({
    description: 'the mildest severity that gives exit status 1 [default: error]',
  }),
  'exit-zero': boolean({description: 'findings give exit status 0'}),
  'output-format': option({options: OUTPUT_FORMATS})({description: 'what stdout gets [default: text]'}),
  json: boolean({description: 'the same as --output-format json', exclusive: ['output-format']}),
  'output-file': string({char: 'o', helpValue: 'FILE', description: 'write to this file instead of stdout'}),
  report: string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FORMAT=FILE',
    description: 'write another report beside stdout',
  }),
  verbose: boolean({char: 'v', description: 'show notes and silenced findings too'}),
  quiet: boolean({char: 'q', description: 'show errors only', exclusive: ['verbose']}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};

/**
 * `pyxdbg check-abi`, called with its own words. It is parsed here and not by oclif's Command, whose import alone
 * would double the time that checking one file takes (bench/startup.ts).
 */
export async function checkAbi(words: readonly string[]): Promise<void> {
  const {flags, argv} = await parse([...words], {flags: checkAbiFlags, args: {}, strict: false});
  // Without declared arguments the parser leaves the words as they are: strings.
  const named = argv as string[];
  if (named.length === 0) {
    throw new UserError({
      what: 'name at least one file, wheel, folder, environment or module',
      advice: 'see pyxdbg check-abi --help',
    });
  }
  const paths = named.flatMap(word => (word === '-' ? inputLines() : [word]));
  const reports = (flags.report ?? []).map(parseReportOption);
  const outputFormat: OutputFormat | undefined = flags.json ? 'json' : flags['output-format'];
  const settings = checkSettings(
    {...flags, failOn: flags['fail-on'], withSystem: flags['with-system'], outputFormat},
    await localConfig(),
  );
  const report = await runCheck(paths, settings, flags);
  await emitReports(report, {
    ...flags,
    settings,
    reports,
    outputFile: flags['output-file'] ?? null,
    writeBaseline: flags['write-baseline'] ?? null,
  });
  process.exitCode = exitStatus(report, settings.failOn, flags['exit-zero']);
}
