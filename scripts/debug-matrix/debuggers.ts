import {chmodSync, existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import type {Engine, EngineName} from '../../src/debugging/engines/engine.ts';
import {findDebugger} from '../../src/system/debugging/find-debugger.ts';
import {cache, host, type World} from './world.ts';

/** The debugger of a system; for a chroot a script that starts it in there. Null where it has none. */
export function debuggerOf(world: World, name: EngineName, folder: string): Engine | null {
  if (world === host) return findDebugger(name);
  if (!existsSync(join(cache, world.name, 'usr/bin', name))) return null;
  const place = debuggerFolder(world, folder);
  mkdirSync(place, {recursive: true});
  const program = join(place, name);
  const words = world.enter([`/usr/bin/${name}`]).map(word => `'${word.replaceAll("'", `'\\''`)}'`);
  writeFileSync(program, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  return {name, program};
}

/** A search path on which the debuggers of a system come first. */
export function searchPath(world: World, folder: string): string {
  const path = process.env['PATH'] ?? '';
  return world === host ? path : `${debuggerFolder(world, folder)}${delimiter}${path}`;
}

const debuggerFolder = (world: World, folder: string): string => join(folder, `debuggers-${world.name}`);
