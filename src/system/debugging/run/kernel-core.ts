import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';

/**
 * Where the kernel writes cores, as far as a plain file in the program's folder comes of it; null where a pipe takes
 * them (systemd-coredump, apport), or none are written (core(5)).
 */
export function corePattern(): string | null {
  try {
    const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
    return pattern === '' || pattern.startsWith('|') || pattern.includes('/') ? null : pattern;
  } catch {
    return null;
  }
}

/** The words that start a command with cores allowed as far as the system allows them. */
export function withCores(command: readonly string[]): readonly [string, ...string[]] {
  const script =
    'ulimit -S -c unlimited 2>/dev/null || ulimit -S -c "$(ulimit -H -c)" 2>/dev/null; exec "$@"';
  return ['sh', '-c', script, 'sh', ...command];
}

/** The core that a program of ours wrote into the folder since then, the newest; null without one. */
export function coreSince(pattern: string, folder: string, sinceMs: number): string | null {
  const prefix = pattern.split('%', 1)[0] ?? '';
  const found = readdirSync(folder)
    .filter(name => name.startsWith(prefix === '' ? 'core' : prefix))
    .map(name => join(folder, name))
    .map(file => ({file, status: statSync(file, {throwIfNoEntry: false})}))
    .filter(({status}) => status?.isFile() && status.mtimeMs >= sinceMs);
  found.sort((a, b) => (b.status?.mtimeMs ?? 0) - (a.status?.mtimeMs ?? 0));
  return found[0]?.file ?? null;
}
