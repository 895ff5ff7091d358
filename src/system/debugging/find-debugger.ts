import {accessSync, constants, statSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import type {Engine, EngineName} from '../../debugging/engines/engine.ts';
import {ENGINES} from '../../debugging/engines/engine.ts';
import {UserError} from '../../errors.ts';

/** Distributions install lldb under a name with its version only; the newest counts. */
const NEWEST_LLDB = 30;
const OLDEST_LLDB = 11;

/** The names of a debugger's program, best first. */
function programNames(engine: EngineName): readonly string[] {
  if (engine === 'gdb') return ['gdb'];
  const versions = Array.from({length: NEWEST_LLDB - OLDEST_LLDB + 1}, (_, index) => NEWEST_LLDB - index);
  return ['lldb', ...versions.map(version => `lldb-${version}`)];
}

/** The debugger on PATH, the preferred one or the first of gdb and lldb; null without one. */
export function findDebugger(preferred: EngineName | null, env = process.env): Engine | null {
  const folders = (env['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  for (const name of preferred === null ? ENGINES : [preferred]) {
    for (const file of programNames(name)) {
      const found = folders.map(folder => join(folder, file)).find(isProgram);
      if (found !== undefined) return {name, program: found};
    }
  }
  return null;
}

/** The same; throws a UserError that says how to get one. */
export function requireDebugger(preferred: EngineName | null, exitCode?: number): Engine {
  const found = findDebugger(preferred);
  if (found) return found;
  throw new UserError({
    what: `there is no ${preferred ?? 'gdb or lldb'} on PATH`,
    advice: `install ${preferred ?? 'gdb'} (Debian: apt install ${preferred ?? 'gdb'}, Fedora: dnf install ${preferred ?? 'gdb'}, macOS: xcode-select --install for lldb)`,
    ...(exitCode === undefined ? {} : {exitCode}),
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
