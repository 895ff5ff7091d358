/**
 * What is known of one binary: plain data, read from its bytes and nothing else. Rules see only this.
 * A field that could not be determined says so (`null`, `'unknown'`); it is never a guess.
 */
export type BinaryFacts = PeFacts | ElfFacts | MachOFacts;

/** Machines by the name that Python's platform tags use where there is one. */
export type Machine =
  | 'x86'
  | 'x86_64'
  | 'arm'
  | 'arm64'
  | 'ppc'
  | 'ppc64'
  | 'ppc64le'
  | 's390x'
  | 'riscv32'
  | 'riscv64'
  | 'loongarch64'
  | 'mips'
  | 'mips64'
  | 'ia64'
  | 'sparc'
  | 'unknown';

interface CommonFacts {
  readonly machine: Machine;
  /** The machine number of the file header, as it stands there. */
  readonly machineCode: number;
  readonly bits: 32 | 64;
  readonly endian: 'little' | 'big';
  /** Exported names that are module initialisation hooks: `PyInit_*`, `PyInitU_*`, `PyModExport_*`, `PyModExportU_*`, `init*`; without Mach-O's underscore. */
  readonly initHooks: readonly string[];
}

/** A library and what is imported from it, in table order. */
export interface ImportedLibrary {
  /** As the import table spells it. */
  readonly library: string;
  readonly symbols: readonly string[];
  readonly ordinals: readonly number[];
}

/** A CodeView RSDS record (PE debug directory): the identity of the PDB. */
export interface CodeView {
  /** Lower-case 8-4-4-4-12 hexadecimal. */
  readonly guid: string;
  readonly age: number;
  /** The path as the linker wrote it. */
  readonly pdb: string;
}

/** PE: .pyd, .dll, .exe. */
export interface PeFacts extends CommonFacts {
  readonly format: 'pe';
  readonly isDll: boolean;
  /** Has a CLR header: a .NET assembly. */
  readonly isManaged: boolean;
  /** `major.minor` of the linker, e.g. `14.29`. */
  readonly linkerVersion: string;
  /** TimeDateStamp of the file header; with {@link PeFacts.imageSizeBytes} the identity of the file on symbol servers. */
  readonly timestamp: number;
  readonly imageSizeBytes: number;
  readonly imports: readonly ImportedLibrary[];
  readonly delayImports: readonly ImportedLibrary[];
  /** The name in the export directory, e.g. `_speedups.pyd`; null without an export directory. */
  readonly exportName: string | null;
  /** Number of exported names. */
  readonly exportCount: number;
  readonly codeView: CodeView | null;
  /** Has a REPRO debug entry: the timestamp is a hash. */
  readonly isReproducible: boolean;
  readonly hardening: {
    readonly aslr: boolean;
    readonly highEntropyAslr: boolean;
    readonly dep: boolean;
    readonly controlFlowGuard: boolean;
    readonly forceIntegrity: boolean;
    /** Has a certificate entry (an Authenticode signature; not verified). */
    readonly signed: boolean;
  };
}

/** What a PE's resource directory tells; read only where a rule or the user asks for it. */
export interface PeResources {
  /** RT_MANIFEST text, or null. */
  readonly manifest: string | null;
  /** VS_FIXEDFILEINFO file version, four numbers joined by dots, or null. */
  readonly fileVersion: string | null;
}

/** An undefined symbol of an ELF dynamic symbol table. */
export interface ElfUndefinedSymbol {
  readonly name: string;
  readonly weak: boolean;
  /** The version it asks for, e.g. `GLIBC_2.14`, and the library that the version is asked of; null without one. */
  readonly version: {readonly name: string; readonly library: string} | null;
}

