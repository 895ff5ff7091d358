import type {BinaryReport, CheckReport, Ndebug} from '../report/report.ts';
import {ASKED_IN_SOURCE} from '../rules/debug-optimised.ts';
import type {Finding} from '../rules/finding.ts';
import {oneNdebug} from '../rules/ndebug-option.ts';
import {isBreaking} from '../rules/verdict.ts';
import type {BuildRequest, CompilerCall} from './model.ts';
import {lastMatching, sourcesOf} from './recorded-calls.ts';

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
export function prove(request: BuildRequest, calls: readonly CompilerCall[], report: CheckReport): Proof {
  const compiles = calls.filter(call => sourcesOf(call).length > 0);
  const modules = report.artefacts.flatMap(({path, binaries}) =>
    binaries.map(one => {
      const binary = withRecordedRust(one, request, compiles);
      const findings = one.findings
        .filter(
          ({rule, subject}) => rule !== 'optimised' || subject !== 'unknown' || binary.debug?.unknown !== 0,
        )
        .map(finding => asOfBuild(finding, request));
      return {product: path, binary, findings};
    }),
  );
  const ndebug = compiles.length > 0 ? ndebugOfCalls(compiles, request) : ndebugOfPdbs(modules, request);
  return {
    modules,
    ndebug,
    holds:
      !(request.debug && request.assertions && (ndebug.now === 'defined' || ndebug.now === 'mixed')) &&
      report.artefacts.every(({error}) => error === undefined) &&
      modules.every(({findings}) => !findings.some(isBreaking)),
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

function ndebugOfCalls(calls: readonly CompilerCall[], request: BuildRequest): Proof['ndebug'] {
  return {release: ndebugOf(calls, request, false), now: ndebugOf(calls, request, request.assertions)};
}

/** The command lines in PDBs have our options among them, and of these only /UNDEBUG changes it. */
function ndebugOfPdbs(modules: readonly ProvenModule[], {assertions}: BuildRequest): Proof['ndebug'] {
  const now = oneNdebug(modules.map(({binary}) => binary.debug?.ndebug ?? null));
  return {release: assertions ? null : now, now};
}

function ndebugOf(calls: readonly CompilerCall[], {debug}: BuildRequest, assertions: boolean): Ndebug {
  return oneNdebug(
    calls
      .filter(({tool}) => tool !== 'rustc')
      .map(({args}) =>
        !(debug && assertions) && /^-D/.test(lastMatching(args, /^-[DU]NDEBUG(=|$)/) ?? '')
          ? 'defined'
          : 'not-defined',
      ),
  );
}

/** What else may have compiled a part. */
const PAST_WRAPPER = {
  setBy: 'a compiler that was called by its path, or before this build',
  fix: 'call the compiler by its name (gcc, not /usr/bin/gcc), so that pyxdbg can stand in for it; compile objects and libraries that are linked as they are with -O0 -g yourself',
};
const PAST_VARIABLES = {
  setBy: 'a compiler that did not read _CL_, or that ran before this build',
  fix: 'leave _CL_ as it is in the build files; compile objects and libraries that are linked as they are with /Od /Zi yourself',
};

/**
 * What the wrapper compiles it does not optimise: what is optimised all the same, or tells nothing of it, was compiled
 * by something else, and a debug build that cannot be proved is none.
 */
function asOfBuild(finding: Finding, {debug, mode, project, interpreter}: BuildRequest): Finding {
  if (finding.rule === 'sources-missing' && finding.subject === 'sources' && mode === 'wheel')
    return ofTemporaryCopy(finding, project);
  if (!debug || finding.rule !== 'optimised' || finding.subject === ASKED_IN_SOURCE) return finding;
  const {setBy, fix} = interpreter.platform === 'win32' ? PAST_VARIABLES : PAST_WRAPPER;
  return {
    ...finding,
    severity: finding.subject === 'unknown' ? 'error' : finding.severity,
    evidence: [...finding.evidence, {label: 'set by', text: setBy}],
    fix,
  };
}

/** Sources that are gone right after a build were in a copy, or generated into one, that the backend took away. */
function ofTemporaryCopy(finding: Finding, {buildBackend}: BuildRequest['project']): Finding {
  return {
    ...finding,
    evidence: [
      ...finding.evidence,
      {
        label: 'taken by',
        text: `${buildBackend ?? 'the backend'}, which compiles in a folder that it removes`,
      },
    ],
    fix: 'build with --editable, which compiles in the project, or with the setting of the backend that keeps its folder (-C KEY=VALUE)',
  };
}
