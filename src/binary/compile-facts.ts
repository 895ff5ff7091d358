/**
 * How the parts of a binary were compiled, as its debug information tells. Read only where a debug build is to be
 * proved: no loader looks at it.
 */
export interface CompileFacts {
  /** `dwarf`: in the file itself, or the debug file beside it; `codeview`: in its PDB. */
  readonly format: 'dwarf' | 'codeview';
  /** In the order of the debug information; at least one. */
  readonly units: readonly CompilationUnit[];
  /** ELF only: functions of the symbol table that no unit describes; absent where that cannot be told. */
  readonly uncovered?: readonly string[];
}

/** One compilation unit: what one call of a compiler made. */
export interface CompilationUnit {
  readonly language: 'c' | 'c++' | 'rust' | 'fortran' | 'assembler' | 'other';
  /** DW_AT_producer, or the compiler's name and version of S_COMPILE3; null where it is not recorded. */
  readonly producer: string | null;
  /** The primary source file as recorded, e.g. `src/foo.c`; null where it is not. */
  readonly source: string | null;
  /** The folder of the compilation (DW_AT_comp_dir), with which relative paths are joined; null where not recorded. */
  readonly directory: string | null;
  /** Every source and header of the unit's line table, joined with its folder where that is recorded, each once. */
  readonly files: readonly string[];
  /** Command line options that the compiler recorded, in order; null where it records none (clang without -grecord-command-line). */
  readonly options: readonly string[] | null;
  /** Whether code was optimised: by `options`, by DW_AT_APPLE_optimized, or by S_COMPILE3; null where nobody tells. */
  readonly optimised: boolean | null;
  /** Compiled for link-time optimisation. */
  readonly lto: boolean;
  /** CodeView only: the library that the linker took the unit from, e.g. `MSVCRT.lib` with its path; absent for an object file that it was given. */
  readonly library?: string;
}
