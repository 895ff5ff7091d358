import {Command} from '@oclif/core/command';
import {checkAbi} from '../calls/check-abi.ts';
import {checkAbiFlags} from '../calls/check-abi-flags.ts';

/** `pyxdbg check-abi`: is this binary right for this interpreter? */
export default class CheckAbi extends Command {
  static override summary = 'Does this extension fit the Python it is for? If not: the cause and the cure.';
  static override description =
    `PATH is a binary, a wheel, an egg, a bdist_wininst installer, a zip or jar, a folder, an environment, or the name of an installed module; - reads paths from stdin. All is read in place, and none of its code is run.

Exit status: 0 no error found, 1 errors found (see --fail-on), 2 a wrong call or a path that cannot be read, 3 a bug in pyxdbg.

Settings can stand in [tool.pyxdbg] of pyproject.toml, or in pyxdbg.yaml.`;
  static override strict = false;
  static override usage = 'check-abi PATH... [FLAGS]';
  static override examples = [
    '<%= config.bin %> check-abi dist/foo-1.0-cp312-cp312-win_amd64.whl',
    '<%= config.bin %> check-abi .venv --fail-on warning',
    '<%= config.bin %> check-abi build/foo.so --python 3.13t',
    'find . -name "*.pyd" | <%= config.bin %> check-abi - --output-format json',
  ];
  static override flags = checkAbiFlags;

  override run(): Promise<void> {
    return checkAbi(this.argv);
  }
}
