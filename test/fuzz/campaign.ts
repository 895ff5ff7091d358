import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import type {Line, Work} from './work.ts';

/** The limits that no mutant may pass; time is that of the processor, so that a busy machine changes nothing. */
export const LIMITS = {cpuMs: 1000, extraMiB: 150, hangMs: 20_000} as const;

/** A mutant that is not read as it must be. */
export interface Failure {
  readonly index: number;
  readonly name: string;
  readonly what: 'error' | 'slow' | 'memory' | 'hang' | 'crash';
  readonly detail: string;
}

/** What a campaign found. */
export interface Summary {
  readonly mutants: number;
  /** `extension outcome` -> how many. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly worst: {readonly index: number; readonly name: string; readonly cpuMs: number};
  /** The most memory of a process beyond what it had before its first mutant. */
  readonly peakExtraMiB: number;
  readonly failures: readonly Failure[];
}

/** What to run: mutants `from` to `to`, in `jobs` processes at a time. */
export interface Campaign extends Work {
  readonly jobs?: number;
}

/** Mutants that one process reads before the next takes over. */
const PORTION = 500;

/** Reads the mutants of a campaign in child processes, whose death or silence is a finding like any other. */
export async function runCampaign(campaign: Campaign): Promise<Summary> {
  const tally = new Tally(campaign);
  const portions: [number, number][] = [];
  for (let from = campaign.from; from < campaign.to; from += PORTION) {
    portions.push([from, Math.min(from + PORTION, campaign.to)]);
  }
  const worker = async (): Promise<void> => {
    for (let portion = portions.shift(); portion; portion = portions.shift()) {
      await readPortion(campaign, ...portion, tally);
    }
  };
  await Promise.all(Array.from({length: campaign.jobs ?? 2}, worker));
  return tally.summary();
}

/** A process that fails, or has taken much memory, is followed by a new one at the next mutant. */
async function readPortion(campaign: Campaign, from: number, to: number, tally: Tally): Promise<void> {
  for (let next = from; next < to; ) {
    const {last, end, line} = await readInChild(campaign, next, to, tally);
    next = last + 1;
    if (end === 'done') continue;
    if (end === 'suspect' && line) await judgeAlone(campaign, line, tally);
    else {
      tally.fail(
        next,
        end === 'hang' ? 'hang' : 'crash',
        `the process ${end === 'hang' ? 'did not answer' : end}`,
      );
      next++;
    }
  }
}

/** Time and memory of one mutant in a process of its own: in a long run they may be those of the garbage of others. */
async function judgeAlone(campaign: Campaign, suspect: Line, tally: Tally): Promise<void> {
  const alone = new Tally(campaign);
  const {end, line} = await readInChild(campaign, suspect.index, suspect.index + 1, alone);
  const {peakExtraMiB} = alone.summary();
  const cpuMs = Math.min(suspect.cpuMs, line?.cpuMs ?? suspect.cpuMs);
  if (end === 'hang' || end.startsWith('ended'))
    tally.fail(suspect.index, 'crash', `alone, the process ${end}`);
  else if (peakExtraMiB > LIMITS.extraMiB)
    tally.fail(suspect.index, 'memory', `${Math.round(peakExtraMiB)} MiB`);
  else if (cpuMs > LIMITS.cpuMs) tally.fail(suspect.index, 'slow', `${Math.round(cpuMs)} ms`);
}

interface ChildResult {
  /** The last mutant that was read. */
  readonly last: number;
  /** `done`, `suspect` (time or memory beyond the limits), `hang`, or how the process ended. */
  readonly end: string;
  readonly line: Line | null;
}

function readInChild(campaign: Campaign, from: number, to: number, tally: Tally): Promise<ChildResult> {
  const work: Work = {...campaign, from, to};
  const path = fileURLToPath(new URL('worker.ts', import.meta.url));
  const child = spawn(process.execPath, [path, JSON.stringify(work)], {stdio: ['ignore', 'pipe', 'pipe']});
  return new Promise((resolve, reject) => {
    let line: Line | null = null;
    let baseKiB = 0;
    let stopped: string | null = null;
    let errors = '';
    const stop = (why: string): void => {
      stopped ??= why;
      child.kill('SIGKILL');
    };
    let watch = setTimeout(stop, LIMITS.hangMs, 'hang');
    child.stderr.on('data', data => {
      errors = `${errors}${data}`.slice(-2000);
    });
    createInterface({input: child.stdout}).on('line', text => {
      if (stopped) return;
      clearTimeout(watch);
      watch = setTimeout(stop, LIMITS.hangMs, 'hang');
      line = JSON.parse(text) as Line;
      if (line.index < 0) {
        baseKiB = line.peakKiB;
        return;
      }
      const extraMiB = (line.peakKiB - baseKiB) / 1024;
      tally.add(line, extraMiB);
      if (extraMiB > LIMITS.extraMiB || line.cpuMs > LIMITS.cpuMs) stop('suspect');
    });
    child.on('close', (code, signal) => {
      clearTimeout(watch);
      if (!line) {
        reject(
          new Error(
            `the seeds cannot be read: the process ${stopped ?? `ended with ${signal ?? code}`} ${errors}`,
          ),
        );
        return;
      }
      const last = line.index >= from ? line.index : from - 1;
      const isDone = code === 0 && last === to - 1;
      resolve({last, end: stopped ?? (isDone ? 'done' : `ended with ${signal ?? code} ${errors}`), line});
    });
  });
}

class Tally {
  readonly #campaign: Campaign;
  readonly #outcomes = new Map<string, number>();
  readonly #failures: Failure[] = [];
  #mutants = 0;
  #worst = {index: 0, name: '', cpuMs: 0};
  #peakExtraMiB = 0;

  constructor(campaign: Campaign) {
    this.#campaign = campaign;
  }

  add(line: Line, extraMiB: number): void {
    const name = this.#nameOf(line.index);
    const key = `${name.slice(name.lastIndexOf('.') + 1)} ${line.outcome}`;
    this.#mutants++;
    this.#outcomes.set(key, (this.#outcomes.get(key) ?? 0) + 1);
    if (line.cpuMs > this.#worst.cpuMs) this.#worst = {index: line.index, name, cpuMs: line.cpuMs};
    this.#peakExtraMiB = Math.max(this.#peakExtraMiB, extraMiB);
    if (line.failure) this.fail(line.index, 'error', line.failure);
  }

  fail(index: number, what: Failure['what'], detail: string): void {
    this.#failures.push({index, name: this.#nameOf(index), what, detail});
  }

  summary(): Summary {
    return {
      mutants: this.#mutants,
      outcomes: new Map([...this.#outcomes].sort(([a], [b]) => (a < b ? -1 : 1))),
      worst: this.#worst,
      peakExtraMiB: this.#peakExtraMiB,
      failures: this.#failures.toSorted((a, b) => a.index - b.index),
    };
  }

  #nameOf(index: number): string {
    const {names} = this.#campaign;
    return names[index % names.length] ?? '';
  }
}
