import type {HandOver} from './model.ts';
import {inQuotes, settable} from './one-line.ts';

/** Where distributions keep debug files, and their gdb looks (GDB manual, "debug-file-directory"). */
const USUAL_FOLDER = '/usr/lib/debug';

type GdbPart = Pick<HandOver, 'debugFolders' | 'gdbSources' | 'debuginfod'>;

/** What gdb must be told, as a file for `gdb -x` or `source`; before a program is started or attached to. */
export function gdbSettings(handOver: GdbPart): readonly string[] {
  const folders = handOver.debugFolders.map(settableFolder);
  return [
    ...(folders.length === 0
      ? []
      : [
          // The functions of gdb's own Python are there where Python is. Without it the old value cannot be read.
          'if $_isvoid($_streq)',
          `  set debug-file-directory ${[...new Set([USUAL_FOLDER, ...folders])].join(':')}`,
          'else',
          `  ${addFolders(folders)}`,
          'end',
        ]),
    ...handOver.gdbSources.map(substitutePath),
    ...(handOver.debuginfod === null
      ? []
      : [
          // gdb 12 has it; an unknown command would end the file.
          'if !$_isvoid($_gdb_major) && $_gdb_major >= 12',
          `  ${debuginfod(handOver.debuginfod)}`,
          'end',
        ]),
  ];
}

/** The same for a front end that gives gdb one line at a time (VS Code's cppdbg). */
export function gdbCommands(handOver: GdbPart): readonly string[] {
  const folders = handOver.debugFolders.map(settableFolder);
  return [
    ...(folders.length === 0 ? [] : [addFolders(folders)]),
    ...handOver.gdbSources.map(substitutePath),
    ...(handOver.debuginfod === null ? [] : [debuginfod(handOver.debuginfod)]),
  ];
}

/** Behind those that are set, each once: gdb has no command that appends. */
function addFolders(folders: readonly string[]): string {
  const list = folders.map(folder => inQuotes(folder, /["\\]/g)).join(', ');
  return `python gdb.execute("set debug-file-directory " + ":".join(dict.fromkeys(filter(None, gdb.parameter("debug-file-directory").split(":") + [${list}]))))`;
}

/** The list is split at colons, and nothing quotes one. */
function settableFolder(folder: string): string {
  return settable(folder, "gdb's debug-file-directory", ':');
}

/** Its arguments are split as by a shell, but for `$` and backquotes (libiberty, buildargv). */
function substitutePath({recorded, here}: {readonly recorded: string; readonly here: string}): string {
  const word = (path: string): string => inQuotes(settable(path, "gdb's substitute-path"), /["\\]/g);
  return `set substitute-path ${word(recorded)} ${word(here)}`;
}

/** Where neither is set gdb asks, once a session. */
function debuginfod(isOn: boolean): string {
  return `set debuginfod enabled ${isOn ? 'on' : 'off'}`;
}
