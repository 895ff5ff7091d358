import {fileURLToPath} from 'node:url';
import {UserError} from '../errors.ts';
import {shown} from '../report/printable.ts';
import {packageFolder} from './package-folder.ts';
import {type ProbedInterpreter, parseAnswer} from './probe-answer.ts';
import {loadExeca} from './programs.ts';
import {sayWhileWaiting} from './terminal.ts';

/** How long to wait for an answer, in milliseconds. */
export interface ProbePatience {
  /** When to say that we wait. */
  readonly remarkMs: number;
  /** When to give up. A cold interpreter on a network drive takes seconds; one that hangs must not take us with it. */
  readonly limitMs: number;
}

const PATIENCE: ProbePatience = {remarkMs: 2000, limitMs: 30_000};

/**
 * Asks an interpreter that the user named explicitly: the only program that check-abi ever runs. `-E -s -S` keep the
 * user's environment variables, site folders, .pth files and sitecustomize out. Throws a UserError when it does not
 * answer in time, or not as a CPython does.
 */
export async function probeInterpreter(
  executable: string,
  {remarkMs, limitMs}: ProbePatience = PATIENCE,
): Promise<ProbedInterpreter> {
  const execa = await loadExeca();
  const probe = fileURLToPath(new URL('templates/runtime/probe.py', packageFolder()));
  let isLate = false;
  const result = await sayWhileWaiting(
    `waiting for ${shown(executable)} to say which Python it is (at most ${limitMs / 1000} seconds)`,
    remarkMs,
    async () => {
      const asked = execa(executable, ['-E', '-s', '-S', probe], {
        reject: false,
        stdin: 'ignore',
        maxBuffer: 1_000_000,
      });
      const limit = setTimeout(() => {
        isLate = true;
        asked.kill('SIGKILL');
        // A child of a wrapper script may live on and hold the pipes open: nobody waits for their end.
        asked.stdout.destroy();
        asked.stderr.destroy();
      }, limitMs);
      const ended = await asked;
      clearTimeout(limit);
      return ended;
    },
  );
  const answer = isLate
    ? `does not answer within ${limitMs / 1000} seconds`
    : result.failed
      ? failureOf(result.code)
      : parseAnswer(result.stdout);
  if (typeof answer === 'string') throw refused(executable, answer);
  if (answer.implementation !== 'cpython') {
    throw refused(executable, `is ${answer.implementation}, and only the ABI of CPython is known`);
  }
  return answer;
}

function failureOf(code: string | undefined): string {
  return code === 'ENOENT' || code === 'EACCES' ? 'cannot be run' : 'does not answer as a Python interpreter';
}

function refused(executable: string, what: string): UserError {
  return new UserError({
    what,
    where: `--python ${executable}`,
    advice: 'give a version such as 3.12 or 3.13t, or the path of a working interpreter',
  });
}
