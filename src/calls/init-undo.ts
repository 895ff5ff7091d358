import {EXIT} from '../errors.ts';
import {planUndo} from '../project/edits/journal.ts';
import type {Style} from '../report/style.ts';
import type {ChangeFiles} from '../system/change-files.ts';
import {JOURNAL_PATH, readJournal, transact} from '../system/journal.ts';
import {requireChangeable} from '../system/require-changeable.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark} from '../system/terminal.ts';
import {renderEdits} from './init-text.ts';

/** How to tell it. */
export interface UndoOptions {
  readonly dryRun: boolean;
  readonly quiet: boolean;
  readonly style: Style;
}

/** `pyxdbg init --undo`: removes what the journal says init wrote. Sets exit status 1 where something had to stay. */
export async function undoInit(root: string, files: ChangeFiles, options: UndoOptions): Promise<void> {
  const {dryRun, quiet, style} = options;
  const journal = readJournal(files);
  if (journal.changes.length === 0) {
    if (!quiet) await writeOutput(`Nothing to undo: there is no ${JOURNAL_PATH} in this folder.\n`);
    return;
  }
  const {edits, steps, edited, gone} = planUndo(journal, files.read);
  for (const {path} of edits) requireChangeable(root, path);
  if (!quiet) await writeOutput(renderEdits(edits, style));
  for (const path of gone)
    remark(`pyxdbg: ${path}: what init wrote is gone already, so there is nothing to take back`);
  for (const {path, line} of edited) {
    remark(`pyxdbg: ${path}:${line}: what init wrote was edited since, so this file stays as it is`);
  }
  if (edited.length > 0) process.exitCode = EXIT.findings;
  if (dryRun) {
    if (!quiet) await writeOutput('Nothing was changed (--dry-run).\n');
    return;
  }
  const skipped = await transact(files, {action: 'remove', steps});
  const done = edits.map(({path}) => path).filter(path => !skipped.includes(path));
  if (!quiet && done.length > 0) await writeOutput(`Taken back: ${done.join(', ')}\n`);
}
