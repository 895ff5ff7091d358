import {setTimeout as sleep} from 'node:timers/promises';
import {DUMP_SIGNAL, type RunFolder} from './run-folder.ts';

/** A Python that is stopped or waits for a disk writes nothing; one on Windows starts its clock after ours. */
const PATIENCE_MS = 3000;
const STEP_MS = 50;

/**
 * Python's frames of all threads of a process that no debugger can look at, by the faulthandler in it: asked by a signal,
 * or on its own clock. Null where nothing comes of it.
 */
export async function hangLog(pid: number, folder: RunFolder): Promise<string | null> {
  // Without a log the process was not made ready, and the signal would end it.
  const before = folder.faulthandlerLog(pid);
  if (DUMP_SIGNAL !== 0) {
    if (before === null) return null;
    process.kill(pid, DUMP_SIGNAL);
  }
  let last = '';
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += STEP_MS) {
    await sleep(STEP_MS);
    const log =
      DUMP_SIGNAL === 0
        ? folder.faulthandlerLogs().join('\n')
        : folder.faulthandlerLog(pid)?.slice(before?.length);
    // It is whole when it has ceased to grow.
    if (log && log === last) return log;
    last = log ?? '';
  }
  return last || null;
}
