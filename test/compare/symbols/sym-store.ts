import {execFileSync} from 'node:child_process';
import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {linkPdb} from '../../binary/pdb/link-pdb.ts';
import {temporaryFolder} from '../../builders/tools.ts';

/** A module of Windows and its PDB, and a PDB of the same name of another build. */
export interface WindowsModule {
  readonly pyd: string;
  readonly pdb: string;
  readonly otherPdb: string;
  /** Path of the PDB in a SymStore, as llvm-readobj tells GUID and age. */
  readonly key: string;
}

/** Made by clang and lld as Microsoft's tools make it. */
export function windowsModule(): WindowsModule {
  const build = (body: string) =>
    linkPdb([
      {
        name: 'spam.c',
        text: `__attribute__((dllexport)) int answer(int x) { int twice = ${body}; return twice; }\n`,
        options: ['-O0'],
      },
    ]);
  const [right, other] = [build('x + x'), build('2 * x + 1')];
  return {pyd: right.dll, pdb: right.pdb, otherPdb: other.pdb, key: keyOf(right.dll)};
}

function keyOf(pyd: string): string {
  const text = execFileSync('llvm-readobj-16', ['--coff-debug-directory', pyd], {encoding: 'utf8'});
  // The 16 bytes as they stand in the file: three integers, the lowest byte first, and eight bytes.
  const bytes = /PDBGUID: \(([0-9A-F ]+)\)/.exec(text)?.[1]?.split(' ') ?? [];
  const guid = [
    ...bytes.slice(0, 4).toReversed(),
    ...bytes.slice(4, 6).toReversed(),
    ...bytes.slice(6, 8).toReversed(),
    ...bytes.slice(8),
  ].join('');
  const age = Number(/PDBAge: (\d+)/.exec(text)?.[1]);
  return `module.pdb/${guid}${age.toString(16)}/module.pdb`;
}

/** A SymStore tree with the module's PDB in one of the ways that a store may hold it. */
export function symStore(
  kind: 'plain' | 'cab' | 'pointer' | 'two-tier' | 'wrong build' | 'lower case',
  {pdb, otherPdb, key}: WindowsModule,
): string {
  const root = temporaryFolder();
  const place = (path: string): string => {
    mkdirSync(dirname(join(root, path)), {recursive: true});
    return join(root, path);
  };
  switch (kind) {
    case 'plain':
      copyFileSync(pdb, place(key));
      break;
    case 'lower case':
      copyFileSync(pdb, place(key.toLowerCase()));
      break;
    case 'cab':
      execFileSync('gcab', ['-c', '-z', place(`${key.slice(0, -1)}_`), basename(pdb)], {cwd: dirname(pdb)});
      break;
    case 'pointer':
      writeFileSync(place(`${dirname(key)}/file.ptr`), `PATH:${pdb}`);
      break;
    case 'two-tier':
      copyFileSync(pdb, place(`${key.slice(0, 2)}/${key}`));
      writeFileSync(place('index2.txt'), '');
      break;
    case 'wrong build':
      copyFileSync(otherPdb, place(key));
      break;
  }
  return root;
}

/** Serves a folder's files as their bytes. */
export function fileOf(root: string, path: string): Buffer | null {
  try {
    return readFileSync(join(root, decodeURIComponent(path)));
  } catch {
    return null;
  }
}
