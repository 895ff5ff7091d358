import {SOURCE_NAMES} from '../symbols/source.ts';
import {boolean, option, string} from './flags.ts';

const where = {helpGroup: 'source'} as const;
const output = {helpGroup: 'output'} as const;

/** Options that every `pyxdbg symbols` command has that looks for debug information. */
export const lookUpFlags = {
  store: string({
    ...where,
    helpValue: 'DIR',
    description: 'the folder that symbols are fetched to, and looked for in [default: the cache of pyxdbg]',
  }),
  source: option({options: SOURCE_NAMES})({
    ...where,
    multiple: true,
    multipleNonGreedy: true,
    description: 'ask this source only (may be given again)',
  }),
  'no-source': option({options: SOURCE_NAMES})({
    ...where,
    multiple: true,
    multipleNonGreedy: true,
    description: 'ask all sources but this one (may be given again)',
  }),
  mirror: string({
    ...where,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'NAME=URL',
    description: 'another address of a source: http(s), file: or a folder (may be given again)',
  }),
  'symbol-path': string({
    ...where,
    helpValue: 'PATH',
    description: 'a symbol path as Windows debuggers know it [default: _NT_SYMBOL_PATH]',
  }),
  pid: string({
    ...where,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PID',
    description: 'the binaries of a running process, too (Linux; may be given again)',
  }),
  json: boolean({...output, description: 'write the result as JSON to stdout'}),
  verbose: boolean({...output, char: 'v', description: 'name every place that was asked'}),
  quiet: boolean({...output, char: 'q', exclusive: ['verbose'], description: 'print nothing but what fails'}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...output,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};

/** Those of `symbols fetch`. */
export const fetchFlags = {
  ...lookUpFlags,
  offline: boolean({...where, description: 'ask no server; folders, file: addresses and the cache only'}),
  install: boolean({
    ...where,
    description: "install the distribution's debug packages that match, by its own client",
  }),
  refresh: boolean({...where, description: 'ask again for what a server did not have within the last hour'}),
};
