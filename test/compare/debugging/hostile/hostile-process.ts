import {type ChildProcess, spawn} from 'node:child_process';
import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import type {Engine} from '../../../../src/debugging/engines/engine.ts';
import {runIn} from '../../../seeded/tools.ts';
import type {Interpreter} from '../../linux/interpreters.ts';

const source = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Builds the module that does the damage. */
export async function buildHostile({headers, suffix}: Interpreter, folder: string): Promise<void> {
  await mkdir(folder, {recursive: true});
  const options = ['-shared', '-fPIC', '-O0', '-g3', '-w', `-I${headers}`];
  await runIn(folder, 'gcc', ...options, source('hostile.c'), '-o', `hostile${suffix}`);
}

/** A process in a hostile state. */
export interface HostileProcess {
  readonly pid: number;
  /** One of its objects' methods was run. */
  hasRunCode(): boolean;
  /** As in /proc: `S` sleeping, `t` stopped by a debugger, ...; null where it is gone. */
  state(): string | null;
  kill(): void;
}

const POLL_MS = 50;
const PATIENCE_MS = 60_000;

/** Starts a process and waits until it is in the states. */
export async function hostileProcess(
  python: string,
  modules: string,
  folder: string,
  states: readonly string[],
): Promise<HostileProcess> {
  const ready = join(folder, 'ready');
  const child = spawn(python, [source('app.py'), states.join(','), ready], {
    env: {...process.env, PYTHONPATH: modules, PYTHONMALLOC: 'debug', PYTHONDONTWRITEBYTECODE: '1'},
    stdio: 'ignore',
  });
  for (let waited = 0; !existsSync(ready); waited += POLL_MS) {
    if (waited > PATIENCE_MS || hasEnded(child)) {
      child.kill('SIGKILL');
      throw new Error(`the program did not come to ${states.join()}: ${child.signalCode ?? child.exitCode}`);
    }
    await sleep(POLL_MS);
  }
  // It has its last steps to go.
  await sleep(4 * POLL_MS);
  const pid = Number(readFileSync(ready, 'utf8'));
  return {
    pid,
    hasRunCode: () => existsSync(`${ready}.ran`),
    state: () => stateOf(pid),
    kill: () => void child.kill('SIGKILL'),
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

function stateOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2, text.lastIndexOf(')') + 3);
  } catch {
    return null;
  }
}

/** What a debugger cost. */
export interface DebuggerCost {
  readonly maxRssMib: number;
  readonly cpuSeconds: number;
}

/** A debugger whose cost is noted by GNU time. */
export function measured(
  {name, program}: Engine,
  folder: string,
): {readonly engine: Engine; cost(): DebuggerCost} {
  const wrapper = join(folder, `${name}-measured`);
  const note = join(folder, `${name}-cost`);
  writeFileSync(wrapper, `#!/bin/sh\nexec time -q -o '${note}' -f '%M %U %S' '${program}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return {
    engine: {name, program: wrapper},
    cost: () => {
      const [rss = Number.NaN, user = Number.NaN, system = Number.NaN] = readFileSync(note, 'utf8')
        .trim()
        .split(' ')
        .map(Number);
      return {maxRssMib: rss / 1024, cpuSeconds: user + system};
    },
  };
}
