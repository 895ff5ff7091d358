import {resolve} from 'node:path';
import {joinWishes, type LaunchWishes} from '../debugging/launch/wishes.ts';
import {UserError} from '../errors.ts';
import type {Questions} from '../system/ask.ts';
import type {ChangeFiles} from '../system/change-files.ts';
import {gatherLaunch} from '../system/debugging/launch/launch-facts.ts';
import {removeOwnFiles} from '../system/debugging/launch/own-files.ts';
import {formerWishes, wantedLaunch} from '../system/debugging/launch/plan-launch.ts';
import {localFiles} from '../system/files.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark} from '../system/terminal.ts';
import type {InitFlags} from './init-questions.ts';
import {changeLaunch, undoLaunch} from './launch-config-change.ts';

/** For which editor `init` writes launch configurations. */
export const EDITORS = ['vscode', 'vs', 'none'] as const;

export type Editor = (typeof EDITORS)[number];

/** What the option leaves open is asked on a terminal, else it is none. Null where the user went away. */
export async function chooseEditor(
  root: string,
  flags: InitFlags,
  {canAsk, ask}: Questions,
): Promise<Editor | null> {
  if (flags.editor !== undefined) return flags.editor;
  if (!canAsk || flags.yes || flags['dry-run'] || flags.quiet) return 'none';
  const usual = localFiles.status(resolve(root, '.vscode')) ? 'vscode' : 'none';
  return ask('Launch configurations, so that F5 stops in C?', EDITORS, usual);
}

/** What is said of it before it is done. */
export function editorNotes(editor: Editor): readonly string[] {
  if (editor === 'none') return [];
  return [`launch configurations come too: pyxdbg launch-config --for ${editor} --dry-run shows them`];
}

/** Writes the launch configurations; where that cannot be done the rest stays, and the reason is told. */
export async function setUpEditor(
  root: string,
  files: ChangeFiles,
  editor: Editor,
  isQuiet: boolean,
): Promise<void> {
  if (editor === 'none') return;
  const wishes: LaunchWishes = {
    for: editor,
    allSystems: false,
    python: null,
    target: null,
    module: null,
    args: [],
  };
  try {
    const said = joinWishes(wishes, formerWishes(files));
    const gathered = await gatherLaunch(root, said);
    const {files: written} = await changeLaunch(root, files, wantedLaunch(gathered, said), false);
    if (!isQuiet && written.length > 0) await writeOutput(`Wrote ${written.join(', ')}\n`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    remark(`pyxdbg: launch configurations are not written: ${error.message}`);
  }
}

/** Takes launch configurations back, as `launch-config --undo` does, around what takes back the rest. */
export async function undoWithEditor(
  root: string,
  files: ChangeFiles,
  {dryRun, quiet}: {readonly dryRun: boolean; readonly quiet: boolean},
  undoRest: () => Promise<void>,
): Promise<void> {
  // Entries that came with a checkout are not what init wrote here.
  if (formerWishes(files) === null) return undoRest();
  const {files: gone} = await undoLaunch(root, files, dryRun);
  if (!quiet && gone.length > 0) {
    await writeOutput(`${dryRun ? 'Would take back' : 'Taken back'}: ${gone.join(', ')}\n`);
  }
  await undoRest();
  // The journal was the last file in the folder.
  if (!dryRun) removeOwnFiles(root, files, []);
}
