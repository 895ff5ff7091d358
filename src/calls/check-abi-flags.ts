import {OUTPUT_FORMATS} from '../report/render.ts';
import {boolean, option, string} from './flags.ts';

const target = {helpGroup: 'target'} as const;
const rule = {helpGroup: 'rule'} as const;
const output = {helpGroup: 'output'} as const;
const ruleList = {
  ...rule,
  multiple: true,
  multipleNonGreedy: true,
  delimiter: ',',
  helpValue: 'RULE',
} as const;

/** The options of `pyxdbg check-abi`. */
export const checkAbiFlags = {
  python: string({
    ...target,
    helpValue: '3.12|3.13t|EXE',
    description: 'the Python it must fit: a version, or an interpreter or environment to ask',
  }),
  against: string({
    ...target,
    helpValue: 'FILE',
    description: 'the Python it must fit: a pythonXY.dll, libpython or python executable; read, not run',
  }),
  'with-system': boolean({
    ...target,
    allowNo: true,
    description: 'also look for needed libraries on this machine',
  }),
  debug: boolean({
    ...target,
    description: 'also judge the debug information: is it there, unoptimised, with its sources',
  }),
  select: string({...ruleList, description: 'apply only these rules; several with commas'}),
  ignore: string({...ruleList, description: 'leave these rules out'}),
  'fail-on': option({options: ['error', 'warning', 'note'] as const})({
    ...rule,
    description: 'the mildest severity that fails [default: error]',
  }),
  'exit-zero': boolean({...rule, description: 'findings give exit status 0'}),
  baseline: string({...rule, helpValue: 'FILE', description: 'silence the findings that this file knows'}),
  'write-baseline': string({
    ...rule,
    helpValue: 'FILE',
    description: 'write the findings of this run to a baseline',
  }),
  'output-format': option({options: OUTPUT_FORMATS})({
    ...output,
    description: 'the form of the report [default: text]',
  }),
  json: boolean({...output, description: 'the same as --output-format json', exclusive: ['output-format']}),
  'output-file': string({
    ...output,
    char: 'o',
    helpValue: 'FILE',
    description: 'write the report to this file instead of stdout',
  }),
  report: string({
    ...output,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FORMAT=FILE',
    description: 'write one more report, as in sarif=abi.sarif',
  }),
  tree: boolean({...output, description: 'show what each module loads, from where, and on which C runtime'}),
  facts: boolean({...output, description: 'show what was read from each binary'}),
  verbose: boolean({...output, char: 'v', description: 'show notes and silenced findings too'}),
  quiet: boolean({...output, char: 'q', description: 'show errors only', exclusive: ['verbose']}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...output,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};
