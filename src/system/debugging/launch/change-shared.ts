import {changeOf} from '../../../project/edits/journal.ts';
import type {EntriesPlan} from '../../../project/edits/own-entries.ts';
import type {ChangeFiles} from '../../change-files.ts';
import {transact} from '../../journal.ts';
import {requireChangeable} from '../../require-changeable.ts';

/**
 * Changes files of the user as planned: what is ours is taken out, then put in as it shall be, each step whole or not at
 * all. Gives the paths that another program changed meanwhile, and that were left alone.
 */
export async function changeShared(
  root: string,
  files: ChangeFiles,
  plans: readonly EntriesPlan[],
): Promise<readonly string[]> {
  for (const {path} of plans) requireChangeable(root, path);
  const removals = plans.flatMap(({removal}) => removal ?? []);
  const insertions = plans.flatMap(({insertion}) => (insertion ? [changeOf(insertion)] : []));
  const skipped = [
    ...(removals.length > 0 ? await transact(files, {action: 'remove', steps: removals}) : []),
    ...(insertions.length > 0 ? await transact(files, {action: 'insert', steps: insertions}) : []),
  ];
  return [...new Set(skipped)];
}
