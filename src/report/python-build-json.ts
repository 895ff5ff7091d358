import type {InterpreterFacts, Optimize} from '../interpreter-build/model.ts';
import type {Evidence, ProofPoint} from '../interpreter-build/proof.ts';
import type {PlannedPython} from './python-plan-text.ts';

/** An interpreter that was built, and what was shown of it. */
export interface BuiltPython {
  readonly original: InterpreterFacts;
  readonly version: readonly [number, number, number];
  readonly optimize: Optimize;
  /** Absolute, as the paths below. */
  readonly prefix: string;
  readonly executable: string;
  readonly venv: {readonly folder: string; readonly python: string; readonly hasPip: boolean} | null;
  readonly gdbScript: string | null;
  /** Arguments of configure, or of build.bat. */
  readonly configured: readonly string[];
  readonly evidence: Evidence;
  readonly points: readonly ProofPoint[];
  readonly holds: boolean;
}

/** The JSON of `python build --json`. */
export function pythonBuildJson(built: BuiltPython): string {
  const {original, evidence, points, holds, venv} = built;
  const {source, facts, names, debug, abidiff, missingModules, releaseModules, tried} = evidence;
  return text({
    schemaVersion: 1,
    proved: holds,
    prefix: built.prefix,
    python: built.executable,
    version: built.version.join('.'),
    optimize: built.optimize,
    venv: venv && {folder: venv.folder, python: venv.python, pip: venv.hasPip},
    gdbScript: built.gdbScript,
    original: originalJson(original),
    source: {from: source.from, version: source.version.join('.'), match: source.match},
    configured: built.configured,
    points,
    facts,
    names,
    debug: {
      ...debug,
      findings: debug.findings.map(({path, finding}) => ({
        path,
        rule: finding.rule,
        message: finding.message,
      })),
    },
    abidiff,
    missingModules,
    releaseModules,
    tried,
  });
}

/** The JSON of `python build --dry-run --json`. */
export function pythonPlanJson({original, source, prefix, venv, plan}: PlannedPython): string {
  return text({
    schemaVersion: 1,
    prefix,
    venv,
    original: originalJson(original),
    source,
    steps: plan.steps.map(({title, command, cwd}) => ({title, command, cwd})),
    environment: plan.environment,
    leftOut: plan.leftOut,
  });
}

function originalJson({executable, library, version}: InterpreterFacts) {
  return {python: executable, library, version: version.join('.')};
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
