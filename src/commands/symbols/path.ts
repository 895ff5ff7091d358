import {Command} from '@oclif/core/command';
import {symbolsPath} from '../../calls/symbols-path.ts';
import {symbolsPathFlags} from '../../calls/symbols-path-flags.ts';

/** `pyxdbg symbols path`. */
export default class SymbolsPath extends Command {
  static override summary = 'What a debugger must be told to find debug information and sources.';
  static override description =
    `Prints what gdb, lldb, WinDbg, Visual Studio or VS Code must be told to find the debug information that is on this machine, in that debugger's own words, ready to be read by it. Looks on this machine only: pyxdbg symbols fetch gets what is elsewhere. With --write the settings are kept in a file of .pyxdbg, until --undo; no file that somebody else wrote or changed is touched.

With --sources DIR the folders in which the binaries were compiled are mapped to where their sources are here. In the folder of symbols a tree of links is made where a debugger asks for names that are not there; nothing is written to DIR.

Exit status: 0 told, 2 a wrong call, or a target that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'symbols path TARGET... --for DEBUGGER [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> symbols path .venv --for gdb --write',
    '<%= config.bin %> symbols path build/foo.so --for lldb --sources src',
  ];
  static override flags = symbolsPathFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(SymbolsPath);
    await symbolsPath(argv.map(String), flags);
  }
}
