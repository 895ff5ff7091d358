import {basename} from 'node:path';
import type {Finding, Severity} from '../rules/finding.ts';
import {isAtLeast, worstFirst} from '../rules/verdict.ts';
import {findingText} from './finding-text.ts';
import {locate} from './location.ts';
import {printable, shown} from './printable.ts';
import type {ArtefactReport, BinaryReport, CheckReport} from './report.ts';
import {findingLabel} from './text-finding.ts';
import {element, textElement} from './xml.ts';

/** How to write a report as JUnit XML. */
export interface JunitOptions {
  /** The mildest severity that is a failure. */
  readonly failOn: Severity;
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
}

/**
 * The report as JUnit XML, in the part of it that GitHub's actions, GitLab and Jenkins read alike (Jenkins' XSD,
 * junit-10): a suite per artefact, a test case per binary with one failure at most, as they show only the first.
 */
export function renderJunit(report: CheckReport, {failOn}: JunitOptions): string {
  const suites = report.artefacts.map(artefact => suiteOf(artefact, failOn));
  const total = (key: 'tests' | 'failures' | 'errors'): number =>
    suites.reduce((sum, suite) => sum + suite[key], 0);
  const root = element(
    'testsuites',
    {name: 'pyxdbg check-abi', tests: total('tests'), failures: total('failures'), errors: total('errors')},
    suites.map(({xml}) => xml),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

function suiteOf(artefact: ArtefactReport, failOn: Severity): Suite {
  const name = printable(artefact.path);
  const cases = artefact.binaries.map(binary => caseOf(artefact, binary, failOn));
  const xml = cases.map(each => each.xml);
  if (artefact.error !== undefined) {
    const error = textElement(
      'error',
      {type: 'unreadable', message: shown(artefact.error)},
      shown(artefact.error),
    );
    xml.push(element('testcase', {classname: name, name: 'can be read', time: 0}, [error]));
  }
  const counts = {
    tests: xml.length,
    failures: cases.filter(each => each.fails).length,
    errors: xml.length - cases.length,
  };
  return {...counts, xml: element('testsuite', {name, ...counts, skipped: 0, time: 0}, xml)};
}

function caseOf(
  artefact: ArtefactReport,
  binary: BinaryReport,
  failOn: Severity,
): {xml: string; fails: boolean} {
  const {file, member} = locate(artefact, binary);
  const findings = [...binary.findings].sort(worstFirst);
  const isFailing = ({severity, suppressed}: Finding): boolean =>
    suppressed === undefined && isAtLeast(severity, failOn);
  const failing = findings.filter(isFailing);
  const others = findings.filter(finding => !isFailing(finding));

  const children: string[] = [];
  const [worst] = failing;
  if (worst) {
    const rules = [...new Set(failing.map(finding => finding.rule))];
    const message =
      failing.length === 1 ? shown(worst.message) : `${failing.length} findings: ${rules.join(', ')}`;
    children.push(textElement('failure', {type: worst.rule, message}, listing(failing)));
  }
  if (others.length > 0) children.push(textElement('system-out', {}, listing(others)));
  const name = printable(member ?? (binary.path || basename(file)));
  const attributes = {classname: printable(artefact.path), name, time: 0};
  return {xml: element('testcase', attributes, children), fails: failing.length > 0};
}

function listing(findings: readonly Finding[]): string {
  return findings.map(finding => `${findingLabel(finding)} ${findingText(finding)}`).join('\n\n');
}
