/** What debug information is packed in: a cabinet (`.pd_`), an installer of Windows, or an archive. */
export type ArchiveFormat = 'cab' | 'msi' | 'zip' | 'tar';

/** An archive of debug files, each of which is recognised by its identity, never by its name. */
export interface Archive {
  readonly format: ArchiveFormat;
  /**
   * The files in it, one after the other: a member is read before the next one is asked for. Throws an UnreadableError
   * where the archive is damaged, of a kind that is not read, or unpacks to more than its limit.
   */
  members(): Iterable<ArchiveMember>;
}

/** One file of an archive. Its reads throw an UnreadableError. */
export interface ArchiveMember {
  /** A base name, good to choose by and to show; the archive's author chose it, so that it proves nothing. */
  readonly name: string;
  /** As the archive states it. */
  readonly sizeBytes: number;
  /** The first `lengthBytes` of it, fewer where it is shorter. The view stays valid. */
  peek(lengthBytes: number): Uint8Array;
  /** All of it; refused where it is longer than `limitBytes`. The view stays valid. */
  read(limitBytes: number): Uint8Array;
}

/** What opening an archive may cost. */
export interface ArchiveLimits {
  /** What all of the archive may unpack to, in bytes: also members that are passed over cost their time. */
  readonly totalBytes: number;
}

/** python-build-standalone's `full` archives are the largest known, with some 1.5 GB of libraries and objects. */
export const ARCHIVE_LIMITS: ArchiveLimits = {totalBytes: 8 * 1024 ** 3};
