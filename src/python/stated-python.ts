import type {StatedPython} from './target.ts';
import {parseVersion} from './version.ts';

/** Reads what `--python` names without running anything: `3.12`, `3.13t`, `3.12d`; null for a path. */
export function parseStatedPython(text: string): StatedPython | null {
  const match = /^(\d\.\d{1,2})(?:\.\d+)?([dt]*)$/.exec(text);
  const version = match?.[1] ? parseVersion(match[1]) : null;
  if (!version) return null;
  const flags = match?.[2] ?? '';
  return {
    version,
    freeThreaded: flags.includes('t'),
    debug: flags.includes('d'),
    platform: null,
    interpreter: null,
  };
}
