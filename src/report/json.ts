import type {Finding} from '../rules/finding.ts';
import {ruleUrl} from '../rules/rule-url.ts';
import type {JsonDependency, JsonReport} from './json-schema.ts';
import {printableJson} from './printable.ts';
import type {ArtefactReport, BinaryReport, CheckReport, Dependency} from './report.ts';
import {summaryOf} from './summary.ts';

/** How to write a report as JSON. */
export interface JsonOptions {
  /** Adds what was read from each binary. */
  readonly facts?: boolean;
}

/** The report for programs: one JSON document that `schema/check-abi.schema.json` describes, with a final line break. */
export function renderJson(report: CheckReport, {facts = false}: JsonOptions = {}): string {
  return `${printableJson(toJson(report, facts))}\n`;
}

function toJson(report: CheckReport, facts: boolean): JsonReport {
  return {
    schemaVersion: 1,
    artefacts: report.artefacts.map(artefact => artefactJson(artefact, facts)),
    vanished: [...report.vanished],
    summary: {...summaryOf(report)},
  };
}

function artefactJson(
  {path, kind, binaries, error, notes = []}: ArtefactReport,
  facts: boolean,
): JsonReport['artefacts'][number] {
  return {
    path,
    kind,
    binaries: binaries.map(binary => binaryJson(binary, facts)),
    ...(error !== undefined && {error}),
    ...(notes.length > 0 && {notes: [...notes]}),
  };
}

function binaryJson(
  binary: BinaryReport,
  withFacts: boolean,
): JsonReport['artefacts'][number]['binaries'][number] {
  const {path, format, machine, role, target, crt, verdict, findings, facts, dependencies, debug} = binary;
  const {pythons, abi, platform, crt: targetCrt, from} = target;
  return {
    path,
    format,
    machine,
    role,
    target: {pythons: pythons && [...pythons], abi, platform, crt: targetCrt, from},
    crt: [...crt],
    verdict,
    findings: findings.map(findingJson),
    ...(dependencies !== undefined && {dependencies: dependencies.map(dependencyJson)}),
    ...(debug !== undefined && {
      debug: {...debug, levels: {...debug.levels}, missingSources: [...debug.missingSources]},
    }),
    ...(withFacts && facts !== undefined && {facts}),
  };
}

function dependencyJson({library, place, path, crt, names, needs}: Dependency): JsonDependency {
  return {library, place, path, crt: [...crt], names, needs: needs.map(dependencyJson)};
}

function findingJson(
  finding: Finding,
): JsonReport['artefacts'][number]['binaries'][number]['findings'][number] {
  const {rule, severity, message, evidence, breaks, fix, suppressed} = finding;
  return {
    rule,
    severity,
    message,
    evidence: evidence.map(({label, text}) => `${label}  ${text}`),
    breaks,
    fix,
    url: ruleUrl(rule),
    ...(suppressed !== undefined && {suppressed}),
  };
}
