import {relative} from 'node:path';
import {UserError} from '../errors.ts';
import type {CheckSettings} from '../project/check-settings.ts';
import {type Config, loadConfig} from '../project/config.ts';
import type {CheckReport} from '../report/report.ts';
import type {Baseline} from '../rules/baseline-schema.ts';
import type {CheckOptions} from '../rules/check-artefact.ts';
import {checkPaths} from '../rules/check-paths.ts';
import type {DebugLevel} from '../rules/debug-info.ts';
import {applyPerFileIgnores} from '../rules/per-file-ignores.ts';
import {debugRuleNames, ruleTable} from '../rules/rule-table.ts';
import {loadToolchains} from '../toolchains/load.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {localOpener} from './check-world.ts';
import {localFiles} from './files.ts';
import {readTable} from './table-files.ts';
import {progressLine} from './terminal.ts';

/** The tables that come with pyxdbg. */
export const localToolchains: Toolchains = loadToolchains(readTable);

/** The configuration for a folder (absolute), the current one unless named; null where there is none. */
export function localConfig(folder: string = process.cwd()): Promise<Config | null> {
  return loadConfig(
    folder,
    localFiles,
    ruleTable.map(({name}) => name),
  );
}

/** Checks paths of this machine, with a line of progress on stderr, and applies what is to be silenced. */
export async function runCheck(
  paths: readonly string[],
  settings: CheckSettings,
  show: {
    readonly facts: boolean;
    readonly tree: boolean;
    readonly debug?: boolean;
    /** What a debug build was asked for; `0` by default. */
    readonly debugLevel?: DebugLevel;
    /** The caller tells of its progress itself. */
    readonly isQuiet?: boolean;
  },
): Promise<CheckReport> {
  // Before the work: a wrong name shall not cost the time of a whole run.
  const baseline = settings.baseline ? await loadBaseline(settings.baseline) : null;
  // To ask for one of its rules is to ask for it.
  const withDebug = show.debug === true || settings.select.some(name => debugRuleNames.has(name));
  const options: CheckOptions = {
    selection: settings,
    against: settings.against
      ? (await import('./resolve-python.ts')).readAgainst(settings.against, localToolchains)
      : null,
    python: settings.python
      ? await (await import('./resolve-python.ts')).resolvePython(settings.python, localToolchains)
      : null,
    toolchains: localToolchains,
    system: settings.withSystem ? (await import('./system-libraries.ts')).systemLibraries() : null,
    withFacts: show.facts,
    withTree: show.tree,
    debug: withDebug
      ? {read: (await import('./debug-world.ts')).localDebugReader, level: show.debugLevel ?? '0'}
      : null,
  };
  const progress = show.isQuiet ? null : progressLine();
  const artefacts = [];
  for (const path of paths) {
    progress?.show(`checking ${path}`);
    for await (const artefact of checkPaths([path], localOpener, options)) artefacts.push(artefact);
  }
  progress?.clear();
  const {configFolder, perFileIgnores} = settings;
  const report = applyPerFileIgnores({artefacts, vanished: []}, perFileIgnores, path =>
    configFolder === null ? path : relative(configFolder, path),
  );
  return baseline ? withBaseline(report, baseline, settings, withDebug) : report;
}

async function loadBaseline(file: string): Promise<Baseline> {
  if (!localFiles.status(file)) {
    throw new UserError({
      what: 'the baseline does not exist',
      where: file,
      advice: `write it with --write-baseline ${file}`,
    });
  }
  const {readBaseline} = await import('../rules/baseline-file.ts');
  const opened = localFiles.openFile(file);
  try {
    return await readBaseline(Buffer.from(opened.read(0, opened.size)).toString('utf8'), file);
  } finally {
    opened.close();
  }
}

async function withBaseline(
  report: CheckReport,
  baseline: Baseline,
  settings: CheckSettings,
  withDebug: boolean,
): Promise<CheckReport> {
  const [{applyBaseline}, {isSelected}, {withKnownPaths}] = await Promise.all([
    import('../rules/baseline.ts'),
    import('../rules/judge.ts'),
    import('./known-paths.ts'),
  ]);
  const ran = ruleTable
    .map(({name}) => name)
    .filter(name => isSelected(name, settings) && (withDebug || !debugRuleNames.has(name)));
  return applyBaseline(withKnownPaths(report), baseline, new Set(ran));
}
