import {readFileSync} from 'node:fs';

/** Whether a process is stopped by job control, as Ctrl-Z and SIGSTOP do it (proc(5), state T); false where /proc does not tell. */
export function isStopped(pid: number): boolean {
  try {
    return /^State:\s*T /m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * After a debugger that ended before its time: attaching sends SIGSTOP (ptrace(2), PTRACE_ATTACH), and one that is
 * killed before it has taken that in leaves it to the process, which then stays stopped for ever. SIGCONT also discards
 * a SIGSTOP that is still on its way (signal(7)).
 */
export function letRunOn(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It has ended.
  }
}
