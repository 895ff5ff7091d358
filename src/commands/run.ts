import {Command} from '@oclif/core/command';
import {asOwnFailure} from '../calls/own-failure.ts';
import {run} from '../calls/run.ts';
import {runFlags} from '../calls/run-flags.ts';

/** `pyxdbg run`: the program as it is, and a report where it crashes or hangs. */
export default class Run extends Command {
  static override summary = 'Run a program; where it crashes or hangs, show the C and Python frames.';
  static override description =
    `The program runs as it would without pyxdbg: no debugger is started until a fatal signal comes. Then it waits in a handler, a debugger reads the stacks, and the program ends by its signal. Child processes are watched as well.

A script, -m MODULE or -c CODE runs in the project's Python; any other command stands behind --. All that follows the program is the program's.

Exit status: the program's own, 128 and the signal's number where one ended it; 124 for a timeout, 125 for a failure of pyxdbg's, 126 and 127 for a program that cannot be started.`;
  static override usage = [
    'run [FLAGS] SCRIPT [ARGS]',
    'run [FLAGS] -m MODULE [ARGS]',
    'run [FLAGS] -- COMMAND [ARGS]',
  ];
  static override strict = false;
  static override examples = [
    '<%= config.bin %> run app.py --size 3',
    '<%= config.bin %> run --timeout 60 -o hang.html -m pytest -x tests',
    '<%= config.bin %> run -- make check',
  ];
  static override flags = runFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw asOwnFailure(error, 'run');
  }

  override async run(): Promise<void> {
    await run(this.argv, words => this.parse(Run, [...words]));
  }
}
