import {Command} from '@oclif/core/command';
import {debug} from '../calls/debug.ts';
import {debugFlags} from '../calls/debug-flags.ts';
import {asOwnFailure} from '../calls/own-failure.ts';

/** `pyxdbg debug`: the program in gdb or lldb. */
export default class Debug extends Command {
  static override summary = 'Run a program in gdb or lldb, with symbols, breakpoints and Python frames.';
  static override description =
    `The debugger starts with the walker loaded (its command pyxdbg-bt shows C and Python frames, merged), finds the debug information that \`pyxdbg symbols fetch\` has brought, and keeps breakpoints of modules that are not loaded yet. PYTHONPATH, LD_PRELOAD and their like reach the program and not the debugger, whose own Python they would break.

A script, -m MODULE or -c CODE runs in the project's Python; any other command stands behind --.

Exit status: the debugger's; 125 for a failure of pyxdbg's.`;
  static override usage = [
    'debug [FLAGS] SCRIPT [ARGS]',
    'debug [FLAGS] -m MODULE [ARGS]',
    'debug [FLAGS] -- COMMAND [ARGS]',
  ];
  static override strict = false;
  static override examples = [
    '<%= config.bin %> debug app.py',
    '<%= config.bin %> debug --break crashy.c:12 -m pytest -x',
  ];
  static override flags = debugFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw asOwnFailure(error, 'debug');
  }

  override async run(): Promise<void> {
    await debug(this.argv, words => this.parse(Debug, [...words]));
  }
}
