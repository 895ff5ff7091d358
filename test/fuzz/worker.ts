// The child process of a campaign: reads mutants one after the other and writes one line of JSON for each.
import {readFileSync, writeSync} from 'node:fs';
import {memorySource, pagedSource} from '../../src/binary/byte-source.ts';
import {recordingSource} from './hot-spots.ts';
import type {Seed} from './mutate.ts';
import {type Attempt, type Line, loadSeeds, mutantAt, type Work} from './work.ts';

// A checked border: only campaign.ts starts this file.
const work = JSON.parse(process.argv[2] ?? '') as Work;
const {attempt} = (await import(work.attempt)) as {attempt: Attempt};

// Written at once, so that the parent knows which mutant a hanging or dying process was at.
const say = (line: Omit<Line, 'peakKiB'>): void => {
  writeSync(1, `${JSON.stringify({...line, peakKiB: peakKiB()})}\n`);
};

/** On Linux `maxRSS` starts with the peak of the process that started this one (getrusage(2)), which may hide all of ours. */
function peakKiB(): number {
  try {
    const own = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1];
    if (own !== undefined) return Number(own);
  } catch {
    // Another system.
  }
  return process.resourceUsage().maxRSS;
}

const seeds: Seed[] = [];
for (const [index, bytes] of loadSeeds(work).entries()) {
  const {source, spots} = recordingSource(bytes);
  await attempt(work.names[index] ?? '', source);
  seeds.push({bytes, spots: spots()});
}
say({index: -1, outcome: 'ready', cpuMs: 0});

for (let index = work.from; index < work.to; index++) {
  const {name, bytes} = mutantAt(work.seed, index, work.names, seeds);
  const before = process.cpuUsage();
  const result = await outcomeOf(name, bytes);
  const {user, system} = process.cpuUsage(before);
  say({index, ...result, cpuMs: (user + system) / 1000});
}

async function outcomeOf(name: string, bytes: Uint8Array): Promise<Pick<Line, 'outcome' | 'failure'>> {
  try {
    return {outcome: await attempt(name, pagedSource(memorySource(bytes)))};
  } catch (error) {
    return {
      outcome: 'error',
      failure: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}
