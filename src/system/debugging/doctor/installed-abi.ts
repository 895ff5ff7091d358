import type {BuildInterpreter} from '../../../build/model.ts';
import {type Check, ok, problem} from '../../../debugging/doctor/model.ts';
import {UserError} from '../../../errors.ts';
import {checkSettings} from '../../../project/check-settings.ts';
import {runCheck} from '../../check-run.ts';
import {localFiles} from '../../files.ts';

/** `check-abi` over the environment of the interpreter: whether all that is installed fits it. */
export async function checkInstalled({
  prefix,
  basePrefix,
  executable,
}: BuildInterpreter): Promise<readonly Check[]> {
  const isEnvironment = prefix !== basePrefix && localFiles.status(prefix)?.kind === 'folder';
  if (!isEnvironment)
    return [ok('installed modules', 'no environment of the project: pyxdbg check-abi PATH')];
  try {
    const report = await runCheck([prefix], checkSettings({python: executable}, null), {
      facts: false,
      tree: false,
      isQuiet: true,
    });
    const findings = report.artefacts.flatMap(one => one.binaries.flatMap(binary => binary.findings));
    const errors = findings.filter(({severity}) => severity === 'error');
    const count = report.artefacts.reduce((sum, one) => sum + one.binaries.length, 0);
    return [
      errors.length === 0
        ? ok('installed modules', `${count} binaries, all of which fit the interpreter`)
        : problem(
            'installed modules',
            `${errors.length} errors in ${count} binaries`,
            `pyxdbg check-abi ${prefix}`,
          ),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [problem('installed modules', error.message, `pyxdbg check-abi ${prefix}`)];
  }
}
