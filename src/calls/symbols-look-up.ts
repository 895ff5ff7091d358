import {resolve} from 'node:path';
import {EXIT, UserError} from '../errors.ts';
import {makeStyle} from '../report/style.ts';
import {symbolsJson} from '../report/symbols-json.ts';
import {renderSymbols} from '../report/symbols-text.ts';
import type {SourceName} from '../symbols/source.ts';
import type {SymbolOutcome, SymbolVerdict} from '../symbols/verdict.ts';
import {writeOutput} from '../system/standard-streams.ts';
import {defaultStoreFolder} from '../system/symbol-store-folder.ts';
import {subjectsOf, subjectsOfProcess} from '../system/symbol-targets.ts';
import {lookUpSymbols} from '../system/symbols/look-up-symbols.ts';
import {remark, terminalOf} from '../system/terminal.ts';
import {parsePid} from './parse-pid.ts';

/** What the `symbols` commands that look for debug information were asked for. */
export interface LookUpFlags {
  readonly pid?: readonly string[] | undefined;
  readonly store?: string | undefined;
  readonly source?: readonly SourceName[] | undefined;
  readonly 'no-source'?: readonly SourceName[] | undefined;
  readonly mirror?: readonly string[] | undefined;
  readonly 'symbol-path'?: string | undefined;
  readonly offline?: boolean;
  readonly install?: boolean;
  readonly refresh?: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
}

/** Which of the commands it is. */
export type SymbolsCommand = 'list' | 'fetch' | 'verify';

/** `pyxdbg symbols list|fetch|verify`: identify, look, tell. */
export async function symbolsLookUp(
  command: SymbolsCommand,
  targets: readonly string[],
  flags: LookUpFlags,
): Promise<void> {
  if (targets.length === 0 && (flags.pid ?? []).length === 0) {
    throw new UserError({
      what: 'names nothing to look at',
      where: `symbols ${command}`,
      advice: 'name a module, an interpreter, an environment, a wheel, a process or a core file',
    });
  }
  const {outcomes, notes} = await outcomesOf(command, targets, flags);
  const failing = outcomes.filter(({verdict}) => fails(command, verdict));
  process.exitCode = failing.length > 0 ? EXIT.findings : EXIT.clean;
  if (flags.json) {
    await writeOutput(symbolsJson(command, outcomes, notes));
    return;
  }
  const {color, width} = terminalOf(flags.color);
  const shown = flags.quiet ? failing : outcomes;
  await writeOutput(
    renderSymbols(shown, {
      command,
      targets,
      verbose: flags.verbose,
      quiet: flags.quiet,
      style: makeStyle(color),
      width,
    }),
  );
  if (!flags.quiet) for (const note of notes) remark(`pyxdbg: ${note}`);
}

/** What is known of the debug information of all that the targets hold. */
export async function outcomesOf(
  command: SymbolsCommand,
  targets: readonly string[],
  flags: Omit<LookUpFlags, 'verbose' | 'color'>,
): Promise<{readonly outcomes: readonly SymbolOutcome[]; readonly notes: readonly string[]}> {
  const found = [];
  for (const target of targets) found.push(await subjectsOf(target));
  for (const pid of (flags.pid ?? []).map(text => parsePid(text))) found.push(await subjectsOfProcess(pid));
  const subjects = found.flatMap(one => one.subjects);
  const {outcomes, problems} = await lookUpSymbols(subjects, {
    mode: command === 'fetch' ? 'fetch' : 'look',
    choices: {
      store:
        flags.store === undefined ? defaultStoreFolder(process.env, process.platform) : resolve(flags.store),
      only: flags.source ?? [],
      without: flags['no-source'] ?? [],
      mirrors: flags.mirror ?? [],
      symbolPath: flags['symbol-path'],
    },
    offline: flags.offline === true,
    install: flags.install === true,
    refresh: flags.refresh === true,
    isQuiet: flags.quiet || flags.json,
  });
  return {outcomes, notes: [...found.flatMap(one => one.notes), ...problems]};
}

/** `list` only tells; `verify` fails on what does not match; `fetch` on what is still missing, where something was to be had. */
function fails(command: SymbolsCommand, verdict: SymbolVerdict): boolean {
  if (command === 'list') return false;
  if (command === 'verify') return verdict !== 'own' && verdict !== 'matching';
  return verdict === 'mismatched' || verdict === 'not-published' || verdict === 'stripped';
}
