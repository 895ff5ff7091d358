import {OUTPUT_FORMATS} from '../report/render.ts';
import {choice, text, texts, toggle} from './flags.ts';

const list = {delimiter: ','} as const;

/** The options of `pyxdbg check-abi`. */
export const checkAbiFlags = {
  python: text({
    helpValue: '3.12|3.13t|EXE',
    description: 'the Python to fit: a version, or an interpreter that is asked',
  }),
  against: text({
    helpValue: 'FILE',
    description: 'hold names against this pythonXY.dll, libpython or python executable',
  }),
  'with-system': toggle({allowNo: true, description: 'also look for needed libraries on this machine'}),
  tree: toggle({description: 'show what each module loads, from where, and on which C runtime'}),
  facts: toggle({description: 'show what was read from each binary'}),
  select: texts({...list, helpValue: 'RULE', description: 'apply only these rules'}),
  ignore: texts({...list, helpValue: 'RULE', description: 'leave these rules out'}),
  baseline: text({helpValue: 'FILE', description: 'silence the findings that this file knows'}),
  'write-baseline': text({helpValue: 'FILE', description: 'write the findings of this run to a baseline'}),
  'fail-on': choice(['error', 'warning', 'note'], {
    description: 'the mildest severity that gives exit status 1 [default: error]',
  }),
  'exit-zero': toggle({description: 'findings give exit status 0'}),
  'output-format': choice(OUTPUT_FORMATS, {description: 'what stdout gets [default: text]'}),
  json: toggle({description: 'the same as --output-format json', exclusive: ['output-format']}),
  'output-file': text({char: 'o', helpValue: 'FILE', description: 'write to this file instead of stdout'}),
  report: texts({
    helpValue: 'FORMAT=FILE',
    description: 'write another report beside stdout',
  }),
  verbose: toggle({char: 'v', description: 'show notes and silenced findings too'}),
  quiet: toggle({char: 'q', description: 'show errors only', exclusive: ['verbose']}),
  color: choice(['auto', 'always', 'never'], {
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};
