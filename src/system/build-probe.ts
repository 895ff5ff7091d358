import {isAbsolute, win32} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type InterpreterCandidate, interpreterCandidates} from '../build/choose-interpreter.ts';
import type {BuildInterpreter} from '../build/model.ts';
import {isWanted} from '../build/wanted-python.ts';
import {UserError} from '../errors.ts';
import {shown} from '../report/printable.ts';
import type {BuildProbeAnswer} from './build-probe-answer.ts';
import {localFiles} from './files.ts';
import {homeFolder} from './home-folder.ts';
import {packageFolder} from './package-folder.ts';
import {loadExeca} from './programs.ts';

/** A cold interpreter on a network drive takes seconds; one that hangs must not take us with it. */
const PROBE_TIMEOUT_MS = 30_000;

/** Between asking a program to end and ending it. */
const KILL_DELAY_MS = 500;

/** An environment of 10,000 distributions stays below half of it. */
const MAX_OUTPUT_CHARACTERS = 1_000_000;

const ADVICE = 'name another with --python: a path, or a version such as 3.12';

/**
 * Chooses the Python that `project` (absolute) is built for and asks it, once in all but odd cases. `stated` is what
 * `--python` says. Throws a UserError where there is none, or where the one that counts does not answer.
 */
export async function interpreterForBuild(
  stated: string | null,
  project: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<BuildInterpreter> {
  const candidates = interpreterCandidates({
    stated,
    project,
    cwd: process.cwd(),
    home: homeFolder(env),
    isWindows: process.platform === 'win32',
    variables: env,
    files: localFiles,
  });
  let firstFailure: UserError | null = null;
  for (const candidate of candidates) {
    try {
      const interpreter = await probeForBuild(candidate, {env});
      if (candidate.wanted === null || isWanted(interpreter, candidate.wanted)) return interpreter;
    } catch (error) {
      if (!(error instanceof UserError) || !candidate.mayFail) throw error;
      firstFailure ??= error;
    }
  }
  if (firstFailure) throw firstFailure;
  const isWindows = process.platform === 'win32';
  throw new UserError(
    stated === null
      ? {
          what: `no Python is found: no environment is active, and PATH has neither ${isWindows ? 'python nor py' : 'python3 nor python'}`,
          advice: ADVICE,
        }
      : {
          what: `no such Python is found among the active environment, uv, pyenv, conda${isWindows ? ', PATH and py' : ' and PATH'}`,
          where: `--python ${shown(stated)}`,
          advice: 'install it, or name the path of an interpreter',
        },
  );
}

/** With what an interpreter is asked. */
interface ProbeSettings {
  readonly env: NodeJS.ProcessEnv;
  /** When to give up, in milliseconds. */
  readonly limitMs: number;
}

/** Asks one interpreter. Throws a UserError, one sentence, where it does not answer as a Python from 3.6 on does. */
export async function probeForBuild(
  {command, from}: Pick<InterpreterCandidate, 'command' | 'from'>,
  {env = process.env, limitMs = PROBE_TIMEOUT_MS}: Partial<ProbeSettings> = {},
): Promise<BuildInterpreter> {
  const [program, ...args] = command;
  const execa = await loadExeca();
  const probe = fileURLToPath(new URL('templates/runtime/build-probe.py', packageFolder()));
  // What -I does, but that 2.7 knows it too and can say which it is. Site-packages stay: they are what is asked for.
  const running = execa(program, [...args, '-E', '-s', probe], {
    reject: false,
    timeout: limitMs,
    forceKillAfterDelay: KILL_DELAY_MS,
    stdin: 'ignore',
    maxBuffer: MAX_OUTPUT_CHARACTERS,
    env,
    extendEnv: false,
  });
  // What a killed launcher has started may hold the pipes open for ever.
  const letGo = setTimeout(
    () => {
      running.stdout.destroy();
      running.stderr.destroy();
    },
    limitMs + 2 * KILL_DELAY_MS,
  );
  const result = await running;
  clearTimeout(letGo);
  const answer = result.failed
    ? failureOf(result, limitMs)
    : (await import('./build-probe-answer.ts')).parseBuildAnswer(result.stdout);
  if (typeof answer !== 'string') return interpreterOf(answer, program, from);
  throw new UserError({
    what: answer,
    where: from.startsWith('--python') ? shown(program) : `${shown(program)} (from ${shown(from)})`,
    advice: ADVICE,
  });
}

function interpreterOf(
  {probe: _, executable, ...rest}: BuildProbeAnswer,
  program: string,
  from: string,
): BuildInterpreter {
  // `py` and the shims of version managers are not what a build should start again and again.
  const isWhole = isAbsolute(executable) || win32.isAbsolute(executable);
  return {...rest, executable: isWhole ? executable : program, from};
}

function failureOf(
  result: {
    readonly timedOut: boolean;
    readonly isMaxBuffer: boolean;
    readonly code?: string | undefined;
    readonly stderr: string;
  },
  limitMs: number,
): string {
  if (result.timedOut) return `does not answer within ${limitMs / 1000} seconds`;
  if (result.isMaxBuffer) return 'does not answer as a Python interpreter: it prints without end';
  if (result.code === 'ENOENT') return 'cannot be run: it, or what it needs to start, is not there';
  if (result.code === 'EACCES') return 'cannot be run: permission denied';
  // A loader's complaint (`error while loading shared libraries: ...`) names the cause.
  const said = result.stderr.trim().split(/\r?\n/).at(-1) ?? '';
  return `does not answer as a Python interpreter${said === '' ? '' : `: it says "${shown(said).slice(0, 200)}"`}`;
}
