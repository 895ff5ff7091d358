import {mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import type {Traceback} from '../../debugging/traceback/model.ts';
import {withoutReplaced} from '../../debugging/traceback/replaced-modules.ts';
import type {ProcessSymbols} from './process-symbols.ts';
import {type TracebackRequest, takeTraceback} from './take-traceback.ts';

/** How a running process is looked at. */
export interface ProcessRequest extends Omit<TracebackRequest, 'subject' | 'settings'> {
  readonly pid: number;
  /** The debugger starts at once, and attaches when this has come. */
  readonly after?: Promise<unknown>;
}

/**
 * The merged traceback of a running process, with the debug information that is at hand. The debugger starts while
 * that is looked for. Throws a UserError.
 */
export async function processTraceback({pid, after, ...request}: ProcessRequest): Promise<Traceback> {
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-symbols-'));
  let symbols: Promise<ProcessSymbols> | undefined;
  let prepared: Promise<void> | undefined;
  try {
    symbols = symbolsOf(pid, request, folder);
    const settings = Promise.all([symbols, after]).then(([found]) => found.settings);
    let onOpened = (): void => {};
    const opened = new Promise<void>(resolve => {
      onOpened = resolve;
    });
    const taken = takeTraceback({...request, subject: {kind: 'process', pid}, settings, onOpened});
    // A process that turns for ever leaves its processor to us then. What fails before fails in the debugger's run, too.
    prepared = Promise.race([opened, taken])
      .then(async () => (await symbols)?.unread.prepare())
      .catch(() => {});
    const [traceback] = await Promise.all([taken, prepared]);
    const {unread, replaced} = await symbols;
    return withoutReplaced(unread.name(traceback), replaced);
  } finally {
    // It would open them again.
    await prepared;
    await symbols?.then(
      ({unread}) => unread.close(),
      () => {},
    );
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Loaded and looked for when the debugger has been started: both take as long as its own start. */
async function symbolsOf(
  pid: number,
  {engine, signal}: Pick<ProcessRequest, 'engine' | 'signal'>,
  folder: string,
): Promise<ProcessSymbols> {
  await setImmediate();
  const {processSymbols} = await import('./process-symbols.ts');
  return processSymbols(pid, engine.name, {folder, isAbort: signal?.number === constants.signals.SIGABRT});
}
