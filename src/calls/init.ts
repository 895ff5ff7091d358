import {mkdirSync} from 'node:fs';
import {resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {detectProject} from '../project/detect-project.ts';
import {changeOf} from '../project/edits/journal.ts';
import type {CiChoice, InitChoices, InitPlan, PatchChoice} from '../project/init-model.ts';
import {patchFor} from '../project/init-patch.ts';
import {planInit} from '../project/init-plan.ts';
import {makeStyle} from '../report/style.ts';
import {wrap} from '../report/wrap.ts';
import {type Questions, terminalQuestions} from '../system/ask.ts';
import {type ChangeFiles, localChangeFiles} from '../system/change-files.ts';
import {localFiles} from '../system/files.ts';
import {ciAtHand, localInitWorld} from '../system/init-world.ts';
import {readJournal, recover, transact} from '../system/journal.ts';
import {requireChangeable} from '../system/require-changeable.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark, type Terminal, terminalOf} from '../system/terminal.ts';
import {isEmptyFolder, type NewProject, type NewProjectFlags, newProject} from './init-new-project.ts';
import {describeProject, renderEdits, renderNote} from './init-text.ts';

/** What `pyxdbg init` was asked for. */
export interface InitFlags extends NewProjectFlags {
  readonly patch?: PatchChoice | undefined;
  readonly ci?: CiChoice | undefined;
  readonly editor?: string | undefined;
  readonly undo: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg init`: look, ask, show, write; or take back what was written. */
export async function init(dir: string, flags: InitFlags): Promise<void> {
  const root = resolve(dir);
  // A new project may begin in a folder that is yet to be made.
  if (localFiles.status(root) === null && flags.template !== undefined && !flags.undo) makeFolder(root);
  if (localFiles.status(root)?.kind !== 'folder') {
    throw new UserError({what: 'is not a folder', where: dir, advice: 'name the folder of a project'});
  }
  const files = localChangeFiles(root);
  const terminal = terminalOf(flags.color);
  await finishEarlierRun(files, flags['dry-run']);
  if (flags.undo) {
    const {undoInit} = await import('./init-undo.ts');
    const style = makeStyle(terminal.color);
    return undoInit(root, files, {dryRun: flags['dry-run'], quiet: flags.quiet, style});
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
  const plan = await planInit(project.facts, choices, localInitWorld(root), project.files);
  const editor = flags.editor === undefined || flags.editor === 'none' ? [] : [EDITOR_NOTE];
  const notes = [...project.notes, ...plan.notes, ...editor];
  await show(plan, notes, project.files.length > 0 && !flags['dry-run'], flags.quiet, terminal);
  for (const {path} of plan.edits) requireChangeable(root, path);
  if (plan.edits.length === 0 || !(await mayWrite(flags, questions))) return;
  const skipped = await transact(files, {action: 'insert', steps: plan.edits.map(changeOf)});
  await conclude(plan, skipped, flags.quiet, terminal.width);
}

/** As a shell knows Ctrl-C: what stands behind `&&` shall not run. */
const INTERRUPTED = 130;

async function giveUp(): Promise<void> {
  await writeOutput('Nothing was written.\n');
  process.exitCode = INTERRUPTED;
}

const EDITOR_NOTE =
  'launch configurations come with `pyxdbg launch-config`, which this version does not have yet';

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

/** What the options leave open is asked on a terminal; else it is the mildest: no patch, the CI that is there. */
async function choose(
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

async function mayWrite(flags: InitFlags, {canAsk, ask}: Questions): Promise<boolean> {
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
  await writeOutput(
    `Wrote ${written.join(', ')}\n\nNext:  pyxdbg build --debug\nUndo:  pyxdbg init --undo\n`,
  );
}
