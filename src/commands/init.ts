import {Command} from '@oclif/core/command';
import {string} from '../calls/args.ts';
import {init} from '../calls/init.ts';
import {initFlags} from '../calls/init-flags.ts';

/** `pyxdbg init`: sets a project up, and takes that back. */
export default class Init extends Command {
  static override summary = 'Set a project up for pyxdbg, or begin one; all of it can be undone.';
  static override description =
    `DIR is the project, the current folder by default. Shows as a diff what it would write: settings, ignored files, a check of the wheels in CI, and, if you want it, a patch by which PYXDBG_DEBUG=1 builds for debugging. Nothing is written before you agree, or say --yes; nothing that is there is changed or moved.

What was written is recorded in .pyxdbg/journal.json. --undo takes exactly that back, also where the files were edited elsewhere; a passage of ours that you edited stays, and is named.

Exit status: 0 done, or nothing to do; 1 --undo had to leave something; 2 a wrong call or environment, or nobody to ask; 3 a bug in pyxdbg.`;
  static override args = {
    dir: string({description: 'the folder of the project', required: false, default: '.'}),
  };
  static override examples = [
    '<%= config.bin %> init --dry-run',
    '<%= config.bin %> init --yes --patch auto --ci github',
    '<%= config.bin %> init --undo',
    '<%= config.bin %> init new-project --template cython --backend meson-python --yes',
  ];
  static override flags = initFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(Init);
    await init(args.dir, flags);
  }
}
