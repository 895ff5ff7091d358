import type {HandOver, ModuleSymbols, SourceMap} from './model.ts';
import {inQuotes, settable} from './one-line.ts';

/**
 * What lldb must be told before `target create` (`lldb -S`, CodeLLDB's and lldb-dap's `initCommands`): a module that is
 * there already is not looked at again, and its breakpoints stay pending.
 */
export function lldbBefore({
  debugFolders,
  sources,
}: Pick<HandOver, 'debugFolders' | 'sources'>): readonly string[] {
  return [
    ...debugFolders.map(folder => `settings append target.debug-file-search-paths ${word(folder)}`),
    ...sources.map(sourceMap),
  ];
}

/** What it must be told once the modules are there (`lldb -s`, `preRunCommands`): it looks for no PDB elsewhere. */
export function lldbAfter({modules}: Pick<HandOver, 'modules'>): readonly string[] {
  return modules.map(symbolsOfModule);
}

function sourceMap({recorded, here}: SourceMap): string {
  return `settings append target.source-map ${word(recorded)} ${word(here)}`;
}

function symbolsOfModule({module, file}: ModuleSymbols): string {
  return `target symbols add -s ${word(module)} ${word(file)}`;
}

/**
 * Backquotes hold expressions that lldb evaluates, within quotes too; commands do not agree on what a backslash before
 * one does (lldb 16: `settings append` takes it away, `target symbols add` leaves it).
 */
function word(path: string): string {
  return inQuotes(settable(path, 'an lldb command', '`'), /["\\]/g);
}
