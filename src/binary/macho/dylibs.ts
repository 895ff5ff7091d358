import type {MachOSlice} from '../facts.ts';
import type {MachHeader} from './header.ts';
import {commandString, commandView, LC, type LoadCommand} from './load-commands.ts';

/** What the load commands say of other libraries. */
export interface Dylibs {
  /** In the order that two-level library ordinals count (from 1). */
  readonly needed: MachOSlice['needed'];
  readonly installName: string | null;
  readonly rpaths: readonly string[];
}

/** Every command that takes a library ordinal (<mach-o/nlist.h>, GET_LIBRARY_ORDINAL). */
const NEEDED: ReadonlySet<number> = new Set([
  LC.loadDylib,
  LC.loadWeakDylib,
  LC.reexportDylib,
  LC.lazyLoadDylib,
  LC.loadUpwardDylib,
]);

/** dylib_use_command (macOS 15): this number in place of the time stamp, then flags in place of command kinds. */
const DYLIB_USE_MARKER = 0x1a741800;
const DYLIB_USE_WEAK_LINK = 1;
const DYLIB_USE_REEXPORT = 2;

/** Reads needed libraries, install name and run paths. */
export function readDylibs(header: MachHeader, commands: readonly LoadCommand[]): Dylibs {
  const needed: MachOSlice['needed'][number][] = [];
  const rpaths: string[] = [];
  let installName: string | null = null;
  for (const command of commands) {
    if (NEEDED.has(command.kind)) needed.push(readNeeded(header, command));
    else if (command.kind === LC.idDylib) installName = commandString(header, command, 8, 'LC_ID_DYLIB');
    else if (command.kind === LC.rpath) rpaths.push(commandString(header, command, 8, 'LC_RPATH'));
  }
  return {needed, installName, rpaths};
}

function readNeeded(header: MachHeader, command: LoadCommand): MachOSlice['needed'][number] {
  const what = 'a load command for a library';
  const isUse = command.size >= 28 && commandView(header, command, 16, what)(12) === DYLIB_USE_MARKER;
  const flags = isUse ? commandView(header, command, 28, what)(24) : 0;
  return {
    name: commandString(header, command, 8, what),
    weak: command.kind === LC.loadWeakDylib || (flags & DYLIB_USE_WEAK_LINK) !== 0,
    reexported: command.kind === LC.reexportDylib || (flags & DYLIB_USE_REEXPORT) !== 0,
  };
}
