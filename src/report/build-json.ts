import type {Proof} from '../build/proof.ts';
import type {PlannedBuild, ShownPlan} from './build-plan-text.ts';

/** The JSON of `build --dry-run --json`. */
export function planJson({request, plan, work, missing, compilers, variables}: ShownPlan): string {
  return text({
    schemaVersion: 1,
    project: projectJson({request, plan, work}),
    steps: plan.steps.map(({title, command, cwd}) => ({title, command, cwd})),
    environment: {...variables, ...plan.environment},
    missingRequirements: missing,
    compilers,
  });
}

/** What a run adds to its proof. */
interface ProofRun {
  readonly products: readonly string[];
  /** Files. */
  readonly compiled: number;
  readonly logFile: string;
  /** How to start Python with the sanitizers that were asked for. */
  readonly start: string | null;
}

/** The JSON of a build that failed. */
export function failureJson({message}: Error): string {
  return text({schemaVersion: 1, proved: false, error: message});
}

/** The JSON of `build --json`: what was built, and what was proved of it. */
export function proofJson(
  planned: PlannedBuild,
  {modules, ndebug, holds}: Proof,
  {products, compiled, logFile, start}: ProofRun,
): string {
  return text({
    schemaVersion: 1,
    project: projectJson(planned),
    products,
    log: logFile,
    sanitizedStart: start,
    filesCompiled: compiled,
    ndebug,
    proved: holds && modules.length > 0,
    modules: modules.map(({product, binary, findings}) => ({
      product,
      path: binary.path,
      machine: binary.machine,
      target: binary.target,
      debug: binary.debug ?? null,
      findings: findings.map(({rule, severity, suppressed, message, evidence, breaks, fix}) => ({
        rule,
        severity,
        ...(suppressed === undefined ? {} : {suppressed}),
        message,
        evidence: evidence.map(one => `${one.label}  ${one.text}`),
        breaks,
        fix,
      })),
    })),
  });
}

function projectJson({request, work}: PlannedBuild) {
  const {project, interpreter, mode, debug, optimize, assertions, sanitize} = request;
  return {
    folder: project.folder,
    name: project.name,
    backend: project.backend,
    python: interpreter.executable,
    pythonVersion: interpreter.version.join('.'),
    extSuffix: interpreter.extSuffix,
    mode,
    debug,
    optimize,
    assertions,
    sanitize,
    objects: work,
  };
}

const text = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
