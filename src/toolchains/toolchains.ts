/**
 * What pyxdbg knows of C runtimes, Windows, wheel policies and CPython itself: typed access to the tables in
 * `toolchains/`. Rules take this as an argument; nothing in it reads the machine it runs on.
 */
import type {Machine} from '../binary/facts.ts';
import type {PythonVersion} from '../python/version.ts';
import type {CPythonFacts} from './cpython-facts.ts';

export type {PythonVersion};

/** The tables as one object; each part reads its file on first use. */
export interface Toolchains {
  readonly crt: CrtTable;
  readonly windows: WindowsLibraries;
  readonly dependencies: DependencyLibraries;
  readonly manylinux: ManylinuxPolicies;
  readonly stableAbi: StableAbi;
  readonly exports: ExportTables;
  readonly cpython: CPythonFacts;
  readonly libraries: PlatformLibraries;
  readonly glibc: GlibcNames;
}

// --- C runtimes -----------------------------------------------------------------------------------------------

/** A C runtime that a process has one of: what must agree between a module and its `pythonXY.dll`. */
export type CrtFamily =
  | 'ucrt'
  | 'msvcrt'
  | 'crtdll'
  | 'msvcr70'
  | 'msvcr71'
  | 'msvcr80'
  | 'msvcr90'
  | 'msvcr100'
  | 'msvcr110'
  | 'msvcr120';

/**
 * What a Microsoft runtime DLL is for. `c-runtime` (msvcrNN, msvcrt, ucrtbase), `api-set` (`api-ms-win-crt-*`: the
 * Universal CRT's contract names) and `startup` (vcruntime140*) say which C runtime a module uses; the others only
 * need one.
 */
export type CrtKind =
  | 'c-runtime'
  | 'api-set'
  | 'startup'
  | 'c++'
  | 'openmp'
  | 'concurrency'
  | 'amp'
  | 'winrt'
  | 'managed'
  | 'mfc'
  | 'atl';

/** What the name of a Microsoft runtime DLL tells. */
export interface CrtDll {
  readonly family: CrtFamily;
  /** A debug build: not redistributable, with another ABI. */
  readonly debug: boolean;
  readonly kind: CrtKind;
  /** The name as people write it, e.g. `MSVCR90D.DLL`. */
  readonly display: string;
}

/** A C runtime as a report names it, and what builds for it. */
export interface CrtFamilyInfo {
  readonly family: CrtFamily;
  /** E.g. `VCRUNTIME140.DLL and the Universal CRT`. */
  readonly display: string;
  /** For one-line reports, e.g. `VCRUNTIME140.DLL + UCRT`. */
  readonly short: string;
  /** The Microsoft compiler, e.g. `Visual Studio 2008 (VC 9)`. */
  readonly msvc: string;
  /** How MinGW-w64 gets it, as an option or a toolchain name; null where it cannot. */
  readonly mingw: string | null;
}

/** C runtimes by DLL name and by Python version. DLL names are compared without case. */
export interface CrtTable {
  /** Null for a DLL that is no Microsoft runtime. */
  classify(dll: string): CrtDll | null;
  info(family: CrtFamily): CrtFamilyInfo;
  /** Sorts imported names: those first whose results belong to one runtime (memory, FILE*, descriptors, environment). */
  byTelling(a: string, b: string): number;
  /** The C runtime of that Python's `pythonXY.dll`; null where nobody has measured it, nor can foresee it. */
  ofPython(major: number, minor: number, machine: Machine): CrtFamily | null;
  readonly constexprMutex: ConstexprMutex;
  readonly sideBySide: SideBySideCrt;
}

/** What tells code whose std::mutex needs a recent C++ runtime, and the runtime's version. */
export interface ConstexprMutex {
  readonly library: string;
  /** The first version of the library that accepts them. */
  readonly since: readonly [major: number, minor: number];
  /** The name that such code imports, and the one that it no longer does. */
  readonly locks: string;
  readonly initialises: string;
}

/** The C runtime that Windows finds through manifests. */
export interface SideBySideCrt {
  isUsedBy(version: PythonVersion): boolean;
  /** Whether what imports this DLL may name the assembly in its manifest. */
  isAskedForWith(dll: string): boolean;
  /** A regular expression for the assembly's name. */
  readonly assembly: string;
}

