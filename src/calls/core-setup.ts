import {win32} from 'node:path';
import {linuxCores, linuxCoresText} from '../debugging/setup/linux-cores.ts';
import {type RegistryKey, registryFile, stateOfKey, undoFile} from '../debugging/setup/registry.ts';
import {DUMP_FOLDER, justInTime, localDumps} from '../debugging/setup/windows-dumps.ts';
import {UserError} from '../errors.ts';
import {coreFacts} from '../system/debugging/setup/core-facts.ts';
import {importRegistry, queryKey} from '../system/debugging/setup/registry.ts';
import {writeOutput} from '../system/standard-streams.ts';

/** What `pyxdbg core setup` was asked for. */
export interface CoreSetupFlags {
  readonly 'just-in-time'?: string | undefined;
  readonly undo: boolean;
  readonly 'dry-run': boolean;
}

/** `pyxdbg core setup`: what lets a crash leave a core file or a dump. */
export async function coreSetup(flags: CoreSetupFlags): Promise<void> {
  const system = process.platform;
  if (system === 'win32') return onWindows(flags);
  if (flags['just-in-time'] !== undefined || flags.undo) {
    throw new UserError({
      what: 'is for Windows; here nothing is changed that could be taken back',
      where: flags.undo ? '--undo' : '--just-in-time',
      advice: 'pyxdbg core setup alone says how things are',
    });
  }
  if (system !== 'linux') {
    throw new UserError({
      what: 'knows Linux and Windows',
      where: 'core setup',
      advice: 'macOS writes cores to /cores after `ulimit -c unlimited`; pyxdbg run needs none',
    });
  }
  const state = linuxCores(coreFacts());
  await writeOutput(linuxCoresText(state));
  if (!state.isReady) process.exitCode = 1;
}

async function onWindows(flags: CoreSetupFlags): Promise<void> {
  const keys = keysFor(flags['just-in-time']);
  const states = await Promise.all(keys.map(async key => stateOfKey(key, await queryKey(key.key))));
  const other = keys.find((_, index) => states[index] === 'other');
  if (other) throw notOurs(other, flags.undo);
  const changed = keys.filter((_, index) => states[index] === (flags.undo ? 'wished' : 'absent'));
  if (changed.length === 0) {
    await writeOutput(
      flags.undo ? 'There is nothing to take back.\n' : `All is set up. ${whereDumpsAre()}\n`,
    );
    return;
  }
  const text = flags.undo ? undoFile(changed) : registryFile(changed);
  await writeOutput(text.replaceAll('\r\n', '\n'));
  if (flags['dry-run']) return;
  const words = ['pyxdbg core setup', ...(flags.undo ? ['--undo'] : []), ...jitWords(flags['just-in-time'])];
  await importRegistry(text, words.join(' '));
  await writeOutput(flags.undo ? 'Taken back.\n' : `Imported. ${whereDumpsAre()}\n`);
}

function whereDumpsAre(): string {
  return `Dumps of python.exe and pythonw.exe come to ${DUMP_FOLDER}; pyxdbg core FILE.dmp shows one on a machine with lldb.`;
}

function jitWords(debuggerPath: string | undefined): readonly string[] {
  return debuggerPath === undefined ? [] : [`--just-in-time "${debuggerPath}"`];
}

/** The keys, or the debugger's alone: each is asked for, and taken back, by itself. */
function keysFor(debuggerPath: string | undefined): readonly RegistryKey[] {
  if (debuggerPath === undefined) return localDumps;
  if (win32.isAbsolute(debuggerPath) && !debuggerPath.includes('"')) return justInTime(debuggerPath);
  throw new UserError({
    what: 'is no absolute path of a debugger',
    where: `--just-in-time ${debuggerPath}`,
    advice: 'name windbg.exe, cdb.exe or vsjitdebugger.exe with its folder',
  });
}

function notOurs({key}: RegistryKey, isUndo: boolean): UserError {
  return new UserError({
    what: isUndo ? 'has other values than pyxdbg put there: left alone' : 'has values already: left alone',
    where: key,
    advice: `look at them with \`reg query "${key}"\``,
  });
}
