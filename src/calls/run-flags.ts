import {boolean, string} from './flags.ts';
import {reportFlags} from './report-flags.ts';

const program = {helpGroup: 'program'} as const;
const crash = {helpGroup: 'on a crash'} as const;

const {json: _, ...shared} = reportFlags;

/** Options of `pyxdbg run`. */
export const runFlags = {
  python: string({
    ...program,
    helpValue: 'PYTHON',
    description: 'the Python to run a script or module with: a path, or a version such as 3.12',
  }),
  timeout: string({
    ...program,
    helpValue: 'SECONDS',
    description: 'after so long show what each thread does, and end the program with status 124',
  }),
  report: boolean({
    ...crash,
    exclusive: ['core', 'no-report'],
    description: 'the merged traceback [default]',
  }),
  core: boolean({...crash, exclusive: ['no-report'], description: 'a core file beside the report'}),
  'no-report': boolean({...crash, description: "nothing: faulthandler's own output is shown"}),
  ...shared,
};
