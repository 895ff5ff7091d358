import type {Finding} from '../rules/finding.ts';
import {worstFirst} from '../rules/verdict.ts';
import {findingText} from './finding-text.ts';
import {locate, relativePath} from './location.ts';
import {shown} from './printable.ts';
import type {ArtefactReport, CheckReport} from './report.ts';

/** How to write a report as workflow commands. */
export interface GithubOptions {
  /** The folder that paths are relative to: the root of the repository. */
  readonly cwd: string;
}

/** GitHub's name for each severity. */
const COMMANDS = {error: 'error', warning: 'warning', note: 'notice'} as const;

/**
 * The report as workflow commands of GitHub Actions, a line each, that annotate the artefacts: worst first, as GitHub
 * keeps only the first ten of each kind in a step. Suppressed findings are left out.
 */
export function renderGithub(report: CheckReport, {cwd}: GithubOptions): string {
  const unread = report.artefacts.flatMap(({path, error}) =>
    error === undefined ? [] : [command('error', path, 'unreadable', shown(error), cwd)],
  );
  const findings = report.artefacts
    .flatMap(activeFindings)
    .sort((a, b) => worstFirst(a.finding, b.finding))
    .map(({file, member, finding}) => {
      const text = findingText(finding);
      const message = member === null ? text : `${shown(member)} ${text}`;
      return command(COMMANDS[finding.severity], file, finding.rule, message, cwd);
    });
  return [...unread, ...findings].map(line => `${line}\n`).join('');
}

function activeFindings(artefact: ArtefactReport): {file: string; member: string | null; finding: Finding}[] {
  return artefact.binaries.flatMap(binary =>
    binary.findings
      .filter(finding => finding.suppressed === undefined)
      .map(finding => ({...locate(artefact, binary), finding})),
  );
}

function command(name: string, file: string, title: string, message: string, cwd: string): string {
  const path = escapeProperty(shown(relativePath(file, cwd)));
  return `::${name} file=${path},title=${escapeProperty(title)}::${escapeData(message)}`;
}

/** As the runner takes the data of a command apart (docs.github.com, "Workflow commands"; actions/toolkit does the same). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** In a property, a colon would end the properties and a comma this one. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
