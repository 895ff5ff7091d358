import type {Finding, Severity} from './finding.ts';
import {rules} from './rule-table.ts';
import type {RuleContext, Subject} from './subject.ts';
import {isAtLeast} from './verdict.ts';

/** Which rules to apply: all of `select`, or every rule where it is empty, but none of `ignore`. */
export interface Selection {
  readonly select: readonly string[];
  readonly ignore: readonly string[];
}

export function isSelected(rule: string, {select, ignore}: Selection): boolean {
  return (select.length === 0 || select.includes(rule)) && !ignore.includes(rule);
}

/**
 * The findings of one binary. A rule that fires silences those that would tell the same cause again, unless they
 * tell something worse.
 */
export function judge(subject: Subject, context: RuleContext, selection: Selection): readonly Finding[] {
  const silenced = new Map<string, Severity>();
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (!rule.formats.includes(subject.facts.format)) continue;
    const drafts = rule.check(subject, context);
    if (drafts.length === 0) continue;
    for (const draft of drafts) findings.push({rule: rule.name, ...draft});
    for (const {severity} of drafts) {
      for (const name of rule.silences ?? []) {
        const known = silenced.get(name);
        if (!known || isAtLeast(severity, known)) silenced.set(name, severity);
      }
    }
  }
  return findings.filter(({rule, severity}) => {
    const louder = silenced.get(rule);
    return !(louder && isAtLeast(louder, severity)) && isSelected(rule, selection);
  });
}
