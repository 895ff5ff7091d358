import {ENGINES} from '../debugging/engines/engine.ts';
import {boolean, option, string} from './flags.ts';

const output = {helpGroup: 'report'} as const;

/** Options of every command that makes a merged traceback. */
export const reportFlags = {
  engine: option({options: ENGINES})({
    helpGroup: 'debugger',
    description: 'the debugger to use [default: the first of gdb and lldb on PATH]',
  }),
  'all-threads': boolean({
    ...output,
    description: 'the frames of every thread, not of the one that matters alone',
  }),
  'output-file': string({
    ...output,
    char: 'o',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FILE',
    description: 'write the report to a file that ends in .html, .json or .txt (may be given again)',
  }),
  json: boolean({...output, description: 'write the report as JSON to stdout'}),
  verbose: boolean({
    ...output,
    char: 'v',
    description: 'frames of the interpreter and of system libraries, too',
  }),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...output,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};
