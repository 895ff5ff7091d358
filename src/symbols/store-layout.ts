import type {Identity} from './identity.ts';
import {debugKeys} from './keys.ts';

/**
 * Where debug information stands in a folder that debuggers read themselves, relative to it, with `/`; the first place
 * is the file, the others are names for it.
 * - PDB: a SymStore tree (WinDbg and Visual Studio by `srv*FOLDER`).
 * - build-id: `.build-id/xx/rest.debug` (gdb `debug-file-directory`, lldb `target.debug-file-search-paths`), and
 *   `buildid/ID/debuginfo`, which gdb reads by `DEBUGINFOD_URLS=file://FOLDER`.
 * - UUID: the SSQP tree, and a dSYM bundle's shape is left to the hand-over.
 */
export function placesInStore(identity: Identity): readonly string[] {
  switch (identity.kind) {
    case 'pdb':
    case 'uuid':
      return debugKeys(identity).slice(0, 1);
    case 'build-id': {
      const {id} = identity;
      return [`.build-id/${id.slice(0, 2)}/${id.slice(2)}.debug`, `buildid/${id}/debuginfo`];
    }
    case 'debuglink': {
      // No debugger looks a CRC up: the folder keeps files of one name apart, and the hand-over names it.
      const crc = identity.crc32.toString(16).padStart(8, '0');
      return [`.debuglink/${crc}/${identity.file}`];
    }
  }
}
