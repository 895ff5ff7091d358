import {win32} from 'node:path';
import type {CodeView} from '../binary/facts.ts';
import {EXIT, UserError} from '../errors.ts';

/** A module and the PDB that it names. */
export interface NamedPdb {
  /** As the user knows it: a path, in a wheel that of the member. */
  readonly module: string;
  readonly codeView: CodeView;
  /** Where its PDB has to stand. */
  readonly target: string;
}

/** The name under which debuggers look beside a module: the last part of the path that the linker wrote. */
export function pdbName({pdb}: CodeView): string {
  return win32.basename(pdb);
}

/**
 * Throws a UserError where two modules name one PDB, or would have PDBs of one name in one folder, but are not of one
 * link: one of them then has no debug information.
 */
export function refuseSharedPdb(modules: readonly NamedPdb[]): void {
  const owners = new Map<string, NamedPdb>();
  for (const one of modules) {
    const written = `written ${one.codeView.pdb.toLowerCase().replaceAll('/', '\\')}`;
    for (const key of [written, `wanted ${one.target.toLowerCase()}`]) {
      const first = owners.get(key);
      // Copies of one module share it, e.g. in build/lib and in place.
      if (first && first.codeView.guid !== one.codeView.guid) throw sharedPdb(first, one);
      owners.set(key, first ?? one);
    }
  }
}

function sharedPdb(first: NamedPdb, second: NamedPdb): UserError {
  return new UserError({
    what: `names the PDB that ${first.module} names, ${second.codeView.pdb}: only the module that was linked last has debug information`,
    where: second.module,
    advice:
      'take /PDB out of extra_link_args, LINK and _LINK_: the linker then gives every module a PDB of its own name',
    exitCode: EXIT.findings,
  });
}
