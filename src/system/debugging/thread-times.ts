import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ThreadTime} from '../../debugging/verdict/observations.ts';

/** Between two looks: ten ticks of the kernel's clock of 100 Hz, in which it counts processor time. */
const SAMPLE_MS = 100;
const TICK_MS = 10;

/** Processor time of each thread of a process over a tenth of a second; nothing where /proc does not tell. */
export async function sampleThreadTimes(pid: number): Promise<readonly ThreadTime[]> {
  const before = ticksOf(pid);
  if (before.size === 0) return [];
  const start = performance.now();
  await sleep(SAMPLE_MS);
  const sampleMs = performance.now() - start;
  return [...ticksOf(pid)].map(([id, ticks]) => ({
    id,
    usedMs: (ticks - (before.get(id) ?? ticks)) * TICK_MS,
    sampleMs,
  }));
}

/** Ticks in user mode and in the kernel, by thread (proc(5), stat, fields 14 and 15). */
function ticksOf(pid: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  try {
    for (const id of readdirSync(`/proc/${pid}/task`)) {
      const text = readFileSync(`/proc/${pid}/task/${id}/stat`, 'utf8');
      // The name, which may hold blanks and parentheses, ends at the last one.
      const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
      found.set(Number(id), Number(fields[11]) + Number(fields[12]));
    }
  } catch {
    // Not Linux, or it has ended meanwhile.
  }
  return found;
}
