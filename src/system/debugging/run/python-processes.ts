import {existsSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';

/** A process and what it started, itself first, as far as /proc tells. */
export function processTree(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const one of allProcesses()) {
    const parent = parentOf(one);
    if (parent !== null) parents.set(one, parent);
  }
  const found = [pid];
  for (const one of found) {
    for (const [child, parent] of parents) if (parent === one && !found.includes(child)) found.push(child);
  }
  return found;
}

/**
 * Processes whose environment has a setting, `NAME=value`: those that a program started and that have another parent
 * since, as daemons do.
 */
export function processesWith(setting: string): readonly number[] {
  const has = (pid: number): boolean => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(setting);
    } catch {
      return false;
    }
  };
  return allProcesses().filter(has);
}

function allProcesses(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

function parentOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** Whether a process runs a Python: its program or one of its libraries is one's. */
export function isPython(pid: number): boolean {
  try {
    return /\/(?:lib)?python\d/.test(readFileSync(`/proc/${pid}/maps`, 'utf8'));
  } catch {
    return false;
  }
}

/** The folder that a process runs in, which names of its scripts may be relative to; null where it is not told. */
export function folderOfProcess(pid: number): string | null {
  try {
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return existsSync(folder) ? folder : null;
  } catch {
    return null;
  }
}
