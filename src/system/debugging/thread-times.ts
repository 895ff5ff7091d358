import {readdirSync, readFileSync} from 'node:fs';
import {setTimeout as sleep} from 'node:timers/promises';
import type {ThreadTime} from '../../debugging/verdict/observations.ts';

/** Between two looks: seven ticks of the kernel's clock of 100 Hz, in which it counts processor time. gdb starts meanwhile. */
const SAMPLE_MS = 70;
const TICK_MS = 10;

/** What each thread of a process used over 70 ms; nothing where /proc does not tell. */
export async function sampleThreadTimes(pid: number): Promise<readonly ThreadTime[]> {
  const before = busyTimes(pid);
  if (before.size === 0) return [];
  const start = performance.now();
  await sleep(SAMPLE_MS);
  const sampleMs = performance.now() - start;
  return [...busyTimes(pid)].map(([id, time]) => ({id, usedMs: time - (before.get(id) ?? time), sampleMs}));
}

/** Milliseconds by thread. */
function busyTimes(pid: number): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  try {
    for (const id of readdirSync(`/proc/${pid}/task`)) {
      const folder = `/proc/${pid}/task/${id}`;
      found.set(Number(id), scheduledMs(folder) ?? processorMs(folder));
    }
  } catch {
    // Not Linux, or it has ended meanwhile.
  }
  return found;
}

/**
 * Time on a processor and time that it waited for one, in nanoseconds (the kernel's Documentation/scheduler/
 * sched-stats.rst): on a busy machine a thread that runs for ever gets little of the first. Null where the kernel
 * keeps no such account.
 */
function scheduledMs(folder: string): number | null {
  try {
    const [ran, waited] = readFileSync(`${folder}/schedstat`, 'utf8').split(' ').map(Number);
    return ran && waited !== undefined ? (ran + waited) / 1e6 : null;
  } catch {
    return null;
  }
}

/** Ticks in user mode and in the kernel (proc(5), stat, fields 14 and 15). */
function processorMs(folder: string): number {
  const text = readFileSync(`${folder}/stat`, 'utf8');
  // The name, which may hold blanks and parentheses, ends at the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
