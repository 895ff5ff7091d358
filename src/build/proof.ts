import type {BinaryReport, CheckReport} from '../report/report.ts';
import type {Finding} from '../rules/finding.ts';
import type {BuildRequest, CompilerCall} from './model.ts';
import {type OptionOrigin, originOf} from './option-origin.ts';
import {lastMatching, sourcesOf} from './recorded-calls.ts';

/** Whether assert() is compiled: `defined` leaves it out; `mixed` where files differ; null where no call was recorded. */
export type Ndebug = 'defined' | 'not-defined' | 'mixed' | null;

/** One module or library that a build made, with what was proved of it. */
export interface ProvenModule {
  /** The wheel or the file itself, absolute. */
  readonly product: string;
  readonly binary: BinaryReport;
  readonly findings: readonly Finding[];
}

/** The proof of a build. */
export interface Proof {
  readonly modules: readonly ProvenModule[];
  /** In what a compiler was given by the release build, and in what it got in this one. */
  readonly ndebug: {readonly release: Ndebug; readonly now: Ndebug};
  readonly holds: boolean;
}

/** What a build says of its products, by `check-abi --debug` and by the recorded calls. */
export function prove(
  request: BuildRequest,
  calls: readonly CompilerCall[],
  report: CheckReport,
  env: Readonly<Record<string, string | undefined>>,
): Proof {
  const compiles = calls.filter(call => sourcesOf(call).length > 0);
  const release = ndebugOf(compiles, request, false);
  const now = ndebugOf(compiles, request, request.assertions);
  const modules = report.artefacts.flatMap(({path, binaries}) =>
    binaries.map(binary => ({
      product: path,
      binary: withRecordedRust(binary, request, compiles),
      findings: binary.findings.map(finding => withOrigin(finding, request, compiles, env)),
    })),
  );
  return {
    modules,
    ndebug: {release, now},
    holds:
      report.artefacts.every(({error}) => error === undefined) &&
      modules.every(({findings}) => findings.every(({severity}) => severity !== 'error')),
  };
}

/**
 * rustc writes no options into its debug information. The wrapper's come last in every call, and the last one counts,
 * so that what it recorded is what was compiled.
 */
function withRecordedRust(
  binary: BinaryReport,
  {debug, optimize}: BuildRequest,
  compiles: readonly CompilerCall[],
): BinaryReport {
  const count = binary.debug?.levels['unknown'] ?? 0;
  if (!binary.debug || !debug || count === 0 || !compiles.some(({tool}) => tool === 'rustc')) return binary;
  const {unknown: _, ...levels} = binary.debug.levels;
  const level = `rustc -Copt-level=${optimize === '0' ? '0' : '1'}`;
  return {...binary, debug: {...binary.debug, unknown: 0, levels: {...levels, [level]: count}}};
}

function ndebugOf(calls: readonly CompilerCall[], {debug}: BuildRequest, assertions: boolean): Ndebug {
  const states = new Set(
    calls
      .filter(({tool}) => tool !== 'rustc')
      .map(({args}) =>
        !(debug && assertions) && /^-D/.test(lastMatching(args, /^-[DU]NDEBUG(=|$)/) ?? '')
          ? 'defined'
          : 'not-defined',
      ),
  );
  const [only = null] = states;
  return states.size > 1 ? 'mixed' : only;
}

/** Optimisation of others that we did not get rid of: which option, and whose. */
function withOrigin(
  finding: Finding,
  request: BuildRequest,
  compiles: readonly CompilerCall[],
  env: Readonly<Record<string, string | undefined>>,
): Finding {
  if (finding.rule !== 'optimised') return finding;
  const option = compiles
    .map(({args}) => lastMatching(args, /^-O(?!0$)|^-flto/))
    .find(found => found !== null);
  const text =
    compiles.length === 0
      ? 'no compiler was called by a name that pyxdbg stands in for: the project calls one by its path'
      : option === undefined || option === null
        ? 'no recorded call has such an option: another compiler was called by its path'
        : `${option}, ${ORIGINS[originOf(option, request, env)]}`;
  return {...finding, evidence: [...finding.evidence, {label: 'set by', text}]};
}

const ORIGINS: Readonly<Record<OptionOrigin, string>> = {
  environment: 'in CFLAGS, CXXFLAGS or CPPFLAGS of the environment',
  interpreter: "among the interpreter's own (sysconfig CFLAGS)",
  project: "by the project's build files or its backend",
};
