import {Command} from '@oclif/core/command';
import {launchConfig} from '../calls/launch-config.ts';
import {launchConfigFlags} from '../calls/launch-config-flags.ts';

/** `pyxdbg launch-config`. */
export default class LaunchConfig extends Command {
  static override summary = 'Write the launch configurations of editors and debuggers.';
  static override description =
    `Writes what makes F5 build the extension, start Python and stop in C: .vscode/launch.json and tasks.json (Python, C, and both at once on one process), Visual Studio's files, and init files for gdb and lldb. Only entries named "pyxdbg: ..." are ours; yours, your comments and their order stay. A second run changes nothing.

With --check nothing is written: it says what would keep F5 from working, such as keys that the editor does not know, files that are not there, modules without debug information, and sources that are elsewhere.

Exit status: 0 done, or nothing to do; 1 --check found something; 2 a wrong call or environment; 3 a bug in pyxdbg.`;
  static override usage = 'launch-config [FLAGS] [-- ARGS...]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> launch-config --dry-run',
    '<%= config.bin %> launch-config -m pytest -- -x tests',
    '<%= config.bin %> launch-config --check',
    '<%= config.bin %> launch-config --undo',
  ];
  static override flags = launchConfigFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(LaunchConfig);
    await launchConfig(argv.map(String), flags);
  }
}
