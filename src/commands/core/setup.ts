import {Command} from '@oclif/core/command';
import {coreSetup} from '../../calls/core-setup.ts';
import {boolean, string as stringFlag} from '../../calls/flags.ts';

/** `pyxdbg core setup`: so that a crash leaves something to look at. */
export default class CoreSetup extends Command {
  static override summary = 'Say or set what lets a crash leave a core file, or a dump on Windows.';
  static override description =
    `Linux: says where cores go (kernel.core_pattern, systemd-coredump, apport), what the limits allow, and the commands to type. Changes nothing.

Windows: shows the registry values that let Windows write a dump with all memory of each python.exe that crashes (LocalDumps), and imports them, which takes an administrator. Values that are there already stay.

Exit status: 0 a crash leaves something, 1 it leaves nothing as things are (Linux), 2 a wrong call, or the registry refused, 3 a bug in pyxdbg.`;
  static override usage = 'core setup [FLAGS]';
  static override examples = ['<%= config.bin %> core setup', '<%= config.bin %> core setup --dry-run'];
  static override flags = {
    'just-in-time': stringFlag({
      helpValue: 'FILE',
      description:
        'Windows: the debugger behind the Debug button of a crash instead: windbg.exe, cdb.exe, vsjitdebugger.exe',
    }),
    undo: boolean({description: 'Windows: take our values back'}),
    'dry-run': boolean({description: 'Windows: show the .reg file only'}),
  };

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {flags} = await this.parse(CoreSetup);
    await coreSetup(flags);
  }
}
