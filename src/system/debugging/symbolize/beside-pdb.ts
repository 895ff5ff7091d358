import {mkdtempSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';

/**
 * A PDB is found by symbolizers beside its binary only: does the work in a folder where it is. The path of the binary
 * there is given.
 */
export async function besidePdb<T>(
  module: string,
  pdb: string | null,
  work: (path: string) => Promise<T>,
): Promise<T> {
  if (pdb === null) return work(module);
  const folder = mkdtempSync(join(tmpdir(), 'pyxdbg-pdb-'));
  try {
    const path = join(folder, basename(module));
    symlinkSync(module, path);
    symlinkSync(pdb, join(folder, basename(pdb)));
    return await work(path);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