// --- Windows --------------------------------------------------------------------------------------------------

/**
 * Where a DLL that comes with a Windows Python lies: `beside-python` (python.exe's folder: every module finds it) or
 * `dlls-folder` (found only by the standard library's own modules there).
 */
export type InterpreterDll = 'beside-python' | 'dlls-folder';

/** What is on every Windows, and with every Windows Python. DLL names are compared without case. */
export interface WindowsLibraries {
  /** Windows itself has it (API sets included; no redistributable runtime but msvcrt.dll and the Universal CRT). */
  isSystem(dll: string): boolean;
  /** A Microsoft runtime that an installer or a wheel must bring; never a debug one, which nobody may pass on. */
  isRedistributable(dll: string): boolean;
  /** What installs such a runtime, e.g. `Visual C++ 2015-2022 Redistributable`; null where {@link isRedistributable} is false. */
  redistributablePackage(dll: string): string | null;
  /** `api-ms-win-*` and `ext-ms-*`. */
  isApiSet(dll: string): boolean;
  /** Null where python.org's installer of that version has no such DLL. */
  interpreterDll(dll: string, major: number, minor: number, machine: Machine): InterpreterDll | null;
}

// --- Libraries of other projects --------------------------------------------------------------------------------

/** A MinGW-w64 runtime DLL, which neither Windows nor Python has. */
interface MingwRuntime {
  /** E.g. `GCC's C++ standard library`. */
  readonly what: string;
  /** The linker option that makes it part of the module; null where there is none. */
  readonly staticOption: string | null;
}

/** Libraries that come with other PyPI projects. */
export interface DependencyLibraries {
  /** PyPI projects (normalised names) whose wheels have this library; empty where none is known. */
  projectsFor(library: string): readonly string[];
  mingwRuntime(dll: string): MingwRuntime | null;
  /** What installs a library that no wheel can bring, e.g. `NVIDIA driver` for `libcuda.so.1`; null for others. */
  driver(library: string): string | null;
}

// --- manylinux, musllinux -----------------------------------------------------------------------------------------

/** What a manylinux or musllinux tag promises. */
export interface Policy {
  /** With architecture, e.g. `manylinux_2_17_x86_64`. */
  readonly tag: string;
  /** Other spellings, e.g. `manylinux2014_x86_64`. */
  readonly aliases: readonly string[];
  readonly libc: 'glibc' | 'musl';
  /** The libc version of the tag. */
  readonly libcVersion: readonly [major: number, minor: number];
  /** As the tag spells it: `x86_64`, `i686`, `aarch64`, `armv7l`, ... */
  readonly architecture: string;
  /** False where the tag follows from PEP 600's general rule alone: glibc versions are sure, others may be unknown. */
  readonly listed: boolean;
  /** The highest x86-64 micro-architecture level that the tag allows. */
  readonly isaLevel: 1;
  /** Whether a symbol version such as `GLIBC_2.14` is there; null where it cannot be told (unknown prefix, unlisted policy). */
  allowsVersion(version: string): boolean | null;
  /** The newest allowed version of a prefix (`GLIBC`, `GLIBCXX`, `CXXABI`, `GCC`), e.g. `GLIBC_2.17`; null without one. */
  newest(prefix: string): string | null;
  /** Whether a library may come from the system, by soname; the dynamic loader always may. */
  allowsLibrary(soname: string): boolean;
  /** Names that must not be used although their library may. */
  forbiddenNames(soname: string): ReadonlySet<string>;
}

/** What decides a tag: everything that is *not* in the wheel. */
export interface PolicyNeeds {
  readonly libc: 'glibc' | 'musl';
  readonly machine: Machine;
  /** Library outside the wheel -> symbol versions asked of it. */
  readonly versionNeeds: Readonly<Record<string, readonly string[]>>;
  /** Needed libraries outside the wheel. */
  readonly libraries: readonly string[];
  /** Undefined names, for the forbidden ones; may be left out. */
  readonly undefinedNames?: Iterable<string>;
}

