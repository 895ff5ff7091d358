import {posix} from 'node:path';

/** Where a kernel writes the core files of processes, as core(5) has it. */
export interface CorePlace {
  /** Null: the folder that the process is in when it ends. */
  readonly folder: string | null;
  /** Whether a file is, by its name, the core of this process. */
  isCore(name: string, pid: number): boolean;
  /** The same for any process. */
  mayBeCore(name: string): boolean;
  /** The one name that all cores have, so that one takes the place of another; null where the number is in it. */
  readonly onlyName: string | null;
}

/**
 * Reads `/proc/sys/kernel/core_pattern`. Null where no file comes of it: a program takes the cores (systemd-coredump,
 * apport), none are written, or the folder depends on the process.
 */
export function corePlace(pattern: string, usesPid: boolean): CorePlace | null {
  if (pattern === '' || pattern.startsWith('|')) return null;
  const folder = posix.dirname(pattern);
  if (folder !== '.' && (!folder.startsWith('/') || folder.includes('%'))) return null;
  const base = posix.basename(pattern);
  const parts: readonly string[] = base.match(/%.?|[^%]+/g) ?? [];
  // The kernel adds the number only where the pattern has none.
  const addsPid = usesPid && !parts.includes('%p');
  return {
    folder: folder === '.' ? null : folder,
    isCore: (name, pid) => expression(parts, addsPid, String(pid)).test(name),
    mayBeCore: name => expression(parts, addsPid, '\\d+').test(name),
    onlyName: !addsPid && !base.includes('%') ? base : null,
  };
}

/** `pid` is the number of a process, or an expression for any. */
function expression(parts: readonly string[], addsPid: boolean, pid: string): RegExp {
  const text = parts.map(part => {
    if (part === '%p') return pid;
    if (part === '%%') return '%';
    // A % at the end is dropped.
    if (part.startsWith('%')) return part.length === 1 ? '' : '.*';
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${text.join('')}${addsPid ? `\\.${pid}` : ''}$`, 's');
}
