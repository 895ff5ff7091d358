import type {Machine} from '../binary/facts.ts';
import type {PythonVersion} from '../python/version.ts';

/** How an interpreter was built, as far as its ABI shows. */
export interface PythonBuild {
  readonly version: PythonVersion;
  readonly freeThreaded: boolean;
  readonly debug: boolean;
}

/** What a name in a module's undefined or imported symbols says of the headers that it was compiled with. */
export type BuildMarker = 'pydebug' | 'trace-refs' | 'free-threaded' | 'gil';

/** Consecutive versions, both ends included. */
export interface VersionRange {
  readonly from: PythonVersion;
  readonly to: PythonVersion;
}

/** Facts of CPython's ABI by version. */
export interface CPythonFacts {
  /** `read`: the tables come from such interpreters; `foreseen`: one of the next, taken to be as the last; else null. */
  standing(version: PythonVersion): 'read' | 'foreseen' | null;
  /** The versions that have a standing, ascending. */
  readonly releases: readonly VersionRange[];
  /** The newest version that was read. */
  readonly newest: PythonVersion;
  /** Whether the interpreter has the module in itself, without a file: each does, or many do. */
  builtIn(module: string): 'always' | 'often' | null;
  /** What the undefined or imported name proves for headers of that version; null for a name that proves nothing. Names come without Mach-O's underscore. */
  marker(name: string, version: PythonVersion | null): BuildMarker | null;
  /** `ucs2` or `ucs4` for a name of a Python <= 3.2 that carries its Unicode width. */
  unicodeWidth(name: string): 'ucs2' | 'ucs4' | null;
  /**
   * File name suffixes that such an interpreter looks for, its own (EXT_SUFFIX) first, for a wheel platform tag or
   * one of `linux_x86_64`, `win_amd64`; empty for an unknown platform.
   */
  extensionSuffixes(build: PythonBuild, platformTag: string): readonly string[];
  /** Flags that follow the version in an ABI tag of that version: of `d`, `m`, `u`, `t`, those that can occur. */
  abiFlags(version: PythonVersion): readonly string[];
  /** The first version with `.abi3.so` / `python3.dll`, and with abi3t. */
  readonly abi3Since: PythonVersion;
  readonly abi3tSince: PythonVersion;
  /** Prefixes of exported initialisation functions for that version, most usual first. */
  initHookPrefixes(version: PythonVersion): readonly string[];
  /** The machine that a wheel platform tag names; several for `universal2`; empty for `any` and unknown ones. */
  machinesOfPlatformTag(platformTag: string): readonly Machine[];
  /** The architecture part of Linux platform tags, e.g. `i686` for x86; null without one. */
  linuxArchitecture(machine: Machine): string | null;
}
