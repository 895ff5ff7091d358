import {Command} from '@oclif/core/command';
import {string} from '../calls/args.ts';
import {boolean, string as stringFlag} from '../calls/flags.ts';
import {symbolize} from '../calls/symbolize.ts';

/** `pyxdbg symbolize LOG`: functions and lines for the frames of a log. */
export default class Symbolize extends Command {
  static override summary = 'Add functions and source lines to the C frames of a log.';
  static override description =
    `Understands faulthandler's C stacks (Python 3.14 and later), backtrace() of glibc, the kernel's segfault line, sanitizers, winedbg and Windows' event log, macOS, and any NAME.so+0x11eb or NAME.pyd+0x11eb. Everything else goes through as it is, byte for byte.

Binaries are looked for where the log says, in the project's environment and in --symbols folders; one of another build than the log's is not used where the log tells which build it was.

Exit status: 0 done, 2 a wrong call, or a log that cannot be read, 3 a bug in pyxdbg.`;
  static override usage = 'symbolize [LOG] [FLAGS]';
  static override args = {
    log: string({
      description: 'the log, or - for the standard input, which is taken where it is no terminal',
    }),
  };
  static override examples = [
    '<%= config.bin %> symbolize ci.log',
    'docker logs job 2>&1 | <%= config.bin %> symbolize',
    '<%= config.bin %> symbolize ci.log --module crashy.so=build/crashy.so --json',
  ];
  static override flags = {
    module: stringFlag({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=PATH',
      description: 'the file of a module that the log names (may be given again)',
    }),
    symbols: stringFlag({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'DIR',
      description: 'a folder to look for binaries in (may be given again)',
    }),
    'output-file': stringFlag({char: 'o', helpValue: 'FILE', description: 'write it to a file'}),
    json: boolean({description: 'write the frames alone, as JSON'}),
    quiet: boolean({char: 'q', description: 'do not say what was not found'}),
  };

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(Symbolize);
    await symbolize(args.log ?? null, flags);
  }
}
