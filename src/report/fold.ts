import type {Finding} from '../rules/finding.ts';
import {rankOf, worstFirst} from '../rules/verdict.ts';
import {largest} from './largest.ts';
import type {BinaryReport} from './report.ts';

/** Binaries of one artefact that share findings, and these: what stands under one heading. */
export interface Section {
  readonly binaries: readonly BinaryReport[];
  readonly findings: readonly FoldedFinding[];
}

/** A finding that all binaries of a section have with the same words. Its evidence is that of the first of them. */
export interface FoldedFinding {
  readonly finding: Finding;
  readonly sameEvidence: boolean;
}

/** From this many binaries on, a finding they share gets a section of its own. */
const FOLD_FROM = 3;

/** The same words, found in these binaries (by their index). */
interface Group {
  readonly id: number;
  readonly findings: Map<number, Finding>;
}

/**
 * Sorts the findings of an artefact into sections, worst first, so that 42 modules with the same defect take the
 * place of one. `isShown` picks the findings that are wanted at all.
 */
export function foldFindings(
  binaries: readonly BinaryReport[],
  isShown: (finding: Finding) => boolean,
): Section[] {
  const sections = new Map<string, {members: number[]; groups: readonly Group[]}>();
  const place = (key: string, member: number, groups: readonly Group[]): void => {
    const section = sections.get(key);
    if (section) section.members.push(member);
    else sections.set(key, {members: [member], groups});
  };

  const sharersOf = numberSharers();
  for (const [member, groups] of groupFindings(binaries, isShown)) {
    const own = groups.filter(group => group.findings.size < FOLD_FROM);
    if (own.length > 0) place(`own ${own.map(group => group.id).join()}`, member, own);

    const bySharers = new Map<number, Group[]>();
    for (const group of groups.filter(each => each.findings.size >= FOLD_FROM)) {
      const sharers = sharersOf(group);
      bySharers.set(sharers, [...(bySharers.get(sharers) ?? []), group]);
    }
    for (const [sharers, shared] of bySharers) place(`shared ${sharers}`, member, shared);
  }

  return [...sections.values()]
    .map(({members, groups}) => ({
      binaries: members.flatMap(member => binaries[member] ?? []),
      findings: groups
        .flatMap(group => foldGroup(group, members))
        .sort((a, b) => worstFirst(a.finding, b.finding)),
    }))
    .sort((a, b) => rank(b) - rank(a));
}

/** Gives groups that the same binaries share the same number: a key that lists all of them would be long. */
function numberSharers(): (group: Group) => number {
  const numbers = new Map<string, number>();
  const known = new Map<Group, number>();
  return group => {
    const number = known.get(group);
    if (number !== undefined) return number;
    const members = [...group.findings.keys()].join();
    const fresh = numbers.get(members) ?? numbers.size;
    numbers.set(members, fresh);
    known.set(group, fresh);
    return fresh;
  };
}

function groupFindings(
  binaries: readonly BinaryReport[],
  isShown: (finding: Finding) => boolean,
): Map<number, readonly Group[]> {
  const groups = new Map<string, Group>();
  const groupsOf = new Map<number, readonly Group[]>();
  for (const [member, {findings}] of binaries.entries()) {
    const own = new Set<Group>();
    for (const finding of findings.filter(isShown)) {
      const {rule, severity, message, breaks, fix, suppressed} = finding;
      const key = JSON.stringify([rule, severity, message, breaks, fix, suppressed ?? null]);
      const group = groups.get(key) ?? {id: groups.size, findings: new Map()};
      groups.set(key, group);
      if (!group.findings.has(member)) group.findings.set(member, finding);
      own.add(group);
    }
    if (own.size > 0) groupsOf.set(member, [...own]);
  }
  return groupsOf;
}

function foldGroup(group: Group, members: readonly number[]): FoldedFinding[] {
  const findings = members.flatMap(member => group.findings.get(member) ?? []);
  const [first] = findings;
  if (!first) return [];
  const evidence = JSON.stringify(first.evidence);
  return [{finding: first, sameEvidence: findings.every(each => JSON.stringify(each.evidence) === evidence)}];
}

function rank({findings}: Section): number {
  return largest(findings.map(({finding}) => rankOf(finding)));
}
