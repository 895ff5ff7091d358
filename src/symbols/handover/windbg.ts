import type {HandOver} from './model.ts';
import {settable} from './one-line.ts';

type WindowsPart = Pick<HandOver, 'symStores' | 'pdbFolders'>;

/** The symbol path of Windows debuggers: `srv*` before the root of a SymStore tree, plain folders as they are. */
export function symbolPath({symStores, pdbFolders}: WindowsPart): string {
  const settableFolder = (folder: string): string => settable(folder, 'a symbol path', ';*');
  return [
    ...symStores.map(folder => `srv*${settableFolder(folder)}`),
    ...pdbFolders.map(settableFolder),
  ].join(';');
}

/** Commands of WinDbg, cdb and ntsd, one a line (`windbg -c "$<FILE"`, `cdb -cf FILE`). */
export function windbgSettings(handOver: WindowsPart & Pick<HandOver, 'sources'>): readonly string[] {
  const symbols = symbolPath(handOver);
  const sources = handOver.sources.map(({here}) => settable(here, "WinDbg's source path", ';*'));
  return [
    // Both take the rest of the line, blanks and all, and are split at semicolons.
    ...(symbols === '' ? [] : [`.sympath+ ${symbols}`]),
    ...(sources.length === 0 ? [] : [`.srcpath+ ${sources.join(';')}`]),
    ...(symbols === '' ? [] : ['.reload']),
  ];
}
