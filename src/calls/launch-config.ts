import {resolve} from 'node:path';
import {describeTarget} from '../debugging/launch/target.ts';
import {joinWishes, type LAUNCH_FOR, type LaunchWishes} from '../debugging/launch/wishes.ts';
import {EXIT, UserError} from '../errors.ts';
import {launchConfigJson} from '../report/launch-config-json.ts';
import type {LaunchConfigJson} from '../report/launch-config-json-schema.ts';
import {renderLaunchFindings} from '../report/launch-findings-text.ts';
import {makeStyle} from '../report/style.ts';
import {type ChangeFiles, localChangeFiles} from '../system/change-files.ts';
import {checkLaunch} from '../system/debugging/launch/check-launch.ts';
import {type GatheredLaunch, gatherLaunch} from '../system/debugging/launch/launch-facts.ts';
import {formerWishes, wantedLaunch} from '../system/debugging/launch/plan-launch.ts';
import {localFiles} from '../system/files.ts';
import {recover} from '../system/journal.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {terminalOf} from '../system/terminal.ts';
import {changeLaunch, type LaunchChange, undoLaunch} from './launch-config-change.ts';

/** What `pyxdbg launch-config` was asked for. */
export interface LaunchConfigFlags {
  readonly for?: (typeof LAUNCH_FOR)[number] | undefined;
  readonly target?: string | undefined;
  readonly module?: string | undefined;
  readonly python?: string | undefined;
  readonly project: string;
  readonly 'all-systems'?: boolean;
  readonly check?: boolean;
  readonly 'dry-run'?: boolean;
  readonly undo?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
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
  if (flags.undo) return tell(flags, 'undo', null, await undoLaunch(root, files, flags['dry-run'] === true));
  const said = joinWishes(wishesOf(words, flags), formerWishes(files));
  const gathered = await gatherLaunch(root, said);
  const wanted = wantedLaunch(gathered, said);
  if (flags.check) return check(root, files, gathered, wanted, flags);
  return tell(flags, 'write', gathered, await changeLaunch(root, files, wanted, flags['dry-run'] === true));
}

function wishesOf(words: readonly string[], flags: LaunchConfigFlags): LaunchWishes {
  return {
    for: flags.for ?? null,
    allSystems: flags['all-systems'] === true,
    python: flags.python ?? null,
    target: flags.target ?? null,
    module: flags.module ?? null,
    args: [...words],
  };
}

async function check(
  root: string,
  files: ChangeFiles,
  gathered: GatheredLaunch,
  wanted: ReturnType<typeof wantedLaunch>,
  flags: LaunchConfigFlags,
): Promise<void> {
  const findings = await checkLaunch(root, files, gathered, wanted);
  process.exitCode = findings.length > 0 ? EXIT.findings : EXIT.clean;
  if (flags.json) return writeOutput(documentOf(flags, 'check', gathered, {findings: [...findings]}));
  if (flags.quiet && findings.length === 0) return undefined;
  const {color, width} = terminalOf(flags.color);
  return writeOutput(renderLaunchFindings([...findings], {style: makeStyle(color), width}));
}

async function tell(
  flags: LaunchConfigFlags,
  action: 'write' | 'undo',
  gathered: GatheredLaunch | null,
  {files, diff, skipped}: LaunchChange,
): Promise<void> {
  if (skipped.length > 0) process.exitCode = EXIT.usage;
  const notes = skipped.map(
    path => `${path}: was changed by another program meanwhile, so it stays as it is`,
  );
  if (flags.json) return writeOutput(documentOf(flags, action, gathered, {files: [...files], notes}));
  if (flags.quiet) return undefined;
  const started = gathered && `${gathered.interpreter.executable} ${describeTarget(gathered.facts.target)}\n`;
  const done = action === 'undo' ? 'Taken back' : 'Wrote';
  const nothing = action === 'undo' ? 'Nothing to undo.\n' : 'Nothing to do: all of it is there already.\n';
  const end = flags['dry-run'] ? 'Nothing was written (--dry-run).\n' : action === 'undo' ? '' : NEXT;
  return writeOutput(
    [
      started ?? '',
      flags['dry-run'] ? diff(makeStyle(terminalOf(flags.color).color)) : '',
      ...(files.length === 0
        ? [nothing]
        : [`${flags['dry-run'] ? 'Would change' : done}: ${files.join(', ')}\n`, end]),
      ...notes.map(note => `${note}\n`),
    ].join(''),
  );
}

const NEXT = '\nCheck: pyxdbg launch-config --check\nUndo:  pyxdbg launch-config --undo\n';

function documentOf(
  flags: LaunchConfigFlags,
  action: LaunchConfigJson['action'],
  gathered: GatheredLaunch | null,
  rest: Partial<Pick<LaunchConfigJson, 'files' | 'findings' | 'notes'>>,
): string {
  return launchConfigJson({
    action,
    dryRun: flags['dry-run'] === true,
    interpreter: gathered?.interpreter.executable ?? null,
    target: gathered && describeTarget(gathered.facts.target),
    files: [],
    findings: [],
    notes: [],
    ...rest,
  });
}
