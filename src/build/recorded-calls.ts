import type {CompilerCall} from './model.ts';

/** ASCII record and unit separators: no argument of a real build holds one. */
const RECORD_END = '\x1e';
const UNIT_END = '\x1f';

/** The calls that a wrapper wrote down, in order; a last one that was cut short is left out. */
export function parseCalls(text: string): readonly CompilerCall[] {
  return text
    .split(RECORD_END)
    .slice(0, -1)
    .map(record => {
      const [tool = '', cwd = '', ...args] = record.split(UNIT_END);
      return {tool, cwd, args};
    });
}

const SOURCE = /\.(?:c|cc|cp|cpp|cxx|c\+\+|C|CPP|m|mm|i|ii|s|S|f|F|f9[05]|F9[05]|for|cu|rs)$/;

/**
 * Source files that a call compiles for a product, as they are written; none for a link, a question to the compiler, or
 * what a configuration tries out.
 */
export function sourcesOf(call: CompilerCall): readonly string[] {
  const {tool, args} = call;
  if (isTrial(call)) return [];
  if (args.some(arg => /^(?:-E|-M|-MM|-fsyntax-only|--version|-###|-print-.*)$/.test(arg))) return [];
  if (tool === 'rustc' && !args.includes('--crate-name')) return [];
  return args.filter((arg, index) => SOURCE.test(arg) && !arg.startsWith('-') && args[index - 1] !== '-o');
}

/**
 * Where CMake finds out what the compiler is (CompilerIdC), its try_compile works (CMakeTmp or CMakeScratch,
 * cmCoreTryCompile.cxx), and meson looks for features.
 */
const TRIAL_FOLDER =
  /[\\/](?:CMakeFiles[\\/](?:CMakeTmp|CMakeScratch|[\d.]+[\\/]CompilerId\w+)|meson-private)(?:[\\/]|$)/;

/** The files of autoconf, of distutils' `config` and of meson (tmpXXXXXXXX/testfile.c), or any in such a folder. */
const TRIAL_FILE =
  /(?:^|[\\/])(?:(?:conftest|_configtest)\.\w+|tmp\w{8}[\\/]testfile\.\w+|(?:CMakeTmp|CMakeScratch|meson-private)[\\/].*)$/;

/**
 * Whether a configuration only tried something out, without the project's own options; the file that it tries may be
 * the project's.
 */
export function isTrial({cwd, args}: CompilerCall): boolean {
  return TRIAL_FOLDER.test(cwd) || args.some(arg => TRIAL_FILE.test(arg));
}

/** What a call links: the file behind `-o`, for a call without `-c`, `-S` or `-E`; null for others. */
export function linkedFile({tool, args}: CompilerCall): string | null {
  if (tool === 'rustc' || args.some(arg => /^(?:-c|-S|-E|-M|-MM|-fsyntax-only)$/.test(arg))) return null;
  const at = args.lastIndexOf('-o');
  return at < 0 ? null : (args[at + 1] ?? null);
}

/** The last argument that one of the patterns matches: the option that would have counted. */
export function lastMatching(args: readonly string[], pattern: RegExp): string | null {
  return args.findLast(arg => pattern.test(arg)) ?? null;
}
