import {Command} from '@oclif/core/command';
import {lookUpFlags} from '../../calls/symbols-flags.ts';
import {symbolsLookUp} from '../../calls/symbols-look-up.ts';

/** `pyxdbg symbols verify`. */
export default class SymbolsVerify extends Command {
  static override summary = 'Prove that the debug information of each binary is there and matches.';
  static override description = `Looks on this machine only, and writes nothing.

Exit status: 0 every binary has matching debug information, 1 one has not, 2 a wrong call, or a target that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'symbols verify TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> symbols verify .venv',
    '<%= config.bin %> symbols verify build/foo.so --store symbols',
  ];
  static override flags = lookUpFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(SymbolsVerify);
    await symbolsLookUp('verify', argv.map(String), flags);
  }
}
