import type {Severity} from '../rules/finding.ts';
import {isAtLeast} from '../rules/verdict.ts';
import type {CheckReport} from './report.ts';

/** Counts over a whole report. A suppressed finding counts as nothing but suppressed. */
export interface Summary {
  readonly artefacts: number;
  readonly binaries: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  readonly suppressed: number;
}

/** Counts what a report holds. */
export function summaryOf({artefacts}: CheckReport): Summary {
  const binaries = artefacts.flatMap(artefact => artefact.binaries);
  const findings = binaries.flatMap(binary => binary.findings);
  const active = findings.filter(finding => finding.suppressed === undefined);
  const count = (severity: Severity): number => active.filter(each => each.severity === severity).length;
  return {
    artefacts: artefacts.length,
    binaries: binaries.length,
    errors: count('error'),
    warnings: count('warning'),
    notes: count('note'),
    suppressed: findings.length - active.length,
  };
}

/** Whether any finding that is not suppressed is as bad as `failOn` or worse: exit status 1. */
export function hasFailingFinding({artefacts}: CheckReport, failOn: Severity): boolean {
  return artefacts.some(({binaries}) =>
    binaries.some(({findings}) =>
      findings.some(finding => finding.suppressed === undefined && isAtLeast(finding.severity, failOn)),
    ),
  );
}
