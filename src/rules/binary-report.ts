import {crtLibraries, crtNames} from '../python/crt-use.ts';
import {abiTag} from '../python/target.ts';
import {formatVersion} from '../python/version.ts';
import type {BinaryReport, TargetReport, Verdict} from '../report/report.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {expectedCrt} from './expected-crt.ts';
import type {Finding} from './finding.ts';
import {isSelected, type Selection} from './judge.ts';
import {machinesOf} from './machine.ts';
import type {Subject} from './subject.ts';
import {verdictOf, worstFirst} from './verdict.ts';

const RANK: Readonly<Record<Verdict, number>> = {error: 0, warning: 1, note: 2, ok: 3};

/** The report of a binary that was judged; `facts` only where the user asked for them. */
export function reportSubject(
  subject: Subject,
  findings: readonly Finding[],
  toolchains: Toolchains,
  facts: unknown,
): BinaryReport {
  return {
    path: subject.path,
    format: subject.facts.format,
    machine: machinesOf(subject.facts).join('+'),
    role: subject.role,
    target: targetReport(subject, toolchains),
    crt: subject.facts.format === 'pe' ? crtNames(subject.facts, toolchains) : [],
    crtLibraries: subject.facts.format === 'pe' ? crtLibraries(subject.facts, toolchains) : [],
    verdict: verdictOf(findings),
    findings: findings.toSorted(worstFirst),
    ...(facts === null ? {} : {facts}),
  };
}

/** The report of a member that could not be judged. */
export function reportUnreadable(path: string, finding: Finding, selection: Selection): BinaryReport {
  const findings = isSelected(finding.rule, selection) ? [finding] : [];
  return {
    path,
    format: null,
    machine: null,
    role: 'library',
    target: {pythons: null, abi: null, platform: null, crt: null, from: null},
    crt: [],
    verdict: verdictOf(findings),
    findings,
  };
}

/** The binaries with the worst verdicts first, else by path. */
export function worstBinariesFirst(binaries: readonly BinaryReport[]): readonly BinaryReport[] {
  return binaries.toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict] || (a.path < b.path ? -1 : 1));
}

function targetReport(subject: Subject, toolchains: Toolchains): TargetReport {
  const {target} = subject;
  const pythons = target.versions.map(formatVersion);
  const platforms = target.platforms.map(({tag}) => tag);
  return {
    pythons: pythons.length > 0 ? pythons : null,
    abi: abiTag(target),
    platform: platforms.length > 0 ? platforms.join('.') : null,
    crt: expectedCrt(subject, toolchains)?.first ?? null,
    from: target.from,
  };
}
