import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Program} from '../../test/compare/debugging/programs/programs.ts';
import {sourcePath} from '../../test/compare/debugging/programs/sources.ts';
import type {Subject} from './interpreters.ts';

/** A program of the matrix, ready to be started. */
export interface Start {
  readonly program: Program;
  readonly subject: Subject;
  /** Where its modules are. */
  readonly extensions: string;
  /** A folder of its own, which gets its core. */
  readonly folder: string;
}

const POLL_MS = 50;
const PATIENCE_MS = 30_000;
/** After the module is loaded, until the threads have run into each other. */
const SETTLE_MS = 1000;

/** Variables of the program: freed memory is filled, so that what uses it again fails at once. */
export function variables({subject, extensions}: Start): Readonly<Record<string, string>> {
  return {...subject.env, PYTHONPATH: extensions, PYTHONMALLOC: 'debug', PYTHONDONTWRITEBYTECODE: '1'};
}

/** The program's words inside its system. */
export function programWords({program, subject, folder}: Start): readonly string[] {
  return [subject.executable, sourcePath('app.py'), program.name, join(folder, 'ready')];
}

/** The program's words with its variables. */
export function startWords(start: Start): readonly string[] {
  return [
    'env',
    ...Object.entries(variables(start)).map(([name, value]) => `${name}=${value}`),
    ...programWords(start),
  ];
}

/** Starts it; it may leave a core in its folder. */
export function startProgram(start: Start): ChildProcess {
  const [program = '', ...words] = start.subject.world.enter(startWords(start));
  return spawn('sh', ['-c', 'ulimit -c unlimited; exec "$@"', 'sh', program, ...words], {
    cwd: start.folder,
    stdio: 'ignore',
    detached: true,
  });
}

/** The number of a process that wrote it, as soon as its fault has had time to come about. */
export async function settledPid({folder}: Start): Promise<number> {
  const file = join(folder, 'ready');
  for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    if (pid > 0 && mapsPlanted(pid)) {
      await sleep(SETTLE_MS);
      return pid;
    }
    await sleep(POLL_MS);
  }
  throw new Error('the program did not come to its fault');
}

function mapsPlanted(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8').includes('/planted.');
  } catch {
    return false;
  }
}

/** The core that was left in a folder. */
export function coreIn(folder: string): string {
  const name = readdirSync(folder).find(file => /^core(\.\d+)?$/.test(file));
  if (name === undefined)
    throw new Error('the kernel wrote no core here (see /proc/sys/kernel/core_pattern)');
  return join(folder, name);
}

/** Waits until it ends. */
export function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}
