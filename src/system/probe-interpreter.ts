import {fileURLToPath} from 'node:url';
import {EXIT, UserError} from '../errors.ts';
import {packageFolder} from './package-folder.ts';
import {loadExeca} from './programs.ts';

/** What an interpreter said of itself (templates/runtime/probe.py). */
export interface ProbedInterpreter {
  readonly implementation: string;
  readonly version: readonly [number, number];
  readonly freeThreaded: boolean;
  readonly debug: boolean;
  readonly wideUnicode: boolean;
  /** As a wheel tag spells it: `linux_x86_64`. */
  readonly platform: string;
  readonly suffixes: readonly string[];
  /** pythonXY.dll on Windows, else the executable, links resolved. */
  readonly binary: string | null;
  /** Where a shared build has its libpython. */
  readonly libraryFolder: string | null;
}

/** A cold interpreter on a network drive takes seconds; one that hangs must not take us with it. */
const PROBE_TIMEOUT_MS = 30_000;

/**
 * Asks an interpreter that the user named explicitly: the only program that check-abi ever runs. `-E -s -S` keep the
 * user's environment variables, site folders, .pth files and sitecustomize out. Throws a UserError when it does not answer as a Python does.
 */
export async function probeInterpreter(executable: string): Promise<ProbedInterpreter> {
  const execa = await loadExeca();
  const probe = fileURLToPath(new URL('templates/runtime/probe.py', packageFolder()));
  const result = await execa(executable, ['-E', '-s', '-S', probe], {
    reject: false,
    timeout: PROBE_TIMEOUT_MS,
    stdin: 'ignore',
    maxBuffer: 1_000_000,
  });
  const answer = result.failed ? null : parseAnswer(result.stdout);
  if (answer) return answer;
  const reason = result.timedOut
    ? `does not answer within ${PROBE_TIMEOUT_MS / 1000} seconds`
    : result.code === 'ENOENT' || result.code === 'EACCES'
      ? 'cannot be run'
      : 'does not answer as a Python interpreter';
  throw new UserError({
    what: reason,
    where: `--python ${executable}`,
    advice: 'give a version such as 3.12 or 3.13t, or the path of a working interpreter',
    exitCode: EXIT.usage,
  });
}

function parseAnswer(stdout: string): ProbedInterpreter | null {
  try {
    // Our own probe wrote it; another program's output fails the shape test below.
    const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ProbedInterpreter;
    return Array.isArray(answer.version) && Array.isArray(answer.suffixes) ? answer : null;
  } catch {
    return null;
  }
}
