import type {Finding, Severity} from './finding.ts';

/** From the mildest to the worst. */
export const SEVERITIES = ['note', 'warning', 'error'] as const satisfies readonly Severity[];

/** Whether `severity` is as bad as `threshold` or worse. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
}

/** Orders findings for `Array.prototype.sort`: the worst first, suppressed ones last, else as they stand. */
export function worstFirst(a: Finding, b: Finding): number {
  return rankOf(b) - rankOf(a);
}

/** How far up a finding belongs: its place in {@link SEVERITIES}, or -1 for a suppressed one. */
export function rankOf({severity, suppressed}: Finding): number {
  return suppressed === undefined ? SEVERITIES.indexOf(severity) : -1;
}

/** The worst severity among the findings that are not suppressed; `ok` when there is none. */
export function verdictOf(findings: readonly Finding[]): Severity | 'ok' {
  let worst: Severity | 'ok' = 'ok';
  for (const {severity, suppressed} of findings) {
    if (suppressed !== undefined) continue;
    if (worst === 'ok' || !isAtLeast(worst, severity)) worst = severity;
  }
  return worst;
}

/** Whether a finding is against a proof: an error that nothing suppresses. */
export function isBreaking({severity, suppressed}: Finding): boolean {
  return suppressed === undefined && severity === 'error';
}
