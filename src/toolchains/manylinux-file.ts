/** A libc version as policy tables write it: `2.17`. */
export type LibcVersionText = string;

/** The policies of one libc. `since` maps below give the libc version of the first policy that allows a thing. */
export interface PolicySet {
  /** Ascending. */
  readonly policies: readonly {
    readonly version: LibcVersionText;
    /** Older names: `manylinux2014`. */
    readonly aliases: readonly string[];
    readonly architectures: readonly string[];
  }[];
  /** Library -> first policy. */
  readonly libraries: Readonly<Record<string, LibcVersionText>>;
  /** Names that must not be used of a library, until the policy `until` (null: in all). */
  readonly forbidden: readonly {
    readonly library: string;
    readonly until: LibcVersionText | null;
    readonly names: readonly string[];
  }[];
  /** Architecture -> prefix (`GLIBC`) -> first policy -> versions that it adds (`2.14`). */
  readonly versions: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<LibcVersionText, readonly string[]>>>>>
  >;
}

/** toolchains/manylinux.json. */
export interface ManylinuxFile {
  readonly manylinux: PolicySet;
  readonly musllinux: PolicySet & {
    /** Architecture -> musl's own library there, `libc.musl-x86_64.so.1`. */
    readonly libcNames: Readonly<Record<string, string>>;
  };
}
