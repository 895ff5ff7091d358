import {execFileSync} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {memorySource, pagedSource} from '../../../src/binary/byte-source.ts';
import type {CompileFacts} from '../../../src/binary/compile-facts.ts';
import {readCompileFacts} from '../../../src/binary/read-compile-facts.ts';
import {temporaryFolder, toolNamed} from '../../builders/tools.ts';

/** The programs that compile and change files here; null where one is missing. */
export const tools = {
  gcc: toolNamed('gcc'),
  'g++': toolNamed('g++'),
  clang: toolNamed('clang-16'),
  'clang++': toolNamed('clang++-16'),
  lld: toolNamed('ld.lld-16'),
  mingw: toolNamed('x86_64-w64-mingw32-gcc'),
  'mingw objcopy': toolNamed('x86_64-w64-mingw32-objcopy'),
  objcopy: toolNamed('objcopy'),
  'llvm-objcopy': toolNamed('llvm-objcopy-16'),
  dsymutil: toolNamed('dsymutil-16'),
  lipo: toolNamed('llvm-lipo-16'),
  ld64: toolNamed('ld64.lld-16'),
  'lld-link': toolNamed('lld-link-16'),
  rustc: toolNamed('rustc'),
} as const;

export type Tool = keyof typeof tools;

/** Two sources of C that share a header in another folder, one of C++, one of assembler, one of Rust. */
const SOURCES: Readonly<Record<string, string>> = {
  'include/shared.h': 'static inline int shared(int value) { return value + 1; }\n',
  'one.c': '#include "shared.h"\nint two(int);\nint one(int value) { return shared(two(value)); }\n',
  'src/two.c': '#include "shared.h"\nint two(int value) { return shared(value) * 2; }\n',
  'three.cpp':
    '#include "shared.h"\ntemplate <class T> struct Box { T value; };\nint three(Box<int> box) { return shared(box.value); }\n',
  'four.s': '.text\n.globl four\nfour:\n  ret\n',
  'five.rs':
    '#![crate_type = "cdylib"]\n#[no_mangle]\npub extern "C" fn five(value: i32) -> i32 { value + 5 }\n',
};

/** A folder with the sources. */
export function sourceFolder(): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(SOURCES)) {
    mkdirSync(join(folder, name, '..'), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Runs a program in a folder. */
export function run(folder: string, tool: Tool, args: readonly string[]): void {
  const program = tools[tool];
  if (program === null) throw new Error(`${tool} is not installed`);
  execFileSync(program, args, {cwd: folder, stdio: ['ignore', 'pipe', 'pipe']});
}

/** Whether a program does this at all: not every clang knows every target, not every gcc has 32-bit libraries. */
export function canRun(tool: Tool, args: readonly string[]): boolean {
  if (tools[tool] === null) return false;
  try {
    run(sourceFolder(), tool, args);
    return true;
  } catch {
    return false;
  }
}

/** Reads the facts of a file, and of the separate one that belongs to it. */
export function factsOf(path: string, separate?: string): CompileFacts | null {
  const open = (file: string) => pagedSource(memorySource(readFileSync(file)));
  return readCompileFacts(open(path), separate === undefined ? undefined : open(separate));
}
