import {spawn} from 'node:child_process';
import {constants} from 'node:os';
import {UserError} from '../../../errors.ts';

/** How a program ended. */
export interface ProgramEnd {
  /** As a shell has it: 128 and the number of the signal that ended it. */
  readonly status: number;
  readonly signal: NodeJS.Signals | null;
}

/** A program that runs in our place. */
export interface RunningProgram {
  readonly pid: number;
  readonly end: Promise<ProgramEnd>;
  kill(signal: NodeJS.Signals): void;
}

/** Statuses of env, nohup and their like for a command that is not there, and one that cannot be run. */
const NOT_FOUND = 127;
const NOT_RUNNABLE = 126;

/** Signals that others send us and that are meant for the program. */
const PASSED_ON = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
/** Signals of the terminal, which reach the program by themselves: it is in our process group. */
const SHARED = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Starts a program with our own standard streams, in our process group: it has the terminal, and Ctrl-C. Throws a
 * UserError where it cannot be started.
 */
export async function startProgram(
  [program, ...words]: readonly [string, ...string[]],
  env: Readonly<Record<string, string | undefined>>,
): Promise<RunningProgram> {
  const child = spawn(program, words, {stdio: 'inherit', env: {...process.env, ...env}});
  const listeners = [
    ...PASSED_ON.map(name => [name, () => child.kill(name)] as const),
    ...SHARED.map(name => [name, () => {}] as const),
  ];
  for (const [name, listen] of listeners) process.on(name, listen);
  const end = new Promise<ProgramEnd>(resolve => {
    child.once('exit', (code, signal) => {
      for (const [name, listen] of listeners) process.off(name, listen);
      resolve({status: signal === null ? (code ?? 0) : 128 + constants.signals[signal], signal});
    });
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause: NodeJS.ErrnoException) => {
      for (const [name, listen] of listeners) process.off(name, listen);
      const isMissing = cause.code === 'ENOENT';
      reject(
        new UserError({
          what: isMissing ? 'there is no such program' : `cannot be started (${cause.code ?? cause.message})`,
          where: program,
          advice: isMissing ? 'name one that is on PATH, or by its path' : 'look at its permissions',
          exitCode: isMissing ? NOT_FOUND : NOT_RUNNABLE,
          cause,
        }),
      );
    });
  });
  return {pid, end, kill: signal => void child.kill(signal)};
}
