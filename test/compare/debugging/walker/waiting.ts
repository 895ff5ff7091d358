import {spawn} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {Subject} from '../../../../scripts/debug-matrix/interpreters.ts';
import {temporaryFolder} from '../../../builders/tools.ts';

const POLL_MS = 20;
const PATIENCE_MS = 60_000;

/** A program of this folder that has told what it knows of itself, and stands still. */
export interface Waiting {
  readonly pid: number;
  /** What it wrote, a JSON text. */
  readonly answers: string;
}

/** Starts a program of this folder in an interpreter, looks at it, and ends it. */
export async function whileWaiting<T>(
  {world, executable, env}: Subject,
  program: string,
  look: (waiting: Waiting) => Promise<T>,
): Promise<T> {
  const file = join(temporaryFolder(), 'answers.json');
  const path = fileURLToPath(new URL(program, import.meta.url));
  const variables = Object.entries({...env, PYTHONDONTWRITEBYTECODE: '1'});
  const [first = '', ...words] = world.enter([
    'env',
    ...variables.map(([name, value]) => `${name}=${value}`),
    executable,
    path,
    file,
  ]);
  // Every program that it is started by replaces itself by the next.
  const child = spawn(first, words, {stdio: ['ignore', 'ignore', 'inherit']});
  try {
    for (let waited = 0; !existsSync(file); waited += POLL_MS) {
      if (child.exitCode !== null || waited > PATIENCE_MS) throw new Error(`${program} told nothing`);
      await sleep(POLL_MS);
    }
    return await look({pid: child.pid ?? 0, answers: readFileSync(file, 'utf8')});
  } finally {
    child.kill('SIGKILL');
  }
}
