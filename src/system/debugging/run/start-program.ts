import {spawn} from 'node:child_process';
import {accessSync, constants} from 'node:fs';
import {constants as systemConstants} from 'node:os';
import {delimiter, join} from 'node:path';
import {UserError} from '../../../errors.ts';
import {localFiles} from '../../files.ts';

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
 * UserError where it cannot be started. `shown` is the program's own name, where another one starts it.
 */
export async function startProgram(
  [program = '', ...words]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  shown = program,
): Promise<RunningProgram> {
  requireProgram(shown);
  const child = spawn(program, words, {stdio: 'inherit', env: {...process.env, ...env}});
  const listeners = [
    ...PASSED_ON.map(name => [name, () => child.kill(name)] as const),
    ...SHARED.map(name => [name, () => {}] as const),
  ];
  for (const [name, listen] of listeners) process.on(name, listen);
  const end = new Promise<ProgramEnd>(resolve => {
    child.once('exit', (code, signal) => {
      for (const [name, listen] of listeners) process.off(name, listen);
      resolve({status: signal === null ? (code ?? 0) : 128 + systemConstants.signals[signal], signal});
    });
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('spawn', () => resolve(child.pid ?? 0));
    child.once('error', (cause: NodeJS.ErrnoException) => {
      for (const [name, listen] of listeners) process.off(name, listen);
      reject(cannotStart(shown, cause.code === 'ENOENT', cause));
    });
  });
  return {pid, end, kill: signal => void child.kill(signal)};
}

/** A shell that starts it would say the same with a name of its own. */
function requireProgram(program: string): void {
  const paths = program.includes('/')
    ? [program]
    : (process.env['PATH'] ?? '').split(delimiter).map(folder => join(folder, program));
  // Also in a folder of PATH that we may not enter there is none.
  const found = paths.filter(path => localFiles.status(path)?.kind === 'file');
  if (found.length === 0 && process.platform !== 'win32') throw cannotStart(program, true);
  if (process.platform !== 'win32' && !found.some(isExecutable)) throw cannotStart(program, false);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function cannotStart(program: string, isMissing: boolean, cause?: unknown): UserError {
  return new UserError({
    what: isMissing ? 'there is no such program' : 'cannot be started',
    where: program,
    advice: isMissing ? 'name one that is on PATH, or by its path' : 'look at its permissions',
    exitCode: isMissing ? NOT_FOUND : NOT_RUNNABLE,
    cause,
  });
}