/** The tables of PEP 513, 571, 599, 600 and 656 as auditwheel has them. */
export interface ManylinuxPolicies {
  /** Null for a tag that is no manylinux or musllinux tag, or of an architecture without a policy. */
  policyFor(platformTag: string): Policy | null;
  /** The oldest policy that holds; null where none does (a library that no policy allows): the tag is `linux_ARCH`. */
  trueTag(needs: PolicyNeeds): Policy | null;
}

// --- Stable ABI -----------------------------------------------------------------------------------------------

/** A name of the stable ABI. */
export interface StableName {
  readonly name: string;
  readonly kind: 'function' | 'data';
  /** The version that its definition states. */
  readonly added: PythonVersion;
  /** In the ABI for old modules and macros, but in no header. */
  readonly abiOnly: boolean;
  /** Only where this macro is defined: `MS_WINDOWS`, `HAVE_FORK`, `Py_REF_DEBUG`, ...; null for everywhere. */
  readonly macro: string | null;
}

/** CPython's stable ABI (`Misc/stable_abi.toml`) and what real `python3.dll`s exported of it. */
export interface StableAbi {
  has(name: string): boolean;
  entry(name: string): StableName | null;
  /**
   * The version from which a module may rely on the name; on Windows not before the `python3.dll` that first
   * exported it. Null for a name outside the stable ABI.
   */
  since(name: string, platform: 'windows' | 'other'): PythonVersion | null;
}

// --- Exported names of interpreters -----------------------------------------------------------------------------

/**
 * `windows` is `pythonXY.dll`; `windows-python3` is the `python3.dll` beside it, without the forwarders that lead
 * nowhere.
 */
export type ExportPlatform = 'linux' | 'macos' | 'windows' | 'windows-python3';

/** Names to look up; a set is one. */
export interface NameSet extends Iterable<string> {
  has(name: string): boolean;
}

/** Names that release builds of CPython export. A version without a table is unknown, never empty. */
export interface ExportTables {
  /** Null where no such interpreter was measured. */
  table(platform: ExportPlatform, major: number, minor: number, freeThreaded?: boolean): NameSet | null;
  /** Measured versions (with the GIL) that export the name, ascending. */
  versionsWith(platform: ExportPlatform, name: string): readonly PythonVersion[];
  /** All measured versions (with the GIL), ascending. */
  versions(platform: ExportPlatform): readonly PythonVersion[];
}

// --- Libraries of platforms -------------------------------------------------------------------------------------

/** A C library family of ELF systems. */
export type LibcFamily = 'glibc' | 'musl' | 'bionic';

/** A sanitizer's runtime. */
export interface SanitizerRuntime {
  /** E.g. `AddressSanitizer`. */
  readonly name: string;
}

/** Libraries that belong to a system or a compiler rather than to a project. */
export interface PlatformLibraries {
  /** The C library that a needed library belongs to; null for one that several have (`libz.so.1`). */
  libcFamily(soname: string): LibcFamily | null;
  /** Every name that the library defines has a symbol version, so an unversioned undefined name is not meant for it. */
  isFullyVersioned(soname: string): boolean;
  /** Android's stable NDK libraries at that API level (Python's own `*_python.so` included). */
  isAndroidSystem(soname: string, apiLevel: number): boolean;
  /** `/usr/lib/*`, `/System/Library/*`: in the system on every macOS and iOS. */
  isAppleSystem(installName: string): boolean;
  sanitizer(library: string): SanitizerRuntime | null;
  /** The sanitizer whose instrumentation calls this name; null for other names. */
  sanitizerOfName(name: string): SanitizerRuntime | null;
  /** The OpenMP implementation, e.g. `GNU libgomp`; null for other libraries. */
  openMp(library: string): string | null;
  /** The C++ standard library of Unix and MinGW, e.g. `libstdc++`; null for other libraries. */
  cxx(library: string): string | null;
  /** Whether a shared library without a PT_GNU_STACK header gets an executable stack there. */
  hasExecutableStack(machine: Machine): boolean;
}

/**
 * Names of the glibc libraries that every dynamically linked interpreter has loaded itself (libc, libm, libdl,
 * libpthread, ...): a module may use them without linking the library, and real ones do.
 */
export interface GlibcNames {
  has(name: string): boolean;
}
