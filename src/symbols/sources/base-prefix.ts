import {join} from 'node:path';
import {plainly, type SymbolSource} from '../source.ts';

/** Folders of a Windows installation in which PDBs of the interpreter and its modules lie. */
const FOLDERS = ['', 'DLLs', 'Lib/venv/scripts/nt', 'libs'];

/**
 * The installation behind a virtual environment: the copies of `python.exe` and `pythonXY.dll` in `Scripts` have their
 * PDBs there (PTVS#2800).
 */
export function basePrefix(prefixes: readonly string[]): SymbolSource {
  return {
    name: 'base-prefix',
    isRemote: false,
    candidates({identity}) {
      if (identity?.kind !== 'pdb') return [];
      return prefixes.flatMap(prefix =>
        FOLDERS.map(folder => plainly({kind: 'file', path: join(prefix, folder, identity.file)})),
      );
    },
  };
}
