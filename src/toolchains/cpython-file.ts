import type {Machine} from '../binary/facts.ts';
import type {BuildMarker} from './cpython-facts.ts';
import type {VersionBounds} from './version-bounds.ts';

/** A suffix of file names that an interpreter looks for. */
export type SuffixRow = VersionBounds & {
  /** With `{xy}`, `{flags}`, `{releaseFlags}`, `{t}`, `{triplet}`, `{stableTriplet}`, `{platform}` to fill in. */
  readonly form: string;
  /** All of these must hold of the build. */
  readonly builds?: readonly ('gil' | 'free-threaded' | 'debug' | 'release')[];
};

/** The systems whose suffixes are known. */
export type SuffixSystem = 'linux' | 'macos' | 'android' | 'ios' | 'windows';

/** toolchains/cpython.yaml. */
export interface CPythonFile {
  readonly releases: readonly {readonly from: string; readonly to: string}[];
  readonly foreseen: number;
  readonly builtInModules: Readonly<Record<'always' | 'often', readonly string[]>>;
  readonly markers: readonly (VersionBounds & {readonly name: string; readonly marks: BuildMarker})[];
  readonly unicodeWidth: Readonly<Record<string, 'ucs2' | 'ucs4'>>;
  readonly stableAbi: {readonly abi3: string; readonly abi3t: string};
  readonly initHooks: readonly (VersionBounds & {readonly prefix: string})[];
  readonly abiFlags: readonly (VersionBounds & {readonly flag: string})[];
  readonly suffixes: Readonly<Record<SuffixSystem, readonly SuffixRow[]>>;
  readonly triplets: {
    readonly linux: Readonly<Partial<Record<Machine, readonly string[]>>>;
    readonly musl: Readonly<Partial<Record<Machine, readonly string[]>>>;
    readonly android: Readonly<Partial<Record<Machine, readonly string[]>>>;
    readonly ios: Readonly<Record<string, readonly string[]>>;
  };
  readonly architectures: Readonly<Record<string, readonly Machine[]>>;
  readonly linuxArchitectures: Readonly<Partial<Record<Machine, string>>>;
}
