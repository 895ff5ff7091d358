import {string} from './flags.ts';
import {reportFlags} from './report-flags.ts';

/** Options of `pyxdbg dump`. */
export const dumpFlags = {
  pid: string({required: true, helpValue: 'PID', description: 'the process, by its number'}),
  ...reportFlags,
};
