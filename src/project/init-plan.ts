import {type FileEdit, insertText, isChange, startEdit} from './edits/file-edit.ts';
import {ciPart} from './init-ci.ts';
import {configPart} from './init-config.ts';
import {ignoresPart} from './init-ignores.ts';
import type {InitChoices, InitInput, InitPart, InitPlan, InitWorld} from './init-model.ts';
import {patchPart} from './init-patch.ts';
import type {NewProjectFile} from './new-project.ts';
import type {ProjectFacts} from './project-facts.ts';

/**
 * Plans what init writes into a project: its configuration, ignored files, the gate in CI, and the patch of its build.
 * What is there already is left as it is. `newFiles`: those of a template, for a folder that was empty. Throws a
 * UserError for a file that cannot be read as what it is, and for a patch that was asked for and cannot be.
 */
export async function planInit(
  facts: ProjectFacts,
  choices: InitChoices,
  world: InitWorld,
  newFiles: readonly NewProjectFile[] = [],
): Promise<InitPlan> {
  const edits = new Map<string, FileEdit>(
    newFiles.map(({path, text}) => [path, insertText(startEdit(path, null), 0, text)]),
  );
  const notes: string[] = [];
  const input: InitInput = {
    facts,
    world,
    edit: path => edits.get(path) ?? startEdit(path, world.read(path)),
  };
  const take = (part: InitPart): void => {
    for (const edit of part.edits) edits.set(edit.path, edit);
    notes.push(...part.notes);
  };
  take(await patchPart(choices.patch, input));
  take(configPart(input));
  take(ignoresPart(input));
  take(ciPart(choices.ci, input));
  return {edits: [...edits.values()].filter(isChange).map(joined), notes};
}

/** A new file is all ours: one span. */
function joined(edit: FileEdit): FileEdit {
  if (edit.before !== null) return edit;
  return insertText(startEdit(edit.path, null), 0, Buffer.from(edit.after).toString('utf8'));
}
