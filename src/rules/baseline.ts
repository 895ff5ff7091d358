import type {ArtefactReport, BinaryReport, CheckReport} from '../report/report.ts';
import {type ArtefactIdentity, baselineKey, identifyArtefact, keyText} from './baseline-key.ts';
import type {Baseline, BaselineEntry} from './baseline-schema.ts';
import type {Severity} from './finding.ts';
import {isAtLeast, verdictOf} from './verdict.ts';

/**
 * Marks the findings that the baseline knows as suppressed, and lists its entries that have vanished: not found again
 * although a binary of that format of the project was checked, by a rule that ran. `ranRules` are those that ran; all
 * where it is left out.
 */
export function applyBaseline(
  report: CheckReport,
  baseline: Baseline,
  ranRules?: ReadonlySet<string>,
): CheckReport {
  const known = new Set(baseline.findings.map(keyText));
  const found = new Set<string>();
  const checked = new Set<string>();
  const artefacts = report.artefacts.map(artefact => {
    const identity = identifyArtefact(artefact.knownAs ?? artefact.path);
    if (artefact.error === undefined) {
      for (const {format} of artefact.binaries) checked.add(formatKey(identity.project, format));
    }
    return {...artefact, binaries: artefact.binaries.map(binary => silence(binary, identity, known, found))};
  });
  const vanished = baseline.findings.filter(
    entry =>
      !found.has(keyText(entry)) &&
      checked.has(formatKey(entry.project, entry.format)) &&
      (ranRules?.has(entry.rule) ?? true),
  );
  return {...report, artefacts, vanished: vanished.map(describeEntry)};
}

/**
 * The text of a baseline that knows all errors and warnings of a report (and its notes, with `failOn` note). What
 * `per-file-ignores` silences is left out; what an older baseline silences is kept.
 */
export function writeBaseline(report: CheckReport, failOn: Severity = 'warning'): string {
  const threshold = failOn === 'note' ? 'note' : 'warning';
  const lines = new Map<string, string>();
  for (const artefact of report.artefacts) {
    for (const entry of entriesOf(artefact, threshold)) lines.set(keyText(entry), formatEntry(entry));
  }
  // Keys are sorted by code unit: the same on every machine.
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => `    ${line}`);
  const findings = sorted.length === 0 ? '[]' : `[\n${sorted.join(',\n')}\n  ]`;
  return `{\n  "schemaVersion": 1,\n  "findings": ${findings}\n}\n`;
}

function silence(
  binary: BinaryReport,
  identity: ArtefactIdentity,
  known: ReadonlySet<string>,
  found: Set<string>,
): BinaryReport {
  const findings = binary.findings.map(finding => {
    const key = keyText(baselineKey(identity, binary.path, finding));
    found.add(key);
    return finding.suppressed === undefined && known.has(key)
      ? {...finding, suppressed: 'baseline' as const}
      : finding;
  });
  return {...binary, findings, verdict: verdictOf(findings)};
}

function* entriesOf(artefact: ArtefactReport, threshold: Severity): Generator<BaselineEntry> {
  const identity = identifyArtefact(artefact.knownAs ?? artefact.path);
  for (const {path, format, findings} of artefact.binaries) {
    for (const finding of findings) {
      if (finding.suppressed === 'per-file-ignores' || !isAtLeast(finding.severity, threshold)) continue;
      yield {...baselineKey(identity, path, finding), format};
    }
  }
}

function formatEntry({project, path, rule, subject, format}: BaselineEntry): string {
  const pairs = Object.entries({project, path, rule, subject, format});
  return `{${pairs.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`;
}

function describeEntry({project, path, rule, subject}: BaselineEntry): string {
  const place = path === project ? path : `${project}: ${path}`;
  return `${place}: ${rule} (${subject})`;
}

function formatKey(project: string, format: string | null): string {
  return JSON.stringify([project, format]);
}
