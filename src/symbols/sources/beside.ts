import {dirname, join} from 'node:path';
import {plainly, type SymbolSource} from '../source.ts';

/**
 * Beside the binary: its PDB, its debug link there and in `.debug` (GDB manual, "Debugging Information in Separate
 * Files"), its dSYM bundle; in the same archive whatever matches.
 */
export const beside: SymbolSource = {
  name: 'beside',
  isRemote: false,
  candidates({location, archive, name, identity, debugLink}) {
    if (identity === null) return [];
    if (archive !== null) {
      return [plainly({kind: 'packed', place: {at: 'path', path: archive}, packing: 'archive'})];
    }
    if (location === null) return [];
    const folder = dirname(location);
    const paths =
      identity.kind === 'pdb'
        ? [join(folder, identity.file)]
        : identity.kind === 'uuid'
          ? [`${location}.dSYM/Contents/Resources/DWARF/${name}`]
          : debugLink
            ? [join(folder, debugLink.file), join(folder, '.debug', debugLink.file)]
            : [];
    // A debug link may bear the binary's own name.
    return paths.filter(path => path !== location).map(path => plainly({kind: 'file', path}));
  },
};
