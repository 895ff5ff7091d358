import type {HandOver} from './model.ts';
import {settable} from './one-line.ts';
import {symbolPath} from './windbg.ts';

/**
 * A batch file after which Visual Studio, started from the same prompt, finds the PDBs: it looks at `_NT_SYMBOL_PATH`
 * beside its own options. Folders of sources it takes from a solution's properties only.
 */
export function visualStudioSettings(
  handOver: Pick<HandOver, 'symStores' | 'pdbFolders' | 'sources'>,
): readonly string[] {
  const symbols = symbolPath(handOver);
  const lines = [
    ...(symbols === '' ? [] : [`@set "_NT_SYMBOL_PATH=${inBatch(symbols)};%_NT_SYMBOL_PATH%"`]),
    ...handOver.sources.map(
      ({here}) =>
        `@rem "${inBatch(here)}": add it under Debug Source Files of the properties of the solution`,
    ),
  ];
  // cmd reads the file in the code page of the console.
  const isAscii = lines.every(line => /^[\x20-\x7e]*$/.test(line));
  return isAscii ? lines : ['@chcp 65001 >nul', ...lines];
}

/** In double quotes only `%` has a meaning, in remarks too; no path of Windows holds a double quote. */
function inBatch(text: string): string {
  return settable(text, 'a batch file', '"').replaceAll('%', '%%');
}
