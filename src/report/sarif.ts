import type {Finding} from '../rules/finding.ts';
import {ruleUrl} from '../rules/rule-url.ts';
import {fileUri} from './location.ts';
import {printableJson, shown} from './printable.ts';
import type {CheckReport} from './report.ts';
import type {RuleText} from './rule-text.ts';
import {messageOf, sarifResults} from './sarif-result.ts';

/** How to write a report as SARIF. */
export interface SarifOptions {
  /** The folder that locations are relative to: the root of the repository. */
  readonly cwd: string;
  /** Version of pyxdbg. */
  readonly version: string;
  readonly rules: readonly RuleText[];
}

/** The address that GitHub, VS Code and the SARIF validator know the schema by. */
const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** The report as a SARIF 2.1.0 log with one run, with a final line break. */
export function renderSarif(report: CheckReport, options: SarifOptions): string {
  return `${printableJson({$schema: SCHEMA, version: '2.1.0', runs: [runOf(report, options)]})}\n`;
}

function runOf(report: CheckReport, {cwd, version, rules}: SarifOptions): object {
  const ruleIndex = new Map(rules.map(({name}, index) => [name, index]));
  const notifications = report.artefacts.flatMap(({path, error}) =>
    error === undefined
      ? []
      : [
          {
            level: 'error',
            message: messageOf(shown(error)),
            locations: [{physicalLocation: {artifactLocation: {uri: fileUri(path, cwd)}}}],
          },
        ],
  );
  return {
    tool: {
      driver: {
        name: 'pyxdbg',
        semanticVersion: version,
        informationUri: 'https://github.com/pyxdbg/pyxdbg',
        rules: rules.map(rule => descriptorOf(rule, report)),
      },
    },
    // The part before the slash is the category that GitHub keeps apart from those of other tools.
    automationDetails: {id: 'pyxdbg-check-abi/'},
    columnKind: 'utf16CodeUnits',
    invocations: [
      {executionSuccessful: notifications.length === 0, toolExecutionNotifications: notifications},
    ],
    results: report.artefacts.flatMap(artefact => sarifResults(artefact, ruleIndex, cwd)),
  };
}

function descriptorOf({name, title, summary}: RuleText, report: CheckReport): object {
  return {
    id: name,
    name: name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: {text: `${title}.`},
    fullDescription: {text: summary},
    help: {text: `${summary}\n\nMore: ${ruleUrl(name)}`},
    helpUri: ruleUrl(name),
    defaultConfiguration: {level: worstLevel(name, report)},
    properties: {tags: ['python', 'abi'], precision: 'high'},
  };
}

/** Severity sits on the finding: GitHub shows the worst one that the run has; a rule that did not fire is a warning. */
function worstLevel(rule: string, report: CheckReport): Finding['severity'] {
  const severities = new Set(
    report.artefacts.flatMap(({binaries}) =>
      binaries.flatMap(({findings}) =>
        findings.filter(each => each.rule === rule).map(each => each.severity),
      ),
    ),
  );
  if (severities.has('error')) return 'error';
  return severities.size === 1 && severities.has('note') ? 'note' : 'warning';
}
