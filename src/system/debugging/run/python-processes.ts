import {existsSync, readdirSync, readFileSync, readlinkSync} from 'node:fs';

/** A process and what it started, itself first, as far as /proc tells. */
export function processTree(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  try {
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const parent = parentOf(Number(name));
      if (parent !== null) parents.set(Number(name), parent);
    }
  } catch {
    return [pid];
  }
  const found = [pid];
  for (const one of found) {
    for (const [child, parent] of parents) if (parent === one && !found.includes(child)) found.push(child);
  }
  return found;
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
