import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {temporaryFolder, toolNamed} from './tools.ts';

/** The programs that link ELF files; null where one is missing. */
export const elfTools = {
  gcc: toolNamed('gcc'),
  objcopy: toolNamed('objcopy'),
  llvmObjcopy: toolNamed('llvm-objcopy-16', 'llvm-objcopy'),
  clang: toolNamed('clang-16', 'clang'),
  lld: toolNamed('ld.lld-16', 'ld.lld'),
} as const;

/** A linked file: where it lies, for other tools, and its bytes. */
export interface LinkedElf {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Compiles and links C source with gcc; a version script is passed where one is given. */
export function linkElf(
  source: string,
  options: readonly string[] = ['-shared', '-fPIC'],
  versionScript?: string,
): LinkedElf {
  const folder = temporaryFolder();
  const script = join(folder, 'version-script');
  if (versionScript !== undefined) writeFileSync(script, versionScript);
  const extra = versionScript === undefined ? [] : [`-Wl,--version-script=${script}`];
  return compileWith(elfTools.gcc, folder, source, [...options, ...extra]);
}

/** Compiles and links C source without libraries for another machine, with clang and lld. */
export function crossLinkElf(source: string, target: string, options: readonly string[] = []): LinkedElf {
  const linking = [`--target=${target}`, '-shared', '-fPIC', '-nostdlib', `--ld-path=${elfTools.lld}`];
  return compileWith(elfTools.clang, temporaryFolder(), source, [...linking, ...options]);
}

/** The result of objcopy, GNU's or LLVM's. */
export function convertElf(
  tool: 'objcopy' | 'llvmObjcopy',
  input: string,
  options: readonly string[],
): LinkedElf {
  const path = join(temporaryFolder(), 'converted.so');
  return run(elfTools[tool], [...options, input, path], path);
}

function compileWith(
  tool: string | null,
  folder: string,
  source: string,
  options: readonly string[],
): LinkedElf {
  const [input, path] = [join(folder, 'module.c'), join(folder, 'module.so')];
  writeFileSync(input, source);
  return run(tool, [input, ...options, '-o', path], path);
}

function run(tool: string | null, parameters: readonly string[], path: string): LinkedElf {
  if (tool === null) throw new Error('the tool is not installed: the test should have been skipped');
  execFileSync(tool, parameters, {stdio: ['ignore', 'ignore', 'pipe']});
  return {path, bytes: readFileSync(path)};
}
