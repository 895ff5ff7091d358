import {boolean, option, string} from './flags.ts';

const what = {helpGroup: 'publishing'} as const;
const output = {helpGroup: 'output'} as const;

const outputFlags = {
  'dry-run': boolean({...output, description: 'show what would be done, and write nothing'}),
  json: boolean({...output, description: 'write the result as JSON to stdout'}),
  quiet: boolean({...output, char: 'q', description: 'print nothing but what fails'}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...output,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};

/** The options of `pyxdbg symbols split`. */
export const splitFlags = {
  'out-dir': string({
    ...what,
    helpValue: 'DIR',
    exclusive: ['in-place'],
    description: 'where stripped wheels and files go, and their debug files [default: .pyxdbg/split]',
  }),
  'in-place': boolean({
    ...what,
    description: 'replace the wheels and files, and put the debug files beside them',
  }),
  ...outputFlags,
};

/** The options of `pyxdbg symbols publish`. */
export const publishFlags = {
  to: string({
    ...what,
    required: true,
    helpValue: 'STORE',
    description: 'the folder that a web server, or a share, will serve',
  }),
  compress: boolean({
    ...what,
    description: 'PDBs and Windows modules as cabinets (spam.pd_), which symbol clients unpack',
  }),
  'two-tier': boolean({
    ...what,
    description: "folders of two letters above those of SymStore's tree, for large stores (index2.txt)",
  }),
  sources: boolean({
    ...what,
    description: 'also the sources that the debug information names, for debuginfod',
  }),
  replace: boolean({
    ...what,
    description: 'let a file with other bytes take the place of one of its identity',
  }),
  ...outputFlags,
};

/** The options of `pyxdbg symbols prune`. */
export const pruneFlags = {
  store: string({
    ...what,
    helpValue: 'DIR',
    description: 'the folder that symbols are fetched to [default: the cache of pyxdbg]',
  }),
  'older-than': string({
    ...what,
    helpValue: '30d',
    description: 'remove what was not used for so long; hours (h), days (d) or weeks (w)',
  }),
  'max-size': string({
    ...what,
    helpValue: '2GB',
    description: 'then remove what was not used for longest, until the rest is no larger',
  }),
  ...outputFlags,
};
