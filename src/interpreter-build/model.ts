/** What an interpreter says of itself (templates/runtime/python-facts.py). */
export interface InterpreterFacts {
  /** Absolute, the base of an environment, links resolved. */
  readonly executable: string;
  readonly implementation: string;
  readonly version: readonly [number, number, number];
  /** `sys.platform`. */
  readonly platform: string;
  /** As a wheel tag spells it. */
  readonly platformTag: string;
  readonly basePrefix: string;
  /** sys.gettotalrefcount is there. */
  readonly debug: boolean;
  readonly freeThreaded: boolean;
  /** `CONFIG_ARGS` as sysconfig has it; empty on Windows. */
  readonly configArgs: string;
  /** libpython, absolute; null for a static one. */
  readonly library: string | null;
  /** The libpython that is in the process; null where it is static, or where the system does not tell. */
  readonly loadedLibrary: string | null;
  /** What extension modules depend on: variables of sysconfig and constants of sys, as text. */
  readonly abi: Readonly<Record<string, string>>;
  /** Built-in types -> basic size and item size, in bytes. */
  readonly sizes: Readonly<Record<string, readonly [number, number]>>;
  readonly builtinModules: readonly string[];
  /** Modules of lib-dynload -> absolute path. */
  readonly extensionModules: Readonly<Record<string, string>>;
}

/** Where the source comes from. */
export type SourceChoice =
  /** The source package of the distribution; `wanted` is what the user wrote, null for that of the interpreter. */
  | {readonly kind: 'apt'; readonly wanted: string | null}
  | {readonly kind: 'folder'; readonly path: string}
  | {readonly kind: 'tarball'; readonly path: string};

/** Optimisation that is asked for. */
export type Optimize = '0' | 'g';

/** The source that is built, once it is there. */
export interface SourceTree {
  /** Absolute; a copy of ours. */
  readonly folder: string;
  readonly version: readonly [number, number, number];
  /** For a reader: `python3.11 3.11.2-6+deb12u9 (apt)`. */
  readonly from: string;
  /** Whether it is what the interpreter was built from: exactly, as far as the version tells, or another. */
  readonly match: 'exact' | 'same-version' | 'other';
}
