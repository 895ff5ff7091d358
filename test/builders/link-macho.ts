import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder, toolNamed} from './tools.ts';

/** The LLVM programs that link and describe Mach-O files on any system; null where one is missing. */
export const machOTools = {
  clang: toolNamed('clang-16', 'clang'),
  linker: toolNamed('ld64.lld-16', 'ld64.lld'),
  objdump: toolNamed('llvm-objdump-16', 'llvm-objdump'),
  nm: toolNamed('llvm-nm-16', 'llvm-nm'),
  lipo: toolNamed('llvm-lipo-16', 'llvm-lipo'),
  dsymutil: toolNamed('dsymutil-16', 'dsymutil'),
} as const;

/** What a test prints in its title when it cannot run. */
export const missingMachOTools = Object.entries(machOTools)
  .filter(([, path]) => path === null)
  .map(([name]) => name);

/** A stub of the system library: enough for the linker to know whose names these are. */
const LIB_SYSTEM = `--- !tapi-tbd
tbd-version: 4
targets: [x86_64-macos, arm64-macos]
install-name: '/usr/lib/libSystem.B.dylib'
exports:
  - targets: [x86_64-macos, arm64-macos]
    symbols: [_malloc, _free, _printf, dyld_stub_binder]
...
`;

/** A linked file: where it lies, for other tools, and its bytes. */
export interface LinkedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

type Arch = 'x86_64' | 'arm64';

/** Compiles C source to an object file. */
export function compileMachO(source: string, arch: Arch, options: readonly string[] = []): LinkedFile {
  const folder = temporaryFolder();
  const [input, path] = [join(folder, 'module.c'), join(folder, 'module.o')];
  writeFileSync(input, source);
  run(machOTools.clang, [`--target=${arch}-apple-macos11`, ...options, '-c', input, '-o', path]);
  return {path, bytes: readFileSync(path)};
}

/** Compiles C source and links it against a stub of libSystem. */
export function linkMachO(
  source: string,
  options: {readonly arch: Arch; readonly link: readonly string[]; readonly compile?: readonly string[]},
): LinkedFile {
  const object = compileMachO(source, options.arch, options.compile);
  const folder = temporaryFolder();
  const [stub, path] = [join(folder, 'libSystem.tbd'), join(folder, 'linked')];
  writeFileSync(stub, LIB_SYSTEM);
  const platform = ['-arch', options.arch, '-platform_version', 'macos', '11.0', '13.3'];
  run(machOTools.linker, [...platform, ...options.link, '-o', path, object.path, stub]);
  return {path, bytes: readFileSync(path)};
}

/** Collects the DWARF that the debug map of a linked file names, as `dsymutil` does for a .dSYM bundle. */
export function collectDwarf(file: LinkedFile): LinkedFile {
  const path = join(temporaryFolder(), 'collected');
  run(machOTools.dsymutil, ['--flat', file.path, '-o', path]);
  return {path, bytes: readFileSync(path)};
}

/** Joins thin files into a fat one. */
export function joinSlices(files: readonly LinkedFile[]): LinkedFile {
  const path = join(temporaryFolder(), 'fat');
  run(machOTools.lipo, ['-create', ...files.map(file => file.path), '-output', path]);
  return {path, bytes: readFileSync(path)};
}

/** Writes bytes where other tools can read them. */
export function onDisk(bytes: Uint8Array): LinkedFile {
  const path = join(temporaryFolder(), 'built');
  writeFileSync(path, bytes);
  return {path, bytes};
}

/** The lines that a tool prints of a file. */
export function linesOf(tool: string | null, args: readonly string[]): readonly string[] {
  return run(tool, args)
    .split('\n')
    .filter(line => line.trim() !== '');
}

function run(tool: string | null, args: readonly string[]): string {
  if (tool === null) throw new Error('a tool of this test is not installed');
  return execFileSync(tool, [...args], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe']});
}
