import type {CheckReport} from '../report/report.ts';
import type {Finding} from '../rules/finding.ts';
import type {ComparedFact, ComparedNames, MissingModule} from './compare.ts';
import type {SourceTree} from './model.ts';

/** What abidiff (libabigail) says of the two libraries. */
export interface AbidiffAnswer {
  readonly changedFunctions: number;
  readonly changedVariables: number;
  readonly removed: number;
  readonly added: number;
  /** Whether the original's debug information was there: without it abidiff compares names only. */
  readonly withTypes: boolean;
}

/** How modules of the release build, loaded into the new interpreter, went. */
export interface LoadedModules {
  readonly loaded: number;
  readonly failed: readonly {readonly name: string; readonly error: string}[];
}

/** A package that was installed and imported because the user asked for it. */
export interface TriedPackage {
  readonly name: string;
  readonly version: string;
  readonly imported: readonly string[];
  /** Compiled modules of its own that were loaded. */
  readonly compiled: number;
  /** Empty where all went well. */
  readonly error: string;
}

/** What the debug information of all that was built says. */
export interface DebugSummary {
  readonly binaries: number;
  readonly units: number;
  readonly levels: Readonly<Record<string, number>>;
  readonly missingSources: number;
  /** Findings of check-abi's debug rules that are errors, each with its binary. */
  readonly findings: readonly {readonly path: string; readonly finding: Finding}[];
}

/** All that was looked at; null for what could not be. */
export interface Evidence {
  readonly source: SourceTree;
  readonly facts: readonly ComparedFact[];
  readonly names: ComparedNames | null;
  readonly debug: DebugSummary;
  readonly abidiff: AbidiffAnswer | null;
  readonly missingModules: readonly MissingModule[];
  readonly releaseModules: LoadedModules | null;
  readonly tried: readonly TriedPackage[];
}

/** One thing that was to be shown. */
export interface ProofPoint {
  readonly what:
    | 'sysconfig and sys'
    | 'exported names'
    | 'abidiff'
    | 'debug information'
    | 'release modules'
    | 'packages';
  /** `unknown`: it could not be looked at, which is no proof and no failure. */
  readonly verdict: 'ok' | 'no' | 'unknown';
}

/** The points of the proof, and whether it holds: none fails, and facts and debug information are there. */
export function judgeEvidence({facts, names, debug, abidiff, releaseModules, tried}: Evidence): {
  readonly points: readonly ProofPoint[];
  readonly holds: boolean;
} {
  const point = (what: ProofPoint['what'], isGood: boolean | null): ProofPoint => ({
    what,
    verdict: isGood === null ? 'unknown' : isGood ? 'ok' : 'no',
  });
  const points = [
    point(
      'sysconfig and sys',
      facts.every(({same}) => same),
    ),
    point('exported names', names?.missing.every(({reason}) => reason !== 'of-cpython') ?? null),
    point('abidiff', abidiff && abidiff.changedFunctions + abidiff.changedVariables === 0),
    point('debug information', debug.units > 0 && debug.findings.length === 0),
    point('release modules', releaseModules && releaseModules.failed.length === 0),
    ...(tried.length > 0
      ? [
          point(
            'packages',
            tried.every(({error}) => error === ''),
          ),
        ]
      : []),
  ];
  return {points, holds: points.every(({verdict}) => verdict !== 'no')};
}

/** The debug information of every binary of a report in one sum. */
export function summariseDebug({artefacts}: CheckReport): DebugSummary {
  const binaries = artefacts.flatMap(artefact =>
    artefact.binaries.map(binary => ({
      binary,
      path: artefact.binaries.length === 1 ? artefact.path : `${artefact.path}/${binary.path}`,
    })),
  );
  const levels: Record<string, number> = {};
  for (const {binary} of binaries) {
    for (const [level, count] of Object.entries(binary.debug?.levels ?? {})) {
      levels[level] = (levels[level] ?? 0) + count;
    }
  }
  return {
    binaries: binaries.length,
    units: binaries.reduce((sum, {binary}) => sum + (binary.debug?.units ?? 0), 0),
    levels,
    missingSources: new Set(binaries.flatMap(({binary}) => binary.debug?.missingSources ?? [])).size,
    findings: binaries.flatMap(({binary, path}) =>
      binary.findings.filter(({severity}) => severity === 'error').map(finding => ({path, finding})),
    ),
  };
}

/**
 * Reads abidiff's summary: `Functions changes summary: 30 Removed, 0 Changed, 0 Added functions`, the same for variables,
 * and for names without debug information. Null where it is none; an empty text means no difference at all.
 */
export function parseAbidiff(text: string, withTypes: boolean): AbidiffAnswer | null {
  const summaries = [
    ...text.matchAll(
      /^(Functions|Variables|Function symbols|Variable symbols)[^:\n]*changes summary: (\d+) Removed, (?:(\d+) Changed(?: \((\d+) filtered out\))?, )?(\d+) Added/gm,
    ),
  ];
  if (summaries.length === 0 && text.trim() !== '') return null;
  const sum = (pick: (match: RegExpExecArray) => string | undefined, kind = /./): number =>
    summaries
      .filter(([, what = '']) => kind.test(what))
      .reduce((total, match) => total + Number(pick(match) ?? 0), 0);
  return {
    changedFunctions: sum(([, , , changed]) => changed, /^Function/),
    changedVariables: sum(([, , , changed]) => changed, /^Variable/),
    removed: sum(([, , removed]) => removed),
    added: sum(([, , , , , added]) => added),
    withTypes,
  };
}
