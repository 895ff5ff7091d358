import {boolean, option, string} from './flags.ts';

const from = {helpGroup: 'source'} as const;
const what = {helpGroup: 'build'} as const;
const output = {helpGroup: 'output'} as const;

/** The options of `pyxdbg python build`. */
export const pythonBuildFlags = {
  source: string({
    ...from,
    helpValue: 'DIR',
    description: 'a source of CPython; a copy of it is built, never the folder itself',
  }),
  'from-apt': boolean({...from, description: 'the source package of the Python at hand'}),
  closest: boolean({
    ...from,
    description: 'take the closest source package where the exact one is not to be had',
  }),
  python: string({
    ...what,
    helpValue: 'EXE|X.Y',
    description: 'the Python to build again, and to compare with [default: that of the source]',
  }),
  prefix: string({...what, required: true, helpValue: 'DIR', description: 'where it goes'}),
  optimize: option({options: ['0', 'g'] as const})({
    ...what,
    default: '0',
    description: 'none (0), or as much as a debugger can follow (g)',
  }),
  venv: string({
    ...what,
    helpValue: 'DIR',
    description: 'where its virtual environment goes [default: PREFIX/venv]',
  }),
  try: string({
    ...what,
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'WHEEL|NAME',
    description: 'install a release wheel into that environment with pip, and import it',
  }),
  jobs: string({
    ...what,
    char: 'j',
    helpValue: 'N',
    description: 'compilers at once [default: one a processor]',
  }),
  'dry-run': boolean({...output, description: 'show what would be done'}),
  json: boolean({...output, description: 'write the plan or the proof as JSON to stdout'}),
  verbose: boolean({
    ...output,
    char: 'v',
    description: 'show what the build prints, and all that was compared',
  }),
  quiet: boolean({...output, char: 'q', exclusive: ['verbose'], description: 'print nothing but errors'}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...output,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};
