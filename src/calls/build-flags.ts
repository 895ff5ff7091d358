import {boolean, option, string} from './flags.ts';

const what = {helpGroup: 'build'} as const;
const how = {helpGroup: 'debug'} as const;
const output = {helpGroup: 'output'} as const;

/** The options of `pyxdbg build`. */
export const buildFlags = {
  debug: boolean({
    ...how,
    description: 'full debug information and no optimisation, in the release ABI; proved on the product',
  }),
  optimize: option({options: ['0', 'g'] as const})({
    ...how,
    dependsOn: ['debug'],
    description: 'none (0), or as much as a debugger can follow (g) [default: 0]',
  }),
  assertions: boolean({
    ...how,
    dependsOn: ['debug'],
    description: 'compile assert(), which release builds leave out',
  }),
  sanitize: option({options: ['address', 'undefined', 'thread'] as const})({
    ...how,
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
    description: 'instrument with these sanitizers, and tell how to start Python with them',
  }),
  python: string({
    ...what,
    helpValue: 'EXE|X.Y',
    description: 'the Python to build for [default: the one at hand]',
  }),
  inplace: boolean({
    ...what,
    exclusive: ['editable', 'wheel'],
    description: 'leave the modules beside their sources',
  }),
  editable: boolean({
    ...what,
    exclusive: ['inplace', 'wheel'],
    description: 'install into the environment as editable',
  }),
  wheel: boolean({...what, exclusive: ['inplace', 'editable'], description: 'make a wheel'}),
  'out-dir': string({...what, helpValue: 'DIR', description: 'where the wheel goes [default: .pyxdbg/dist]'}),
  'config-setting': string({
    ...what,
    char: 'C',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'KEY=VALUE',
    description: 'a setting for the build backend (PEP 517); for plain CMake a -D',
  }),
  'install-requirements': boolean({
    ...what,
    description: 'install missing build requirements into the environment',
  }),
  'dry-run': boolean({...output, description: 'show what would be done'}),
  json: boolean({...output, description: 'write the plan or the proof as JSON to stdout'}),
  verbose: boolean({...output, char: 'v', description: 'show what the build prints, as it comes'}),
  quiet: boolean({...output, char: 'q', exclusive: ['verbose'], description: 'print nothing but errors'}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...output,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};
