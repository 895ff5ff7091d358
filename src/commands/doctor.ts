import {Command} from '@oclif/core/command';
import {boolean, option, string as stringFlag} from '@oclif/core/flags';
import {string} from '../calls/args.ts';
import {doctor} from '../calls/doctor.ts';

/** `pyxdbg doctor`: whether everything is there that debugging needs. */
export default class Doctor extends Command {
  static override summary = 'Look at the whole set-up, and say what to do where it is not right.';
  static override description =
    `The interpreter and its headers, the compiler (a module is built and imported), debuggers and whether they may attach, core files, symbols, editor files, the ABI of all that is installed, variables that get in the way. Asks no server.

With --fix, launch configurations are written anew and symbols are fetched; what belongs to the system is yours to change, and the commands are shown.

Exit status: 0 no problem, 1 a problem, 2 a wrong call, 3 a bug in pyxdbg.`;
  static override usage = 'doctor [DIR] [FLAGS]';
  static override args = {dir: string({description: 'the folder of the project', default: '.'})};
  static override examples = ['<%= config.bin %> doctor', '<%= config.bin %> doctor --json'];
  static override flags = {
    python: stringFlag({
      helpValue: 'PYTHON',
      description: "another Python than the project's: a path, or a version",
    }),
    fix: boolean({description: "mend what lies in pyxdbg's own files"}),
    json: boolean({description: 'write the checks as JSON to stdout'}),
    color: option({options: ['auto', 'always', 'never'] as const})({
      default: 'auto',
      description: 'colours; NO_COLOR is honoured',
    }),
  };

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(Doctor);
    await doctor(args.dir, flags);
  }
}
