import type {CompilationUnit} from '../compile-facts.ts';
import type {BuildInfo} from './build-info.ts';
import {splitQuotedArguments, splitWindowsCommandLine} from './command-line.ts';
import type {CompileRecord} from './compile-record.ts';
import type {PdbModule} from './dbi-stream.ts';
import {type Dialect, isLinkTimeOptimised, isOptimised} from './options.ts';

/** Codes of CV_CFL_LANG (learn.microsoft.com, "CV_CFL_LANG"; LLVM: SourceLanguage). */
const LANGUAGES = new Map<number, CompilationUnit['language']>([
  [0x00, 'c'],
  [0x01, 'c++'],
  [0x02, 'fortran'],
  [0x03, 'assembler'],
  [0x15, 'rust'],
]);

/** LINK, CVTRES, CVTPGD, ALIASOBJ: tools that make objects, but compile nothing. */
const NO_COMPILERS = new Set([0x07, 0x08, 0x09, 0x14]);

/** What lld calls the objects that it makes of bitcode: `OUTPUT.lto.obj`, `OUTPUT.lto.MODULE.obj` (lld, COFF/LTO.cpp); they record no options. */
const LTO_OBJECT = /\.lto\.(?:[^\\/]+\.)?obj$/;

/** Whether the record is of a compiler, not of the linker or one of its helpers. */
export function isOfCompiler({languageCode}: CompileRecord): boolean {
  return !NO_COMPILERS.has(languageCode);
}

/** The facts of a module that a compiler made. */
export function compilationUnit(
  module: PdbModule,
  compiler: CompileRecord,
  call: BuildInfo,
  files: readonly string[],
  hasSpeedOptimised: boolean,
): CompilationUnit {
  const {commandLine} = call;
  const language = languageOf(compiler);
  const dialect = dialectOf(compiler, commandLine ?? '');
  const split = dialect === 'cl' ? splitWindowsCommandLine : splitQuotedArguments;
  const options = commandLine === null ? null : split(commandLine);
  return {
    language,
    producer: compiler.version || null,
    source: dialect === 'rustc' ? sourceOfCrate(call.source) : call.source,
    directory: call.directory,
    files: [...new Set(files.map(file => joined(call.directory, file)))],
    options,
    // An assembler optimises nothing, and says nothing of it.
    optimised: language === 'assembler' ? null : optimisedOf(options, dialect, compiler, hasSpeedOptimised),
    lto:
      compiler.isLtcg ||
      LTO_OBJECT.test(module.name) ||
      (options !== null && isLinkTimeOptimised(options, dialect)),
    ...(module.file !== module.name && module.file !== '' && {library: module.file}),
  };
}

/** Before LLVM 14 there was no code for Rust, and languages without one got the assembler's (LLVM: MapDWLangToCVLang). */
function languageOf({languageCode, version}: CompileRecord): CompilationUnit['language'] {
  return isRust(version) ? 'rust' : (LANGUAGES.get(languageCode) ?? 'other');
}

/** Compilers that are made of clang have names of their own, but record its options. */
function dialectOf({version}: CompileRecord, commandLine: string): Dialect {
  if (isRust(version)) return 'rustc';
  return /\b(clang|LLVM)\b/.test(version) || commandLine.startsWith('"-cc1"') ? 'clang' : 'cl';
}

function isRust(version: string): boolean {
  return /\brustc version\b/.test(version);
}

/** rustc names the codegen unit behind the crate's file: `src/lib.rs/@/name.0123-cgu.0` (rustc_codegen_llvm, debuginfo). */
function sourceOfCrate(source: string | null): string | null {
  return source?.replace(/[\\/]@[\\/][^\\/]*$/, '') ?? null;
}

/**
 * By the options; where none of them tells, by a function that was optimised; else by the compiler's default, which is
 * not to: /Od for Microsoft's (learn.microsoft.com, "/Od"), -O0 for clang, opt-level 0 for rustc.
 */
function optimisedOf(
  options: readonly string[] | null,
  dialect: Dialect,
  {version}: CompileRecord,
  hasSpeedOptimised: boolean,
): boolean | null {
  const byOptions = options && isOptimised(options, dialect);
  if (byOptions !== null) return byOptions;
  if (hasSpeedOptimised) return true;
  return options !== null && (dialect !== 'cl' || version.startsWith('Microsoft')) ? false : null;
}

const ABSOLUTE = /^([a-z]:|[\\/])/i;

/** A folder that is itself relative joins nothing: builds that trim paths (/d1trimfile) shorten both to the same root. */
function joined(directory: string | null, file: string): string {
  if (directory === null || !ABSOLUTE.test(directory) || ABSOLUTE.test(file)) return file;
  const separator = /\\|^[a-z]:/i.test(directory) ? '\\' : '/';
  return directory.endsWith(separator) ? directory + file : directory + separator + file;
}
