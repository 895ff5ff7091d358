import {readFileSync} from 'node:fs';
import type {CoreFacts} from '../../../debugging/setup/linux-cores.ts';

/** The settings of this Linux system, and the limits that this process has from its shell. */
export function coreFacts(): CoreFacts {
  const limits = textOf('/proc/self/limits') ?? '';
  const [, softLimit = 'unlimited', hardLimit = 'unlimited'] =
    /^Max core file size\s+(\d+|unlimited)\s+(\d+|unlimited)\s/m.exec(limits) ?? [];
  return {
    pattern: textOf('/proc/sys/kernel/core_pattern')?.replace(/\n$/, '') ?? null,
    usesPid: (textOf('/proc/sys/kernel/core_uses_pid') ?? '0').trim() !== '0',
    softLimit,
    hardLimit,
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
