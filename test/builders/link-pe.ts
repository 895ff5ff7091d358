import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder, toolNamed} from './tools.ts';

/** GNU programs for Windows (mingw-w64), and the ones that describe PE files; null where one is missing. */
const gnuTools = {
  'x86_64-gcc': toolNamed('x86_64-w64-mingw32-gcc'),
  'i686-gcc': toolNamed('i686-w64-mingw32-gcc'),
  'x86_64-dlltool': toolNamed('x86_64-w64-mingw32-dlltool'),
  'i686-dlltool': toolNamed('i686-w64-mingw32-dlltool'),
  windres: toolNamed('x86_64-w64-mingw32-windres'),
  objcopy: toolNamed('x86_64-w64-mingw32-objcopy'),
  objdump: toolNamed('x86_64-w64-mingw32-objdump'),
};

/** The LLVM programs that link as Microsoft's linker does; null where one is missing. */
const llvmTools = {
  clang: toolNamed('clang-16', 'clang'),
  linker: toolNamed('lld-link-16', 'lld-link'),
  dlltool: toolNamed('llvm-dlltool-16', 'llvm-dlltool'),
  readobj: toolNamed('llvm-readobj-16', 'llvm-readobj'),
  pdbutil: toolNamed('llvm-pdbutil-16', 'llvm-pdbutil'),
};

type Tools = Readonly<Record<string, string | null>>;
const missingOf = (tools: Tools) => Object.keys(tools).filter(name => tools[name] === null);

/** What a test prints in its title when it cannot run. */
export const missingGnuTools = missingOf(gnuTools);
export const missingLlvmTools = missingOf(llvmTools);

/** A PE file made by a real linker. */
export interface LinkedPe {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Lines of a module definition file after EXPORTS: `name`, or `name @7 NONAME` for an import by ordinal. */
interface LibrarySpec {
  readonly name: string;
  readonly exports: readonly string[];
}

/** Links a DLL with mingw-w64; `resources` is the text of a resource script. */
export function linkWithGnu(spec: {
  readonly arch: 'x86_64' | 'i686';
  readonly source: string;
  readonly libraries?: readonly LibrarySpec[];
  readonly resources?: string;
  readonly options?: readonly string[];
}): LinkedPe {
  const folder = temporaryFolder();
  const inputs = [write(folder, 'module.c', spec.source)];
  for (const library of spec.libraries ?? []) {
    const importLibrary = join(folder, `${library.name}.a`);
    run(gnuTools[`${spec.arch}-dlltool`], ['-d', writeDefinition(folder, library), '-l', importLibrary]);
    inputs.push(importLibrary);
  }
  if (spec.resources !== undefined) {
    const object = join(folder, 'resources.o');
    run(gnuTools.windres, [write(folder, 'module.rc', spec.resources), object]);
    inputs.push(object);
  }
  const path = join(folder, 'module.pyd');
  run(gnuTools[`${spec.arch}-gcc`], ['-shared', ...(spec.options ?? []), '-o', path, ...inputs]);
  return {path, bytes: readFileSync(path)};
}

const llvmMachines = {x86_64: 'i386:x86-64', aarch64: 'arm64'} as const;

/** Links a DLL as Microsoft's linker does, with a PDB beside it; `delayed` names a library to load on first use. */
export function linkWithLlvm(spec: {
  readonly arch: keyof typeof llvmMachines;
  readonly source: string;
  readonly libraries: readonly LibrarySpec[];
  readonly delayed: string;
  readonly options?: readonly string[];
}): LinkedPe & {readonly pdb: string} {
  const folder = temporaryFolder();
  const object = join(folder, 'module.obj');
  const compile = [`--target=${spec.arch}-pc-windows-msvc`, '-g', '-gcodeview', '-fno-stack-protector'];
  run(llvmTools.clang, [...compile, '-c', write(folder, 'module.c', spec.source), '-o', object]);
  const inputs = [object];
  for (const library of spec.libraries) {
    const importLibrary = join(folder, `${library.name}.lib`);
    const machine = llvmMachines[spec.arch];
    run(llvmTools.dlltool, ['-m', machine, '-d', writeDefinition(folder, library), '-l', importLibrary]);
    inputs.push(importLibrary);
  }
  const [path, pdb] = [join(folder, 'module.pyd'), join(folder, 'module.pdb')];
  const link = ['/dll', '/noentry', '/debug', `/delayload:${spec.delayed}`, ...(spec.options ?? [])];
  run(llvmTools.linker, [...link, `/out:${path}`, `/pdb:${pdb}`, ...inputs]);
  return {path, bytes: readFileSync(path), pdb};
}

/** `objdump -p`: headers, imports and exports, in GNU's words. */
export const describeWithObjdump = (file: LinkedPe) => run(gnuTools.objdump, ['-p', file.path]);

/** `llvm-readobj` with these options. */
export const describeWithReadobj = (file: LinkedPe, ...options: string[]) =>
  run(llvmTools.readobj, [...options, file.path]);

/** The identity that a PDB has in itself: GUID in braces and age, as `llvm-pdbutil` prints them. */
export const describePdb = (path: string) => run(llvmTools.pdbutil, ['dump', '--summary', path]);

/** Runs objcopy on the file, in place, and reads what came out. */
export function objcopy(file: LinkedPe, options: readonly string[], output = file.path): LinkedPe {
  run(gnuTools.objcopy, [...options, file.path, output]);
  return {path: output, bytes: readFileSync(output)};
}

function writeDefinition(folder: string, library: LibrarySpec): string {
  return write(
    folder,
    `${library.name}.def`,
    [`LIBRARY ${library.name}`, 'EXPORTS', ...library.exports, ''].join('\n'),
  );
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function run(tool: string | null | undefined, args: readonly string[]): string {
  if (!tool) throw new Error('a tool of this test is missing, and the test did not ask for it first');
  return execFileSync(tool, args, {encoding: 'utf8', maxBuffer: 16 * 1024 * 1024});
}
