import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

const tools = {
  clang: toolNamed('clang-16', 'clang'),
  linker: toolNamed('lld-link-16', 'lld-link'),
  librarian: toolNamed('llvm-lib-16', 'llvm-lib'),
  pdbutil: toolNamed('llvm-pdbutil-16', 'llvm-pdbutil'),
  readobj: toolNamed('llvm-readobj-16', 'llvm-readobj'),
};

/** What a test prints in its title when it cannot run. */
export const missingTools = Object.entries(tools).flatMap(([name, path]) => (path === null ? [name] : []));

/** A source file, and how it is compiled; `inLibrary` puts the object into a static library. */
export interface Source {
  readonly name: string;
  readonly text: string;
  readonly options: readonly string[];
  readonly inLibrary?: boolean;
}

/** A DLL and the PDB that was linked with it. */
export interface LinkedPdb {
  readonly folder: string;
  readonly dll: string;
  readonly pdb: string;
  readonly bytes: Uint8Array;
}

const COMPILE = [
  '--target=x86_64-w64-windows-gnu',
  '-g',
  '-gcodeview',
  '-fno-stack-protector',
  '-mno-stack-arg-probe',
];

/** Compiles with clang and links with lld as Microsoft's linker does. */
export function linkPdb(sources: readonly Source[]): LinkedPdb {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'shared.h'), 'static inline int shared(int x) { return x + 7; }\n');
  const inputs = sources.map(({name, text, options, inLibrary}) => {
    const object = join(folder, `${name}.obj`);
    writeFileSync(join(folder, name), text);
    run('clang', [...COMPILE, ...options, '-c', name, '-o', object], folder);
    if (!inLibrary) return object;
    const library = join(folder, `${name}.lib`);
    run('librarian', [`/out:${library}`, object], folder);
    return library;
  });
  const [dll, pdb] = [join(folder, 'module.pyd'), join(folder, 'module.pdb')];
  run(
    'linker',
    ['/nologo', '/dll', '/noentry', '/debug:full', `/out:${dll}`, `/pdb:${pdb}`, ...inputs],
    folder,
  );
  return {folder, dll, pdb, bytes: readFileSync(pdb)};
}

/** C without optimisation and C++ with it, sharing a header, and a member of a library that they need. */
export function linkThree(): LinkedPdb {
  const exported = '__attribute__((dllexport)) int';
  return linkPdb([
    {
      name: 'plain.c',
      text: `#include "shared.h"\nint helped(int);\n${exported} answer(int x) { return shared(helped(x)); }\n`,
      options: ['-O0', '-DGREETING="a \\"b\\" c\\\\d$e"'],
    },
    {
      name: 'quick.cpp',
      text: `template <class T> T most(T a, T b) { return a > b ? a : b; }\nextern "C" ${exported} larger(int x, int y) { return most(x, y); }\n`,
      options: ['-O1', '-O2'],
    },
    {
      name: 'helper.c',
      text: 'int helped(int x) { return x * 3; }\n',
      options: ['-Os', '-gno-codeview-command-line'],
      inLibrary: true,
    },
  ]);
}

/** `llvm-pdbutil dump` with these options. */
export const dumpPdb = (path: string, ...options: string[]) => run('pdbutil', ['dump', ...options, path]);

/** `llvm-readobj --coff-debug-directory`. */
export const dumpDebugDirectory = (path: string) => run('readobj', ['--coff-debug-directory', path]);

function run(tool: keyof typeof tools, args: readonly string[], cwd?: string): string {
  const path = tools[tool];
  if (path === null) throw new Error(`${tool} is missing, and the test did not ask for it first`);
  return execFileSync(path, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...(cwd !== undefined && {cwd}),
  });
}
