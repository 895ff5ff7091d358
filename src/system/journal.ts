import {dirname} from 'node:path/posix';
import {UserError} from '../errors.ts';
import {digestOf} from '../project/edits/digest.ts';
import {removeSpans} from '../project/edits/file-edit.ts';
import {insertSpans} from '../project/edits/insert-spans.ts';
import {type Change, EMPTY_JOURNAL, type Journal, parseJournal, settle} from '../project/edits/journal.ts';
import {type ChangeFiles, OWN_FOLDER} from './change-files.ts';
import {uninterrupted} from './interrupt.ts';

/** Where the journal of a project is, relative to it. */
export const JOURNAL_PATH = `${OWN_FOLDER}/journal.json`;

/** What is to be done to several files as one change. */
export interface Transaction {
  readonly action: 'insert' | 'remove';
  readonly steps: readonly Change[];
}

/** Reads the journal. Throws a UserError for a file that is none. */
export function readJournal(files: ChangeFiles): Journal {
  const bytes = files.read(JOURNAL_PATH);
  if (bytes === null) return EMPTY_JOURNAL;
  const journal = parseJournal(Buffer.from(bytes).toString('utf8'));
  if (journal) return journal;
  throw new UserError({
    what: 'is not a journal that this pyxdbg understands',
    where: JOURNAL_PATH,
    advice: 'take the blocks between `# >>> pyxdbg >>>` and `# <<< pyxdbg <<<` out by hand, then remove it',
  });
}

/**
 * Changes all files or none: the journal says first what is to be done, so that a run that is killed is finished by
 * {@link recover}. Returns the paths that were found changed meanwhile, and were left alone.
 */
export async function transact(files: ChangeFiles, {action, steps}: Transaction): Promise<readonly string[]> {
  let skipped: readonly string[] = [];
  await uninterrupted(() => {
    files.makeFolder(OWN_FOLDER);
    const folders = action === 'insert' ? foldersToMake(files, steps) : [];
    const journal: Journal = {...readJournal(files), pending: {action, steps: [...steps], folders}};
    writeJournal(files, journal);
    skipped = finish(files, journal);
  });
  return skipped;
}

/** Finishes what a killed run had begun; null where there is nothing to finish, else the paths that were left alone. */
export async function recover(files: ChangeFiles): Promise<readonly string[] | null> {
  const journal = readJournal(files);
  if (!journal.pending) {
    // Left over where a run was killed before its first or after its last step.
    files.removeFolder(OWN_FOLDER);
    return null;
  }
  let skipped: readonly string[] = [];
  await uninterrupted(() => {
    skipped = finish(files, journal);
  });
  return skipped;
}

function finish(files: ChangeFiles, journal: Journal): readonly string[] {
  const {pending} = journal;
  if (!pending) return [];
  for (const folder of pending.folders) files.makeFolder(folder);
  const skipped = pending.steps.filter(step => !perform(files, pending.action, step)).map(({path}) => path);
  const settled = settle(journal, new Set(skipped));
  if (settled.changes.length > 0) {
    writeJournal(files, settled);
    return skipped;
  }
  for (const folder of settled.folders.toReversed()) files.removeFolder(folder);
  files.remove(JOURNAL_PATH);
  files.removeFolder(OWN_FOLDER);
  return skipped;
}

/** Whether the file now is what the step makes of it. */
function perform(
  files: ChangeFiles,
  action: Transaction['action'],
  {path, spans, before, after}: Change,
): boolean {
  const bytes = files.read(path);
  const found = digestOf(bytes);
  if (found === after) return true;
  if (found !== before) return false;
  if (after === null) {
    files.remove(path);
    return true;
  }
  const old = bytes ?? new Uint8Array();
  const made = action === 'insert' ? insertSpans(old, spans) : removeSpans(old, spans);
  // A journal that was written by another hand.
  if (digestOf(made) !== after) return false;
  files.replace(path, made);
  return true;
}

function writeJournal(files: ChangeFiles, journal: Journal): void {
  files.replace(JOURNAL_PATH, Buffer.from(`${JSON.stringify(journal, null, 2)}\n`));
}

/** Outer folders first. */
function foldersToMake(files: ChangeFiles, steps: readonly Change[]): string[] {
  const folders = new Set<string>();
  for (const {path} of steps) {
    const above: string[] = [];
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) above.unshift(folder);
    for (const folder of above) if (!files.hasFolder(folder)) folders.add(folder);
  }
  return [...folders];
}
