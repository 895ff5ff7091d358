import {Command} from '@oclif/core/command';
import {dump} from '../calls/dump.ts';
import {dumpFlags} from '../calls/dump-flags.ts';

/** `pyxdbg dump`: what a running process is doing, in C and in Python. */
export default class Dump extends Command {
  static override summary = 'Show what a running process does: C and Python frames of each thread.';
  static override description =
    `Stops the process for a moment, reads its stacks through gdb or lldb, and lets it run on. The interpreter needs no debug information; modules built by \`pyxdbg build --debug\` show their lines and variables. Says who holds the GIL, who waits for whom, and what loops.

Exit status: 0 the report was made, 2 a wrong call, or a process that may not be looked at, 3 a bug in pyxdbg.`;
  static override usage = 'dump --pid PID [FLAGS]';
  static override examples = [
    '<%= config.bin %> dump --pid 4711',
    '<%= config.bin %> dump --pid 4711 --all-threads -o hang.html',
  ];
  static override flags = dumpFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {flags} = await this.parse(Dump);
    await dump(flags);
  }
}
