import {readAs, type TableReader} from './table-reader.ts';

/** What a debuggable build asks of one compiler: toolchains/gcc.yaml and its like. */
export interface CompilerToolchain {
  readonly name: string;
  /** How its command line is written: as GCC's, or as rustc's. */
  readonly family: 'unix' | 'rustc';
  /** Base names under which it is called, without cross prefix and version. */
  readonly programs: readonly string[];
  /** Appended to every call that compiles. */
  readonly compile: readonly string[];
  /** By the value of `--optimize`. */
  readonly optimize: Readonly<Record<'0' | 'g', readonly string[]>>;
  /** Appended to every call that links. */
  readonly link: readonly string[];
  /** Shell patterns of arguments that are left out. */
  readonly drop: readonly string[];
  /** For `--assertions`. */
  readonly assertions: {readonly drop: readonly string[]; readonly compile: readonly string[]};
  readonly sanitize: Readonly<Record<string, SanitizerOptions>>;
  /** Variables that go with the debug build. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What `--sanitize` asks of a compiler. */
export interface SanitizerOptions {
  readonly compile: readonly string[];
  readonly link: readonly string[];
  /** The runtime to load before Python, as `-print-file-name` finds it. */
  readonly runtime: string;
}

/** The compilers that a build on a Unix may call, those that a wrapper stands in for. */
const UNIX_TOOLCHAINS = ['gcc', 'clang', 'rustc'] as const;

/** Typed access to the toolchains of Unix. */
export function unixToolchains(read: TableReader): readonly CompilerToolchain[] {
  return UNIX_TOOLCHAINS.map(name => readAs<CompilerToolchain>(read, `${name}.json`));
}

/** Programs that strip a binary: toolchains/strip.yaml. */
export function stripPrograms(read: TableReader): readonly string[] {
  return readAs<{readonly programs: readonly string[]}>(read, 'strip.json').programs;
}

/**
 * The toolchain that a program's base name is of: `gcc`, `x86_64-linux-gnu-g++-12`. Null for a program that is none.
 */
export function toolchainOf(
  program: string,
  toolchains: readonly CompilerToolchain[],
): CompilerToolchain | null {
  const name = plainProgramName(program);
  return toolchains.find(({programs}) => programs.includes(name)) ?? null;
}

/** `x86_64-linux-gnu-g++-12` -> `g++`. A triplet has two dashes or more, a version is digits and dots. */
export function plainProgramName(program: string): string {
  const unversioned = program.replace(/-\d+(\.\d+)*$/, '');
  return /^[a-z0-9_]+(?:-[a-z0-9_]+){1,3}-([a-z][a-z+]*)$/.exec(unversioned)?.[1] ?? unversioned;
}
