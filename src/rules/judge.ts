import type {Finding} from './finding.ts';
import {rules} from './rule-table.ts';
import type {RuleContext, Subject} from './subject.ts';

/** Which rules to apply: all of `select`, or every rule where it is empty, but none of `ignore`. */
export interface Selection {
  readonly select: readonly string[];
  readonly ignore: readonly string[];
}

export function isSelected(rule: string, {select, ignore}: Selection): boolean {
  return (select.length === 0 || select.includes(rule)) && !ignore.includes(rule);
}

/** The findings of one binary. A rule that fires silences those that would tell the same cause again. */
export function judge(subject: Subject, context: RuleContext, selection: Selection): readonly Finding[] {
  const silenced = new Set<string>();
  const findings: Finding[] = [];
  for (const rule of rules) {
    if (!rule.formats.includes(subject.facts.format)) continue;
    const drafts = rule.check(subject, context);
    for (const draft of drafts) findings.push({rule: rule.name, ...draft});
    if (drafts.length > 0) for (const name of rule.silences ?? []) silenced.add(name);
  }
  return findings.filter(({rule}) => !silenced.has(rule) && isSelected(rule, selection));
}
