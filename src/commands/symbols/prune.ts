import {Command} from '@oclif/core/command';
import {symbolsPrune} from '../../calls/symbols-prune.ts';
import {pruneFlags} from '../../calls/symbols-publishing-flags.ts';

/** `pyxdbg symbols prune`. */
export default class SymbolsPrune extends Command {
  static override summary = 'Show how large the folder of fetched symbols is, and remove what is not used.';
  static override description =
    `Without a limit only downloads that were given up go. Files that are not of the layout that symbols fetch writes stay, whatever their age; links are not followed.

Exit status: 0 done, 1 something could not be removed, 2 a wrong call, 3 a bug in pyxdbg.`;
  static override usage = 'symbols prune [FLAGS]';
  static override examples = [
    '<%= config.bin %> symbols prune --older-than 30d --max-size 2GB',
    '<%= config.bin %> symbols prune --store symbols --dry-run',
  ];
  static override flags = pruneFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {flags} = await this.parse(SymbolsPrune);
    await symbolsPrune(flags);
  }
}
