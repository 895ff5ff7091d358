import type {Severity} from '../rules/finding.ts';
import type {CheckReport} from './report.ts';
import type {RuleText} from './rule-text.ts';
import type {TextOptions} from './text.ts';

export const OUTPUT_FORMATS = ['text', 'json', 'sarif', 'junit', 'github'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** All that any format asks for. */
export interface RenderOptions {
  readonly text: TextOptions;
  readonly cwd: string;
  readonly version: string;
  readonly rules: readonly RuleText[];
  readonly failOn: Severity;
  readonly facts: boolean;
}

/** The report in one format, with a final line break. Only the renderer that is needed gets loaded. */
export async function render(
  report: CheckReport,
  format: OutputFormat,
  options: RenderOptions,
): Promise<string> {
  switch (format) {
    case 'text':
      return `${await details(report, options)}${(await import('./text.ts')).renderText(report, options.text)}`;
    case 'json':
      return (await import('./json.ts')).renderJson(report, options);
    case 'sarif':
      return (await import('./sarif.ts')).renderSarif(report, options);
    case 'junit':
      return (await import('./junit.ts')).renderJunit(report, options);
    case 'github':
      return (await import('./github.ts')).renderGithub(report, options);
  }
}

/** What `--debug`, `--tree` and `--facts` put before the findings. */
async function details(report: CheckReport, {text, facts}: RenderOptions): Promise<string> {
  const binaries = report.artefacts.flatMap(artefact => artefact.binaries);
  const tree = binaries.some(({dependencies}) => dependencies !== undefined);
  const debug = binaries.some(binary => binary.debug !== undefined) && !text.quiet;
  return [
    debug ? (await import('./debug-text.ts')).renderDebug(report, text) : '',
    tree ? (await import('./tree.ts')).renderTrees(report, text) : '',
    facts ? (await import('./facts-text.ts')).renderFacts(report, text) : '',
  ].join('');
}
