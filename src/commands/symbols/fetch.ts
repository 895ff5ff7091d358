import {Command} from '@oclif/core/command';
import {fetchFlags} from '../../calls/symbols-flags.ts';
import {symbolsLookUp} from '../../calls/symbols-look-up.ts';

/** `pyxdbg symbols fetch`. */
export default class SymbolsFetch extends Command {
  static override summary = 'Get the debug information that matches, proved, to where debuggers look.';
  static override description =
    `Sources are asked in order until one has it: beside the file, the base installation, what was fetched before, the system's debug files and apt's index, debuginfod (DEBUGINFOD_URLS), the symbol path (_NT_SYMBOL_PATH), python.org, the install manager's packages, python-build-standalone, Microsoft's server. Nothing is taken that does not match by GUID and age, build-id, checksum or UUID.

Exit status: 0 all that can be recognised is there, 1 something is missing or mismatched, 2 a wrong call, or a target that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'symbols fetch TARGET... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> symbols fetch .venv',
    '<%= config.bin %> symbols fetch /usr/bin/python3 --offline --store symbols',
  ];
  static override flags = fetchFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(SymbolsFetch);
    await symbolsLookUp('fetch', argv.map(String), flags);
  }
}
