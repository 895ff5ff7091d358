import {Command} from '@oclif/core/command';
import {checkAbi} from '../calls/check-abi.ts';
import {checkAbiFlags} from '../calls/check-abi-flags.ts';

/** `pyxdbg check-abi`: is this binary right for this interpreter? */
export default class CheckAbi extends Command {
  static override summary = 'Does this extension fit the Python it is for? If not: the cause and the cure.';
  static override description =
    'Reads binaries, wheels, eggs, folders, environments and installed modules in place; runs none of their code.';
  static override strict = false;
  static override usage = 'check-abi PATH... [OPTIONS]';
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
