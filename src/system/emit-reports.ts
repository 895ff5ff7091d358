import type {CheckSettings} from '../project/check-settings.ts';
import {type RenderOptions, render} from '../report/render.ts';
import type {CheckReport} from '../report/report.ts';
import type {ReportFile} from '../report/report-option.ts';
import {ruleTable} from '../rules/rule-table.ts';
import {version} from '../version.ts';
import {writeOutput} from './standard-streams.ts';
import {remark, terminalOf} from './terminal.ts';
import {writeWholeFile} from './write-file.ts';

/** Where a report goes. */
export interface Emission {
  readonly settings: CheckSettings;
  readonly reports: readonly ReportFile[];
  readonly outputFile: string | null;
  readonly writeBaseline: string | null;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly facts: boolean;
  readonly tree: boolean;
}

/** Writes a report to stdout or the output file, every further report to its file, and the baseline to its own. */
export async function emitReports(found: CheckReport, emission: Emission): Promise<void> {
  const {settings, outputFile, writeBaseline, reports} = emission;
  const needsKeys = writeBaseline !== null || hasSarif(emission);
  const report = needsKeys ? (await import('./known-paths.ts')).withKnownPaths(found) : found;
  const options = await renderOptions(emission);
  for (const {format, file} of reports) {
    await writeWholeFile(file, await render(report, format, options.plain));
  }
  if (writeBaseline !== null) {
    const baseline = await import('../rules/baseline.ts');
    await writeWholeFile(writeBaseline, baseline.writeBaseline(report, settings.failOn));
    remark(`wrote ${writeBaseline}: check with --baseline ${writeBaseline} from now on`);
  }
  if (outputFile !== null) {
    await writeWholeFile(outputFile, await render(report, settings.outputFormat, options.plain));
  } else {
    await writeOutput(await render(report, settings.outputFormat, options.terminal));
  }
}

/** Files get no colours and the width of a plain terminal. */
async function renderOptions(emission: Emission): Promise<{terminal: RenderOptions; plain: RenderOptions}> {
  const {settings, verbose, quiet, facts, color} = emission;
  const text = {verbose, quiet, baseline: settings.baseline !== null};
  const rest = {
    cwd: process.cwd(),
    version,
    failOn: settings.failOn,
    facts,
    rules: await ruleTexts(emission),
  };
  return {
    terminal: {text: {...text, ...terminalOf(color)}, ...rest},
    plain: {text: {...text, color: false, width: 80}, ...rest},
  };
}

/** SARIF carries the rules' own texts; no other format needs their pages. */
async function ruleTexts(emission: Emission): Promise<RenderOptions['rules']> {
  if (!hasSarif(emission)) return [];
  const {ruleSummary} = await import('./rule-pages.ts');
  return ruleTable.map(({name, title}) => ({name, title, summary: ruleSummary(name) ?? title}));
}

function hasSarif({settings, reports}: Emission): boolean {
  return [settings.outputFormat, ...reports.map(({format}) => format)].includes('sarif');
}
