import {boolean, string} from './flags.ts';

/** Options of `pyxdbg debug`. */
export const debugFlags = {
  gdb: boolean({exclusive: ['lldb'], description: 'in gdb [default: the first of gdb and lldb on PATH]'}),
  lldb: boolean({description: 'in lldb'}),
  break: string({
    char: 'b',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PLACE',
    description: 'stop at FILE:LINE or a function of C, also of a module not yet loaded (may be given again)',
  }),
  python: string({
    helpValue: 'PYTHON',
    description: 'the Python to run a script or module with: a path, or a version such as 3.12',
  }),
};
