import {Command} from '@oclif/core/command';
import {string} from '../../calls/args.ts';
import {corePack} from '../../calls/core-pack.ts';
import {string as stringFlag} from '../../calls/flags.ts';
import {reportFlags} from '../../calls/report-flags.ts';

/** `pyxdbg core pack FILE`: takes a core from CI to the desk. */
export default class CorePack extends Command {
  static override summary = 'Put a core and all that belongs to it into one archive for another machine.';
  static override description =
    `The core, the binaries that were loaded, their debug files as far as they are on this machine, and the sources. \`pyxdbg core ARCHIVE\` shows the same report anywhere, without the program being installed there.

A core is the memory of the process, with all that it knew.

Exit status: 0 written, 2 a wrong call, or a file that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'core pack FILE [-o ARCHIVE] [FLAGS]';
  static override args = {file: string({description: 'a core file', required: true})};
  static override examples = [
    '<%= config.bin %> core pack core.4711',
    '<%= config.bin %> core pack core.4711 -o crash.tar.gz',
  ];
  static override flags = {
    executable: stringFlag({
      helpGroup: 'debugger',
      helpValue: 'FILE',
      description: 'the program that dumped it, where it is no longer where it was',
    }),
    engine: reportFlags.engine,
    'output-file': stringFlag({
      helpGroup: 'output',
      char: 'o',
      helpValue: 'ARCHIVE',
      description: 'the archive to write [default: the name of the core with .tar.gz, in this folder]',
    }),
  };

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(CorePack);
    await corePack(args.file, flags);
  }
}