/** ELF: .so and executables, read by PT_DYNAMIC as ld.so does. */
export interface ElfFacts extends CommonFacts {
  readonly format: 'elf';
  readonly type: 'shared' | 'executable' | 'relocatable' | 'core' | 'other';
  readonly osAbi: number;
  /** e_flags, as it stands. */
  readonly flags: number;
  /** PT_INTERP, e.g. `/lib64/ld-linux-x86-64.so.2`. */
  readonly interpreter: string | null;
  readonly soname: string | null;
  /** DT_NEEDED, in order. */
  readonly needed: readonly string[];
  /** DT_RPATH and DT_RUNPATH, split at colons, empty entries kept. */
  readonly rpath: readonly string[];
  readonly runpath: readonly string[];
  /** DT_VERNEED: library -> versions asked of it (`GLIBC_2.17`), in file order. */
  readonly versionNeeds: Readonly<Record<string, readonly string[]>>;
  readonly undefinedSymbols: readonly ElfUndefinedSymbol[];
  /** Number of defined, exported names. */
  readonly exportCount: number;
  /** NT_GNU_BUILD_ID bytes in lower-case hexadecimal, or null. */
  readonly buildId: string | null;
  /** x86 ISA level bits of NT_GNU_PROPERTY_TYPE_0 (`GNU_PROPERTY_X86_ISA_1_NEEDED`): 1 = baseline, 2 = v2, 3 = v3, 4 = v4; null where not stated. */
  readonly isaLevel: 1 | 2 | 3 | 4 | null;
  /** PT_GNU_STACK: `none` where the header is absent. */
  readonly stack: 'executable' | 'non-executable' | 'none';
  readonly hardening: {
    /** PT_GNU_RELRO, and whether DT_BIND_NOW / DF_BIND_NOW makes it full. */
    readonly relro: 'none' | 'partial' | 'full';
    readonly bindNow: boolean;
    readonly textRelocations: boolean;
  };
}

/** One architecture slice of a Mach-O file, or the whole of a thin one. */
export interface MachOSlice extends CommonFacts {
  /** `cputype` subtype: distinguishes arm64e. */
  readonly cpuSubtype: number;
  readonly type: 'bundle' | 'dylib' | 'executable' | 'other';
  /** LC_ID_DYLIB. */
  readonly installName: string | null;
  /** LC_LOAD_DYLIB and its kin, in order. */
  readonly needed: readonly {readonly name: string; readonly weak: boolean; readonly reexported: boolean}[];
  readonly rpaths: readonly string[];
  /**
   * Undefined names without their leading underscore; `library` null = flat lookup, else the needed library that the
   * two-level namespace names, or a word in angle brackets (`<main executable>`) where it names no library.
   */
  readonly undefinedSymbols: readonly {
    readonly name: string;
    readonly weak: boolean;
    readonly library: string | null;
  }[];
  readonly exportCount: number;
  /** Lower-case 8-4-4-4-12 hexadecimal of LC_UUID. */
  readonly uuid: string | null;
  /** `macos`, `ios`, `ios-simulator`, ...; null without LC_BUILD_VERSION / LC_VERSION_MIN_*. */
  readonly platform: string | null;
  /** Lowest system version, `11.0`. */
  readonly minimumOs: string | null;
  readonly twoLevelNamespace: boolean;
  /** `broken`: a signature that does not parse, does not cover the file, or is older than its load commands (first page hashes). */
  readonly codeSignature: 'none' | 'present' | 'broken';
}

/** Mach-O: one slice when thin, several when fat (universal2). */
export interface MachOFacts {
  readonly format: 'macho';
  readonly fat: boolean;
  /** At least one. */
  readonly slices: readonly MachOSlice[];
}

/**
 * Debug information as the section table tells it: read only where it is asked for, since no loader needs that table
 * and it often lies at the end of a file.
 */
export interface DebugFacts {
  /** Has DWARF compilation units (`.debug_info`, compressed or `.zdebug_info`; `__DWARF` on Mach-O). */
  readonly dwarf: boolean;
  /** Has a full symbol table (.symtab, LC_SYMTAB with local symbols, COFF symbols). */
  readonly symbolTable: boolean;
  /** Mach-O only: a debug map (N_OSO) names the object files that hold the DWARF; it is of use where those still are. */
  readonly debugMap?: boolean;
  /** `.gnu_debuglink`: file name and CRC-32 of the separate debug file. */
  readonly debugLink: {readonly file: string; readonly crc32: number} | null;
}
