import type {CompilationUnit} from '../compile-facts.ts';

type Language = CompilationUnit['language'];

/** DW_LANG_* (DWARF 5, table 7.17, and the codes registered since at dwarfstd.org). */
const CODES: Readonly<Record<Exclude<Language, 'other'>, readonly number[]>> = {
  // C89, C, C99, C11, C17, C23.
  c: [0x01, 0x02, 0x0c, 0x1d, 0x2c, 0x3e],
  // C++, C++03, C++11, C++14, C++17, C++20, C++23.
  'c++': [0x04, 0x19, 0x1a, 0x21, 0x2a, 0x2b, 0x3a],
  // The second is what rustc wrote before DWARF 5 gave it a code.
  rust: [0x1c, 0x9000],
  // Fortran 77, 90, 95, 2003, 2008, 2018, 2023.
  fortran: [0x07, 0x08, 0x0e, 0x22, 0x23, 0x2d, 0x3f],
  // DW_LANG_Assembly, DW_LANG_Mips_Assembler (of all GNU and LLVM assemblers), DW_LANG_SUN_Assembler.
  assembler: [0x31, 0x8001, 0x9001],
};

const BY_CODE: ReadonlyMap<number, Language> = new Map(
  (Object.keys(CODES) as (keyof typeof CODES)[]).flatMap(language =>
    CODES[language].map(code => [code, language] as const),
  ),
);

/** The language of a DW_LANG code. */
export function languageOf(code: number | null): Language {
  return (code === null ? undefined : BY_CODE.get(code)) ?? 'other';
}
