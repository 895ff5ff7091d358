/** Measures commands against each other: in turns, because a shared machine changes its speed from minute to minute. */
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** A command line with a name for the table; `okStatuses` are the exit statuses that mean it did its work. */
export interface Contender {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly okStatuses?: readonly number[];
}

/** What one contender cost: medians over the rounds, the memory as the largest of them. */
export interface Cost {
  readonly name: string;
  /** User and system time of the process itself, in seconds. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly maxRssMib: number;
}

interface Run {
  readonly status: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly maxRssKib: number;
}

const CHILD_COST = fileURLToPath(new URL('child-cost.py', import.meta.url));

/** Runs every contender once per round, after one round that only warms the caches. Throws when one of them fails. */
export function measure(contenders: readonly Contender[], rounds: number): readonly Cost[] {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-bench-'));
  try {
    const runs = new Map(contenders.map(({name}): [string, Run[]] => [name, []]));
    for (let round = 0; round <= rounds; round += 1) {
      for (const contender of contenders) {
        const run = runOnce(contender, join(folder, 'cost.json'));
        if (round > 0) runs.get(contender.name)?.push(run);
      }
    }
    return [...runs].map(([name, all]) => costOf(name, all));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

function runOnce({name, command, okStatuses = [0]}: Contender, result: string): Run {
  execFileSync('python3', [CHILD_COST, result, ...command], {stdio: ['ignore', 'ignore', 'inherit']});
  // Written by child-cost.py a moment ago, in this shape.
  const run = JSON.parse(readFileSync(result, 'utf8')) as Run;
  if (!okStatuses.includes(run.status)) throw new Error(`${name} ended with status ${run.status}`);
  return run;
}

function costOf(name: string, runs: readonly Run[]): Cost {
  return {
    name,
    cpuSeconds: median(runs.map(run => run.cpuSeconds)),
    wallSeconds: median(runs.map(run => run.wallSeconds)),
    maxRssMib: Math.max(...runs.map(run => run.maxRssKib)) / 1024,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
