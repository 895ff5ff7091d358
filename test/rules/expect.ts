import test, {type ExecutionContext} from 'ava';
import type {Finding, Severity} from '../../src/rules/finding.ts';
import {judge} from '../../src/rules/judge.ts';
import {ruleTable} from '../../src/rules/rule-table.ts';
import type {Subject} from '../../src/rules/subject.ts';
import type {Assembled} from '../builders/artefact.ts';
import {pageSeverities} from './page-severities.ts';

/** Which binary is meant, and what its finding must name. */
export interface Expected {
  /** Path of the binary; the one module, or the one binary, by default. */
  readonly at?: string;
  /** Texts that must stand in the message, evidence, damage or cure. */
  readonly says?: readonly string[];
}

const EVERYTHING = {select: [], ignore: []};

/** The findings of one binary of an artefact, by all rules. */
export function findingsAt({artefact, context}: Assembled, at?: string): readonly Finding[] {
  return judge(subjectAt(artefact.subjects, at), context, EVERYTHING);
}

/** The rule has exactly one finding, of this severity. */
export const fires = test.macro(
  (t, rule: string, severity: Severity, made: Assembled, {at, says = []}: Expected = {}) => {
    const all = findingsAt(made, at);
    agreesWithPages(t, all);
    const found = all.filter(finding => finding.rule === rule);
    t.is(found.length, 1, `findings: ${listed(all)}`);
    const [finding] = found;
    if (!finding) return;
    t.is(finding.severity, severity, finding.message);
    isWhole(t, finding);
    const text = textOf(finding);
    for (const wanted of says) t.true(text.includes(wanted), `${JSON.stringify(wanted)} is not in: ${text}`);
  },
);

/** The rule says nothing: all is well. */
export const silent = test.macro((t, rule: string, made: Assembled, {at}: Expected = {}) => {
  saysNothing(t, rule, made, at);
});

/** The rule says nothing, because what decides is not known. */
export const unknown = test.macro((t, rule: string, made: Assembled, {at}: Expected = {}) => {
  saysNothing(t, rule, made, at);
});

/** All that is found in one binary, as `severity rule`, in any order. */
export const tells = test.macro((t, expected: readonly string[], made: Assembled, {at}: Expected = {}) => {
  const all = findingsAt(made, at);
  agreesWithPages(t, all);
  const found = all.map(({rule, severity}) => `${severity} ${rule}`);
  t.deepEqual(found.toSorted(), expected.toSorted());
});

function saysNothing(t: ExecutionContext, rule: string, made: Assembled, at: string | undefined): void {
  t.true(
    ruleTable.some(({name}) => name === rule),
    `there is no rule ${rule}`,
  );
  const all = findingsAt(made, at);
  agreesWithPages(t, all);
  t.deepEqual(
    all.filter(finding => finding.rule === rule),
    [],
  );
}

/** Every severity that a rule gives stands on its page. */
export function agreesWithPages(t: ExecutionContext, findings: readonly Finding[]): void {
  for (const {rule, severity} of findings) {
    const stated = pageSeverities.get(rule) ?? [];
    t.true(stated.includes(severity), `docs/rules/${rule}.md does not say when it is a ${severity}`);
  }
}

/** What every finding owes its reader: a sentence without period, what breaks, a cure, a key for baselines. */
function isWhole(t: ExecutionContext, {message, subject, breaks, fix}: Finding): void {
  t.regex(message, /^[^A-Z].*[^.]$/);
  for (const text of [message, subject, breaks, fix]) t.notRegex(text, /^$|\bnull\b|NaN|\[object/);
}

function textOf({message, evidence, breaks, fix}: Finding): string {
  return [message, ...evidence.map(({label, text}) => `${label} ${text}`), breaks, fix].join('\n');
}

function subjectAt(subjects: readonly Subject[], at: string | undefined): Subject {
  const modules = subjects.filter(({role}) => role === 'module');
  const candidates =
    at === undefined ? (modules.length > 0 ? modules : subjects) : subjects.filter(({path}) => path === at);
  const [only, ...others] = candidates;
  if (!only || others.length > 0)
    throw new Error(`${candidates.length} binaries are meant: name one with \`at\``);
  return only;
}

function listed(findings: readonly Finding[]): string {
  return findings.map(({rule, severity, message}) => `${severity} ${rule}: ${message}`).join('; ') || 'none';
}
