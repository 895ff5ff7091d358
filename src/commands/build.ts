import {Command} from '@oclif/core/command';
import {string} from '../calls/args.ts';
import {build} from '../calls/build.ts';
import {buildFlags} from '../calls/build-flags.ts';

/** `pyxdbg build`: builds an extension, for debugging in the release ABI, and proves it. */
export default class Build extends Command {
  static override summary =
    'Build the project; with --debug for debugging, in the release ABI, and prove it.';
  static override description =
    `DIR is the project, the current folder by default. Every compiler that the build calls by name goes through a wrapper of pyxdbg, which leaves out what works against debugging (-O3, -s, -flto, -g0), adds -O0 -g3, and changes nothing that the ABI depends on. The product is then proved by check-abi, with all that it knows of debug information.

Objects are kept in .pyxdbg/build, apart from those of other builds. Nothing is downloaded, and nothing but the project is built, in the environment that is there.

Exit status: 0 built and proved, 1 the build failed or the proof does not hold, 2 a wrong call or environment, 3 a bug in pyxdbg.`;
  static override usage = 'build [DIR] [FLAGS]';
  static override args = {
    dir: string({description: 'the folder of the project', required: false, default: '.'}),
  };
  static override examples = [
    '<%= config.bin %> build --debug',
    '<%= config.bin %> build --debug --python python3 --wheel --out-dir dist-debug',
    '<%= config.bin %> build --debug --sanitize address,undefined',
    '<%= config.bin %> build path/to/project --debug --dry-run',
  ];
  static override flags = buildFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(Build);
    await build(args.dir, flags);
  }
}
