import {join} from 'node:path';
import {plainly, type SymbolSource} from '../source.ts';
import {placesInStore} from '../store-layout.ts';

/** Folders that pyxdbg fetches to, and those of `--store`. */
export function stores(folders: readonly string[]): SymbolSource {
  return {
    name: 'store',
    isRemote: false,
    candidates({identity}) {
      if (identity === null) return [];
      return folders.flatMap(folder =>
        placesInStore(identity).map(place => plainly({kind: 'file', path: join(folder, place)})),
      );
    },
  };
}
