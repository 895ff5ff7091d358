import type {ByteSource} from '../byte-source.ts';

/** What the user named. `interpreter`: a folder with a Python in it; `environment`: a venv or a site-packages folder. */
export type ContainerKind =
  | 'file'
  | 'wheel'
  | 'egg'
  | 'wininst'
  | 'zip'
  | 'jar'
  | 'folder'
  | 'environment'
  | 'interpreter';

/** A file of an artefact that may be a binary. */
export interface Member {
  /** With slashes, relative to the artefact; the base name for a file that was named itself. */
  readonly path: string;
  /**
   * The bytes, cached so that scattered reads are cheap. Both `open` and the source's reads may throw an
   * UnreadableError: broken compressed data shows only when it is read.
   */
  open(): ByteSource;
}

/** A file that is not read, or an entry of an archive that must not be there. */
export interface RefusedMember {
  readonly path: string;
  /** One clause that follows the path: `is encrypted`. */
  readonly problem: string;
  readonly what: 'encrypted' | 'path-escape' | 'bomb' | 'broken' | 'unsupported-compression';
}

/** An artefact, opened for reading in place. */
export interface Container {
  readonly kind: ContainerKind;
  /** Every file that may be a binary, in path order. */
  readonly members: readonly Member[];
  readonly refused: readonly RefusedMember[];
  /** Sentences on the artefact as a whole that a user may want to know, e.g. of names that stand in an archive twice. */
  readonly notes: readonly string[];
  /** All file paths, also of those that are no binaries: to find bundled libraries and metadata. */
  readonly paths: ReadonlySet<string>;
  /** The text of a small metadata file as UTF-8, cut at {@link MAX_TEXT_BYTES}; null if it is absent or broken. */
  readText(path: string): string | null;
  /**
   * Any file of an archive as a source of its own, which the caller closes; null if it is absent or not to be read.
   * Files of other containers are read where they are.
   */
  openFile?(path: string): ByteSource | null;
  close(): void;
}

/** The most of a metadata file that is read, in bytes: the RECORD of tensorflow, with 12,480 files, has 1.5 MB. */
export const MAX_TEXT_BYTES = 8 * 1024 * 1024;

/** Code unit order, the same on every machine. */
export function byPath(a: {readonly path: string}, b: {readonly path: string}): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
