import type {EngineName} from '../../debugging/engines/engine.ts';
import {gdbCommands} from '../../symbols/handover/gdb.ts';
import {lldbBefore} from '../../symbols/handover/lldb.ts';
import type {HandOver} from '../../symbols/handover/model.ts';
import type {SymbolSubject} from '../../symbols/subject.ts';
import type {SymbolOutcome} from '../../symbols/verdict.ts';
import {localFiles} from '../files.ts';
import {homeFolder} from '../home-folder.ts';
import {defaultStoreFolder} from '../symbol-store-folder.ts';
import {FOLDERS, lookAtHand} from '../symbols/look-at-hand.ts';
import {prepareHandOver} from '../symbols-handover/hand-over.ts';

/** Whether a binary has no line numbers of its own, so that a debug file is worth looking for. */
export function isWithoutLines({own}: SymbolSubject): boolean {
  return own?.dwarf !== true;
}

/**
 * What a debugger must be told to find the debug information that `pyxdbg symbols fetch` has brought for these
 * binaries. Asks no server.
 */
export async function symbolSettings(
  subjects: readonly SymbolSubject[],
  engine: EngineName,
): Promise<readonly string[]> {
  return settingsOf(await lookAtHand(subjects, FOLDERS), engine);
}

/**
 * The same for a program that is to be started: which modules it will load nobody knows yet, so that the debugger is to
 * look through all that was brought, by build-id.
 */
export async function settingsForStart(
  subjects: readonly SymbolSubject[],
  engine: EngineName,
): Promise<readonly string[]> {
  const handOver = handOverOf(await lookAtHand(subjects, FOLDERS));
  const store = storeFolder();
  const folders = localFiles.status(store)?.kind === 'folder' ? [store] : [];
  return commandsOf(
    {...handOver, debugFolders: [...new Set([...handOver.debugFolders, ...folders])]},
    engine,
  );
}

/** The same of what was found. */
export function settingsOf(outcomes: readonly SymbolOutcome[], engine: EngineName): readonly string[] {
  return outcomes.length === 0 ? [] : commandsOf(handOverOf(outcomes), engine);
}

function commandsOf(handOver: HandOver, engine: EngineName): readonly string[] {
  return engine === 'gdb' ? gdbCommands(handOver) : lldbBefore(handOver);
}

/** What debuggers need of the debug files that were found. */
export function handOverOf(outcomes: readonly SymbolOutcome[]): HandOver {
  const store = storeFolder();
  return prepareHandOver(outcomes, {store, sources: [], debuginfod: false}).handOver;
}

/** Where `pyxdbg symbols` keeps what it has fetched. */
function storeFolder(): string {
  return defaultStoreFolder({...process.env, HOME: homeFolder()}, process.platform);
}
