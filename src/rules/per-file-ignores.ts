import type {ArtefactReport, BinaryReport, CheckReport} from '../report/report.ts';
import {globMatcher} from './path-glob.ts';
import {verdictOf} from './verdict.ts';

/** Glob of paths -> names of the rules to ignore there. */
export type PerFileIgnores = Readonly<Record<string, readonly string[]>>;

/**
 * Marks as suppressed what the configuration ignores for some paths. A glob is held against the path in the artefact,
 * and against the whole one (`dist/foo.whl/foo/_bar.pyd`) as it is named and as it is from the configuration's folder.
 */
export function applyPerFileIgnores(
  report: CheckReport,
  ignores: PerFileIgnores,
  fromConfiguration: (path: string) => string = path => path,
): CheckReport {
  const matchers = Object.entries(ignores).map(([glob, rules]) => ({
    matches: globMatcher(glob),
    rules: new Set(rules),
  }));
  if (matchers.length === 0) return report;

  const silence = (artefact: ArtefactReport, binary: BinaryReport): BinaryReport => {
    const paths = [
      binary.path,
      ...[artefact.path, fromConfiguration(artefact.path)].map(place => wholePath(place, artefact, binary)),
    ];
    const applying = matchers.filter(({matches}) => paths.some(matches));
    if (applying.length === 0) return binary;
    const findings = binary.findings.map(finding =>
      finding.suppressed === undefined && applying.some(({rules}) => rules.has(finding.rule))
        ? {...finding, suppressed: 'per-file-ignores' as const}
        : finding,
    );
    return {...binary, findings, verdict: verdictOf(findings)};
  };
  return {
    ...report,
    artefacts: report.artefacts.map(artefact => ({
      ...artefact,
      binaries: artefact.binaries.map(binary => silence(artefact, binary)),
    })),
  };
}

/** A file that is named itself is the binary. */
function wholePath(place: string, {kind}: ArtefactReport, {path}: BinaryReport): string {
  const slashed = place.replaceAll('\\', '/');
  if (kind === 'file') return slashed;
  return slashed === '' ? path : `${slashed}/${path}`;
}
