import {mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Traceback} from '../../debugging/traceback/model.ts';
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
    return await takeTraceback({...request, subject: {kind: 'process', pid}, settings});
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
