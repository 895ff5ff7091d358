import {UserError} from '../errors.ts';
import type {CiChoice, InitChoices, PatchChoice} from '../project/init-model.ts';
import {patchFor} from '../project/init-patch.ts';
import type {Questions} from '../system/ask.ts';
import {ciAtHand} from '../system/init-world.ts';
import {writeOutput} from '../system/standard-streams.ts';
import type {NewProject, NewProjectFlags} from './init-new-project.ts';

/** What `pyxdbg init` was asked for. */
export interface InitFlags extends NewProjectFlags {
  readonly patch?: PatchChoice | undefined;
  readonly ci?: CiChoice | undefined;
  readonly editor?: 'vscode' | 'vs' | 'none' | undefined;
  readonly undo: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** As a shell knows Ctrl-C: what stands behind `&&` shall not run. */
const INTERRUPTED = 130;

/** Ends the run where the user went away from a question. */
export async function giveUp(): Promise<void> {
  await writeOutput('Nothing was written.\n');
  process.exitCode = INTERRUPTED;
}

/** What the options leave open is asked on a terminal; else it is the mildest: no patch, the CI that is there. */
export async function choose(
  {facts, files}: NewProject,
  flags: InitFlags,
  {canAsk, ask}: Questions,
): Promise<InitChoices | null> {
  const mayAsk = canAsk && !flags.yes && !flags['dry-run'] && !flags.quiet;
  const usualCi = ciAtHand(facts.folder);
  const target = patchFor(facts);
  let {patch, ci} = flags;
  if (patch === undefined && mayAsk && target !== null && files.length === 0) {
    const file = target === 'pyproject' ? 'pyproject.toml' : target;
    const answer = await ask(
      `Patch ${file}, so that PYXDBG_DEBUG=1 builds for debugging?`,
      ['yes', 'no'],
      'no',
    );
    if (answer === null) return null;
    patch = answer === 'yes' ? 'auto' : 'none';
  }
  if (ci === undefined && mayAsk) {
    const answer = await ask('Check wheels in CI?', ['github', 'gitlab', 'none'], usualCi);
    if (answer === null) return null;
    ci = answer;
  }
  return {patch: patch ?? 'none', ci: ci ?? usualCi};
}

/** Whether the user wants what was shown to be written. Throws a UserError where nobody can be asked. */
export async function mayWrite(flags: InitFlags, {canAsk, ask}: Questions): Promise<boolean> {
  if (flags['dry-run']) {
    if (!flags.quiet) await writeOutput('Nothing was written (--dry-run).\n');
    return false;
  }
  if (flags.yes) return true;
  if (!canAsk) {
    throw new UserError({
      what: 'nothing was written, since nobody can be asked: this is no terminal',
      advice: 'say --yes to write, or --dry-run to look only',
    });
  }
  const answer = await ask('Write this?', ['yes', 'no'], 'yes');
  if (answer === null) await giveUp();
  else if (answer === 'no') await writeOutput('Nothing was written.\n');
  return answer === 'yes';
}
