import {resolve} from 'node:path';
import {OWN_FILES} from '../debugging/launch/model.ts';
import {describeTarget} from '../debugging/launch/target.ts';
import {EXIT, UserError} from '../errors.ts';
import type {EntriesPlan} from '../project/edits/own-entries.ts';
import {makeStyle} from '../report/style.ts';
import {type ChangeFiles, localChangeFiles} from '../system/change-files.ts';
import {changeShared} from '../system/debugging/launch/change-shared.ts';
import {type GatheredLaunch, gatherLaunch} from '../system/debugging/launch/launch-facts.ts';
import {
  changedOwnFiles,
  type OwnFile,
  removeOwnFiles,
  writeOwnFiles,
} from '../system/debugging/launch/own-files.ts';
import {
  type LaunchEditor,
  OWN_PATHS,
  planShared,
  SHARED_FILES,
  wantedLaunch,
} from '../system/debugging/launch/plan-launch.ts';
import {localFiles} from '../system/files.ts';
import {readJournal, recover} from '../system/journal.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {remark, terminalOf} from '../system/terminal.ts';
import {renderEdits} from './init-text.ts';
import type {LAUNCH_FOR} from './launch-config-flags.ts';

/** What `pyxdbg launch-config` was asked for. */
export interface LaunchConfigFlags {
  readonly for?: (typeof LAUNCH_FOR)[number] | undefined;
  readonly target?: string | undefined;
  readonly module?: string | undefined;
  readonly python?: string | undefined;
  readonly project: string;
  readonly 'all-systems': boolean;
  readonly check: boolean;
  readonly 'dry-run': boolean;
  readonly undo: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** `pyxdbg launch-config`: look, write what debuggers need, or check it, or take it back. `words`: the program's own. */
export async function launchConfig(words: readonly string[], flags: LaunchConfigFlags): Promise<void> {
  const root = resolve(flags.project);
  if (localFiles.status(root)?.kind !== 'folder') {
    throw new UserError({what: 'is no folder', where: flags.project, advice: 'name the folder of a project'});
  }
  const files = localChangeFiles(root);
  if (!flags['dry-run'] && !flags.check) await recover(files);
  if (flags.undo) return undo(root, files, flags);
  const gathered = await gatherLaunch(root, {
    python: flags.python ?? null,
    target: flags.target ?? null,
    module: flags.module ?? null,
    args: words,
  });
  const wanted = wantedLaunch(gathered.facts, editorsOf(flags), flags['all-systems']);
  const shared = planShared(files, readJournal(files), wanted.shared, false);
  const own = changedOwnFiles(files, wanted.own);
  await write(root, files, {gathered, shared, own}, flags);
}

/** What `--for` stands for. */
function editorsOf({for: chosen}: LaunchConfigFlags): readonly LaunchEditor[] {
  if (chosen === 'all') return ['vscode', 'vs', 'gdb', 'lldb'];
  if (chosen !== undefined) return [chosen];
  return process.platform === 'win32' ? ['vscode', 'vs'] : ['vscode'];
}

interface Planned {
  readonly gathered: GatheredLaunch;
  readonly shared: readonly EntriesPlan[];
  readonly own: readonly OwnFile[];
}

async function write(
  root: string,
  files: ChangeFiles,
  {gathered, shared, own}: Planned,
  flags: LaunchConfigFlags,
): Promise<void> {
  const {facts, interpreter} = gathered;
  const say = (text: string): Promise<void> => (flags.quiet ? Promise.resolve() : writeOutput(text));
  await say(`${interpreter.executable} ${describeTarget(facts.target)}\n`);
  if (shared.length + own.length === 0) return say('Nothing to do: all of it is there already.\n');
  if (flags['dry-run']) {
    await say(renderEdits(shared, makeStyle(terminalOf(flags.color).color)));
    await say(
      pathsOf(own)
        .map(path => `  written anew: ${path}\n`)
        .join(''),
    );
    return say('Nothing was written (--dry-run).\n');
  }
  writeOwnFiles(files, own);
  const skipped = await changeShared(root, files, shared);
  tellSkipped(skipped);
  const written = [...shared.map(({path}) => path).filter(path => !skipped.includes(path)), ...pathsOf(own)];
  await say(`Wrote ${written.join(', ')}\n\n${NEXT}`);
}

async function undo(root: string, files: ChangeFiles, flags: LaunchConfigFlags): Promise<void> {
  const plans = planShared(files, readJournal(files), SHARED_FILES, true);
  const say = (text: string): Promise<void> => (flags.quiet ? Promise.resolve() : writeOutput(text));
  if (flags['dry-run']) {
    await say(renderEdits(plans, makeStyle(terminalOf(flags.color).color)));
    return say('Nothing was changed (--dry-run).\n');
  }
  const skipped = await changeShared(root, files, plans);
  tellSkipped(skipped);
  const removed = removeOwnFiles(root, files, OWN_PATHS);
  const done = [...plans.map(({path}) => path).filter(path => !skipped.includes(path)), ...removed];
  await say(done.length === 0 ? 'Nothing to undo.\n' : `Taken back: ${done.join(', ')}\n`);
}

const NEXT = 'Check: pyxdbg launch-config --check\nUndo:  pyxdbg launch-config --undo\n';

/** The walker is one of them, however many files it has. */
function pathsOf(own: readonly OwnFile[]): readonly string[] {
  const {walker} = OWN_FILES;
  return [...new Set(own.map(({path}) => (path.startsWith(`${walker}/`) ? `${walker}/` : path)))];
}

function tellSkipped(skipped: readonly string[]): void {
  for (const path of skipped) {
    remark(`pyxdbg: ${path}: was changed by another program meanwhile, so it stays as it is`);
    process.exitCode = EXIT.usage;
  }
}
