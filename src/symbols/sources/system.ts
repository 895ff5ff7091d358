import {basename, dirname, join} from 'node:path';
import {plainly, type SymbolSource} from '../source.ts';

/** What this machine has that debuggers know by themselves. */
export interface SystemPlaces {
  /** Roots of separate debug files, such as `/usr/lib/debug`. */
  readonly debugFolders: readonly string[];
  /** Folders of debuginfod's client (debuginfod-find(1), "CACHE"). */
  readonly debuginfodCaches: readonly string[];
}

/** Debug packages of the distribution, and what debuginfod's own client fetched. */
export function system({debugFolders, debuginfodCaches}: SystemPlaces): SymbolSource {
  return {
    name: 'system',
    isRemote: false,
    candidates({identity, location, debugLink}) {
      const tree =
        identity?.kind === 'build-id'
          ? [
              ...debugFolders.map(root =>
                join(root, '.build-id', identity.id.slice(0, 2), `${identity.id.slice(2)}.debug`),
              ),
              ...debuginfodCaches.map(cache => join(cache, identity.id, 'debuginfo')),
            ]
          : [];
      const linked =
        debugLink && location !== null
          ? debugFolders.map(root => join(root, dirname(location), basename(debugLink.file)))
          : [];
      return [...tree, ...linked].map(path => plainly({kind: 'file', path}));
    },
  };
}
