import {Command} from '@oclif/core/command';
import {string} from '../calls/args.ts';
import {attach} from '../calls/debug.ts';
import {debugFlags} from '../calls/debug-flags.ts';

/** `pyxdbg attach PID`: a running process in gdb or lldb. */
export default class Attach extends Command {
  static override summary = 'Look into a running process in gdb or lldb, with symbols and Python frames.';
  static override description =
    `The process stands still until you let it go on or leave the debugger, which lets it run on. For a report without a prompt there is \`pyxdbg dump\`.

Exit status: the debugger's; 2 for a wrong call, or a process that may not be looked at.`;
  static override usage = 'attach PID [FLAGS]';
  static override args = {pid: string({description: 'the process, by its number', required: true})};
  static override examples = ['<%= config.bin %> attach 4711', '<%= config.bin %> attach 4711 --lldb'];
  static override flags = {gdb: debugFlags.gdb, lldb: debugFlags.lldb};

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(Attach);
    await attach(args.pid, flags);
  }
}
