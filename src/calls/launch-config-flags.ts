import {LAUNCH_FOR} from '../debugging/launch/wishes.ts';
import {boolean, option, string} from './flags.ts';

const what = {helpGroup: 'what'} as const;
const how = {helpGroup: 'change'} as const;
const output = {helpGroup: 'output'} as const;

/** Options of `pyxdbg launch-config`. */
export const launchConfigFlags = {
  for: option({options: LAUNCH_FOR})({
    ...what,
    description: 'for which editor or debugger [default: vscode, with gdb and lldb; on Windows vs too]',
  }),
  target: string({
    ...what,
    helpValue: 'SCRIPT',
    exclusive: ['module'],
    description: 'what to start: a script of the project, or pytest [default: its tests, else its script]',
  }),
  module: string({...what, char: 'm', helpValue: 'MODULE', description: 'start a module, as python -m does'}),
  python: string({
    ...what,
    helpValue: 'PYTHON',
    description: 'the interpreter: a path or a version [default: as for build]',
  }),
  project: string({...what, helpValue: 'DIR', default: '.', description: 'the folder that the editor opens'}),
  'all-systems': boolean({...what, description: 'configurations of other systems, too'}),
  check: boolean({
    ...how,
    exclusive: ['dry-run', 'undo'],
    description: 'write nothing; say what would keep F5 from working',
  }),
  'dry-run': boolean({...how, description: 'show what would change, and change nothing'}),
  undo: boolean({
    ...how,
    exclusive: ['target', 'module', 'python', 'all-systems'],
    description: 'take back what was written, and nothing else',
  }),
  json: boolean({...output, description: 'write the result as JSON to stdout'}),
  quiet: boolean({...output, char: 'q', description: 'show errors and findings only'}),
  color: option({options: ['auto', 'always', 'never'] as const})({
    ...output,
    default: 'auto',
    description: 'colours; NO_COLOR is honoured',
  }),
};
