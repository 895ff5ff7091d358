import {Command} from '@oclif/core/command';
import {lookUpFlags} from '../../calls/symbols-flags.ts';
import {symbolsLookUp} from '../../calls/symbols-look-up.ts';

/** `pyxdbg symbols list`. */
export default class SymbolsList extends Command {
  static override summary = 'Which debug information each binary needs, and where it is or may be.';
  static override description =
    `Looks on this machine only, and writes nothing. TARGET is a module, a library, an interpreter, an environment, a wheel, a folder, a process (--pid or a number, on Linux), a core file or a Windows minidump.

Exit status: 0 told, 2 a wrong call, or a target that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'symbols list TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> symbols list .venv',
    '<%= config.bin %> symbols list /usr/bin/python3 --json',
  ];
  static override flags = lookUpFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(SymbolsList);
    await symbolsLookUp('list', argv.map(String), flags);
  }
}
