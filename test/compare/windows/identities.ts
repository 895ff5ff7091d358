import {execFileSync} from 'node:child_process';

/** What stands behind a name in the output of LLVM's tools; empty without one. */
export const field = (text: string, name: string): string =>
  new RegExp(`${name}: (.+)`).exec(text)?.[1] ?? '';

/** llvm-readobj 16 prints the bytes: of the first three groups the lowest comes first. */
const guidOfBytes = (text: string): string => {
  const bytes = text.match(/[0-9a-f]{2}/gi) ?? [];
  const group = (...places: readonly number[]): string => places.map(place => bytes[place]).join('');
  const groups = [group(3, 2, 1, 0), group(5, 4), group(7, 6), group(8, 9), group(10, 11, 12, 13, 14, 15)];
  return groups.join('-').toLowerCase();
};

/** GUID and age by LLVM's tools, of the module and of the PDB. */
export const identities = (module: string, pdb: string) => {
  const inModule = execFileSync('llvm-readobj-16', ['--coff-debug-directory', module], {encoding: 'utf8'});
  const inPdb = execFileSync('llvm-pdbutil-16', ['dump', '--summary', pdb], {encoding: 'utf8'});
  const guid = (text: string): string => text.replaceAll(/[{}]/g, '').toLowerCase();
  return {
    module: [guidOfBytes(field(inModule, 'PDBGUID')), field(inModule, 'PDBAge')],
    pdb: [guid(field(inPdb, 'GUID')), field(inPdb, 'Age')],
  };
};

/** The address of a function in the PDB's own list of procedures, and where it says that stands. */
export const lineOf = (module: string, address: string): string =>
  execFileSync('llvm-symbolizer-16', [`--obj=${module}`, '--relative-address', address], {encoding: 'utf8'});
