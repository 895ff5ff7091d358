import {mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Traceback} from '../../debugging/traceback/model.ts';
import {localFiles} from '../files.ts';
import {nameFramesOfFiles} from './name-frames-of-files.ts';
import {processSymbols} from './process-symbols.ts';
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
  try {
    const isAbort = request.signal?.number === constants.signals.SIGABRT;
    const symbols = processSymbols(pid, request.engine.name, {folder, isAbort});
    const settings = Promise.all([symbols, after]).then(([found]) => found.settings);
    const traceback = await takeTraceback({...request, subject: {kind: 'process', pid}, settings});
    return nameFramesOfFiles(traceback, byModule(traceback, (await symbols).unread));
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Debuggers name modules as the loader does, often by a link. */
function byModule({threads}: Traceback, unread: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const frame of unread.size === 0 ? [] : threads.flatMap(({frames}) => frames)) {
    if (frame.kind !== 'c' || frame.module === null || found.has(frame.module)) continue;
    const file = unread.get(localFiles.realPath(frame.module) ?? frame.module);
    if (file !== undefined) found.set(frame.module, file);
  }
  return found;
}
