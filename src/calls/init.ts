import {mkdirSync} from 'node:fs';
import {resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {detectProject} from '../project/detect-project.ts';
import {changeOf} from '../project/edits/journal.ts';
import type {InitPlan} from '../project/init-model.ts';
import {planInit} from '../project/init-plan.ts';
import {makeStyle} from '../report/style.ts';
import {wrap} from '../report/wrap.ts';
import {type Questions, terminalQuestions} from '../system/ask.ts';
import {type ChangeFiles, localChangeFiles} from '../system/change-files.ts';
import {localFiles} from '../system/files.ts';
import {localInitWorld} from '../system/init-world.ts';
import {readJournal, recover, transact} from '../system/journal.ts';
import {requireChangeable} from '../system/require-changeable.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark, type Terminal, terminalOf} from '../system/terminal.ts';
import {chooseEditor, editorNotes, setUpEditor, undoWithEditor} from './init-editor.ts';
import {isEmptyFolder, type NewProject, newProject} from './init-new-project.ts';
import {choose, giveUp, type InitFlags, mayWrite} from './init-questions.ts';
import {describeProject, renderEdits, renderNote} from './init-text.ts';

/** `pyxdbg init`: look, ask, show, write; or take back what was written. */
export async function init(dir: string, flags: InitFlags): Promise<void> {
  const root = resolve(dir);
  const status = localFiles.status(root);
  // A new project may begin in a folder that is yet to be made.
  const isToMake = status === null && flags.template !== undefined;
  if (status?.kind !== 'folder' && !isToMake) {
    throw new UserError({what: 'is not a folder', where: dir, advice: 'name the folder of a project'});
  }
  const files = localChangeFiles(root);
  const terminal = terminalOf(flags.color);
  await finishEarlierRun(files, flags['dry-run']);
  if (flags.undo) {
    const {undoInit} = await import('./init-undo.ts');
    const how = {dryRun: flags['dry-run'], quiet: flags.quiet, style: makeStyle(terminal.color)};
    return undoWithEditor(root, files, how, () => undoInit(root, files, how));
  }
  const questions = terminalQuestions();
  try {
    await setUp(root, files, {flags, questions, terminal});
  } finally {
    questions.close();
  }
}

function makeFolder(root: string): void {
  try {
    mkdirSync(root);
  } catch (error) {
    throw new UserError({
      what: 'cannot be made',
      where: root,
      advice: 'name a folder in one that exists and can be written to',
      cause: error,
    });
  }
}

interface Session {
  readonly flags: InitFlags;
  readonly questions: Questions;
  readonly terminal: Terminal;
}

async function setUp(root: string, files: ChangeFiles, {flags, questions, terminal}: Session): Promise<void> {
  const project = await projectIn(root, flags, questions);
  if (project === null) return giveUp();
  if (!flags.quiet) await writeOutput(`${describeProject(project.facts)}\n`);
  const choices = await choose(project, flags, questions);
  if (choices === null) return giveUp();
  const editor = await chooseEditor(root, flags, questions);
  if (editor === null) return giveUp();
  const plan = await planInit(project.facts, choices, localInitWorld(root), project.files);
  const notes = [...project.notes, ...plan.notes, ...editorNotes(editor)];
  await show(plan, notes, project.files.length > 0 && !flags['dry-run'], flags.quiet, terminal);
  const isThere = localFiles.status(root) !== null;
  for (const {path} of isThere ? plan.edits : []) requireChangeable(root, path);
  const isNothing = plan.edits.length === 0 && editor === 'none';
  if (isNothing || !(await mayWrite(flags, questions))) return;
  if (!isThere) makeFolder(root);
  const steps = plan.edits.map(changeOf);
  const skipped = steps.length > 0 ? await transact(files, {action: 'insert', steps}) : [];
  await setUpEditor(root, files, editor, flags.quiet);
  await conclude(plan, skipped, flags.quiet, terminal.width);
}

async function finishEarlierRun(files: ChangeFiles, isDryRun: boolean): Promise<void> {
  if (isDryRun) {
    if (readJournal(files).pending)
      remark('pyxdbg: an earlier run was interrupted; the next one finishes it first');
    return;
  }
  const skipped = await recover(files);
  if (skipped === null) return;
  remark('pyxdbg: finished what an earlier run was interrupted in');
  for (const path of skipped) remark(`pyxdbg: ${path}: was changed since, so it stays as it is`);
}

async function projectIn(root: string, flags: InitFlags, questions: Questions): Promise<NewProject | null> {
  if (isEmptyFolder(root)) return newProject(root, flags, questions);
  if (flags.template !== undefined) {
    throw new UserError({
      what: 'is not empty',
      where: root,
      advice: 'begin a new project in an empty folder, or leave --template out',
    });
  }
  return {facts: detectProject(root, localFiles), files: [], notes: []};
}

async function show(
  plan: InitPlan,
  notes: readonly string[],
  inShort: boolean,
  quiet: boolean,
  {color, width}: Terminal,
): Promise<void> {
  if (quiet) return;
  const text = inShort
    ? plan.edits.map(({path, before}) => `  ${before === null ? 'new     ' : 'changed '} ${path}\n`).join('')
    : renderEdits(plan.edits, makeStyle(color));
  const nothing = plan.edits.length === 0 ? 'Nothing to do: all of it is there already.\n' : '';
  await writeOutput(`${text}${notes.map(note => renderNote(note, width)).join('')}${nothing}`);
}

async function conclude(
  plan: InitPlan,
  skipped: readonly string[],
  quiet: boolean,
  width: number,
): Promise<void> {
  for (const path of skipped) {
    remark(`pyxdbg: ${path}: was changed by another program meanwhile, so it stays as it is`);
    process.exitCode = EXIT.usage;
  }
  const written = plan.edits.map(({path}) => path).filter(path => !skipped.includes(path));
  if (quiet || written.length === 0) return;
  const list = wrap(`Wrote ${written.join(', ')}`, width).join('\n');
  await writeOutput(`${list}\n\nNext:  pyxdbg build --debug\nUndo:  pyxdbg init --undo\n`);
}
