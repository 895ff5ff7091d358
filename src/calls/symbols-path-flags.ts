import {DEBUGGERS} from '../symbols/handover/model.ts';
import {boolean, option, string} from './flags.ts';
import {lookUpFlags} from './symbols-flags.ts';

const what = {helpGroup: 'debugger'} as const;
const where = {helpGroup: 'source'} as const;
const output = {helpGroup: 'output'} as const;

/** What only a table of binaries has a use for. */
const {verbose, color, ...lookUp} = lookUpFlags;

/** Options of `pyxdbg symbols path`. */
export const symbolsPathFlags = {
  ...lookUp,
  for: option({options: DEBUGGERS})({...what, required: true, description: 'whose settings'}),
  sources: string({
    ...what,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'DIR',
    description: 'where sources are that were compiled elsewhere (may be given again)',
  }),
  offline: boolean({...where, description: 'keep the debugger, too, from asking debuginfod servers'}),
  write: boolean({...output, description: 'write the settings to a file in .pyxdbg as well'}),
  'output-file': string({
    ...output,
    char: 'o',
    helpValue: 'FILE',
    exclusive: ['write'],
    description: 'write the settings to this file as well',
  }),
  undo: boolean({...output, description: 'remove the file again that --write or -o wrote'}),
};
