import {Command} from '@oclif/core/command';
import {splitFlags} from '../../calls/symbols-publishing-flags.ts';
import {symbolsSplit} from '../../calls/symbols-split.ts';

/** `pyxdbg symbols split`. */
export default class SymbolsSplit extends Command {
  static override summary = 'Take the debug information out of wheels and binaries, into files of its own.';
  static override description =
    `Of ELF files (objcopy, llvm-objcopy or eu-strip): NAME.debug, with the same build-id, and a debug link in what is left. Of Windows modules: their PDBs, which are recognised by GUID and age, and DWARF (MinGW). Of Mach-O files: a dSYM bundle (dsymutil), while the object files of the build are there.

What a program made is proved before it is written: the same identity, every section in memory byte for byte, no debug information left in the one, all of it in the other. A wheel's RECORD is kept right, its other members stay as they are.

Exit status: 0 done, or nothing was to be taken out; 1 something could not be taken apart; 2 a wrong call, or no program that can do it; 3 a bug in pyxdbg.`;
  static override usage = 'symbols split WHEEL|FILE... [FLAGS]';
  static override strict = false;
  static override examples = [
    '<%= config.bin %> symbols split dist/*.whl --out-dir stripped',
    '<%= config.bin %> symbols split build/foo.so --in-place --dry-run',
  ];
  static override flags = splitFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {argv, flags} = await this.parse(SymbolsSplit);
    await symbolsSplit(argv.map(String), flags);
  }
}
