import {Command} from '@oclif/core/command';
import {string} from '../../calls/args.ts';
import {core} from '../../calls/core.ts';
import {string as stringFlag} from '../../calls/flags.ts';
import {reportFlags} from '../../calls/report-flags.ts';

/** `pyxdbg core FILE`: what a process was doing when it dumped core. */
export default class Core extends Command {
  static override summary = 'Show what a process was doing when it dumped core, in C and in Python.';
  static override description =
    `Takes a core file of the kernel's or of gcore's, also compressed by gzip or zstd, an archive that \`pyxdbg core pack\` made on another machine, or a minidump of a Windows process, which lldb reads. Says which binaries have changed since.

Exit status: 0 the report was made, 2 a wrong call, or a file that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'core FILE [FLAGS]';
  static override args = {
    file: string({description: 'a core file, an archive of `core pack`, or a minidump', required: true}),
  };
  static override examples = [
    '<%= config.bin %> core core.4711',
    '<%= config.bin %> core crash.tar.gz -o crash.html',
    '<%= config.bin %> core python.exe.4711.dmp --symbols build --symbols Python313',
  ];
  static override flags = {
    executable: stringFlag({
      helpGroup: 'debugger',
      helpValue: 'FILE',
      description: 'the program that dumped it, where it is no longer where it was',
    }),
    symbols: stringFlag({
      helpGroup: 'debugger',
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'DIR',
      description: 'a folder to look for the modules of a minidump in (may be given again)',
    }),
    ...reportFlags,
  };

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(Core);
    await core(args.file, flags);
  }
}
