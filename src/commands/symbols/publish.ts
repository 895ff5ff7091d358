import {Command} from '@oclif/core/command';
import {symbolsPublish} from '../../calls/symbols-publish.ts';
import {publishFlags} from '../../calls/symbols-publishing-flags.ts';

/** `pyxdbg symbols publish`. */
export default class SymbolsPublish extends Command {
  static override summary = 'Add debug files to a folder that any web server can serve as symbols.';
  static override description =
    `The folder is a symbol store (SymStore's tree, for WinDbg, Visual Studio and other clients of SymSrv and SSQP) and a debuginfod server without a program (DEBUGINFOD_URLS, for gdb and lldb) in one; it has a .build-id tree, too. Folders are searched for PDBs, .debug files, dSYM bundles, modules and wheels.

All is looked at before anything is written. What is there already stays; a file of the same identity with other bytes is an error, unless --replace is given.

Exit status: 0 done, 1 nothing to publish, or a file that cannot be, 2 a wrong call or a path that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'symbols publish DIR|FILE... --to STORE [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> symbols publish .pyxdbg/split --to store',
    '<%= config.bin %> symbols publish dist/*.whl --to store --compress --dry-run',
  ];
  static override flags = publishFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(SymbolsPublish);
    await symbolsPublish(argv.map(String), flags);
  }
}
