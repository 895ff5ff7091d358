import {Command} from '@oclif/core/command';
import {string} from '../../calls/args.ts';
import {pythonBuild} from '../../calls/python-build.ts';
import {pythonBuildFlags} from '../../calls/python-build-flags.ts';

/** `pyxdbg python build`: the interpreter itself, built again for debugging with the release ABI. */
export default class PythonBuild extends Command {
  static override summary = 'Build CPython itself for debugging, with the ABI of the release build.';
  static override description =
    `Takes the source of a Python that is installed, configures it as that one was, without optimisation and never --with-pydebug, and builds it into a prefix of its own. Release wheels run in it unchanged, and a debugger shows every frame and every local.

SOURCE is a version (its source package by apt, exactly that of the installed one), or a tarball. The result is then compared with the original: sysconfig, exported names, abidiff where it is installed, the debug information of every unit, and its own release modules.

Nothing of the system changes. Exit status: 0 built and proved, 1 the build failed or the proof does not hold, 2 a wrong call or environment, 3 a bug in pyxdbg.`;
  static override usage = 'python build [SOURCE] --prefix DIR [FLAGS]';
  static override args = {
    source: string({description: 'a version such as 3.11 (by apt), or a tarball', required: false}),
  };
  static override examples = [
    '<%= config.bin %> python build 3.11 --prefix ~/pydebug',
    '<%= config.bin %> python build Python-3.11.2.tar.xz --prefix ~/pydebug --try numpy',
    '<%= config.bin %> python build --python /usr/bin/python3 --prefix ~/pydebug --dry-run',
  ];
  static override flags = pythonBuildFlags;

  /** oclif's own sets an exit status before it is known what the error means. */
  override async catch(error: Error): Promise<void> {
    throw error;
  }

  override async run(): Promise<void> {
    const {args, flags} = await this.parse(PythonBuild);
    await pythonBuild(args.source, flags);
  }
}
