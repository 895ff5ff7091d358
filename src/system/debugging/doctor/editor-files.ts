import {type Check, ok, warning} from '../../../debugging/doctor/model.ts';
import {joinWishes} from '../../../debugging/launch/wishes.ts';
import {UserError} from '../../../errors.ts';
import {localChangeFiles} from '../../change-files.ts';
import {checkLaunch} from '../launch/check-launch.ts';
import {gatherLaunch} from '../launch/launch-facts.ts';
import {formerWishes, wantedLaunch} from '../launch/plan-launch.ts';

/** What `launch-config --check` says, where launch configurations were written. */
export async function checkEditorFiles(root: string): Promise<readonly Check[]> {
  const files = localChangeFiles(root);
  const former = formerWishes(files);
  if (former === null) {
    return [
      ok(
        'editor files',
        'none of pyxdbg; pyxdbg launch-config writes them for VS Code, Visual Studio, gdb and lldb',
      ),
    ];
  }
  try {
    const said = joinWishes(
      {for: null, allSystems: false, python: null, target: null, module: null, args: []},
      former,
    );
    const gathered = await gatherLaunch(root, said);
    const findings = await checkLaunch(root, files, gathered, wantedLaunch(gathered, said));
    const [first] = findings;
    if (!first) return [ok('editor files', 'launch configurations are up to date')];
    const more = findings.length > 1 ? `, and ${findings.length - 1} more: pyxdbg launch-config --check` : '';
    return [warning('editor files', `${first.where} ${first.problem}${more}`, first.cure)];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [warning('editor files', error.message, error.advice ?? 'pyxdbg launch-config --check')];
  }
}
