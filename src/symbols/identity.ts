/**
 * What debug information must match: the only thing that decides whether a file is the right one. Names, sizes, dates
 * and places never do.
 */
export type Identity = PdbIdentity | BuildIdIdentity | DebugLinkIdentity | UuidIdentity;

/** A PDB, as the RSDS record of a PE file names it. */
export interface PdbIdentity {
  readonly kind: 'pdb';
  /** Lower-case 8-4-4-4-12 hexadecimal. */
  readonly guid: string;
  readonly age: number;
  /** Base name of the PDB, as the linker wrote it; never a path, whatever stands in the file. */
  readonly file: string;
}

/** The NT_GNU_BUILD_ID note, which an ELF file and its debug file share. */
export interface BuildIdIdentity {
  readonly kind: 'build-id';
  /** The bytes of the note in lower-case hexadecimal; usually 20 of them, but any number is allowed. */
  readonly id: string;
}

/** `.gnu_debuglink`, for a file without a build-id. */
export interface DebugLinkIdentity {
  readonly kind: 'debuglink';
  /** Base name of the debug file. */
  readonly file: string;
  /** CRC-32 of the whole debug file. */
  readonly crc32: number;
}

/** LC_UUID of each slice of a Mach-O file. */
export interface UuidIdentity {
  readonly kind: 'uuid';
  /** Lower-case 8-4-4-4-12 hexadecimal, one a slice, in file order. */
  readonly uuids: readonly string[];
}

/** An identity as a user reads it, e.g. `GUID d4f0930a-f446-19aa-4c4c-44205044422e age 1`. */
export function identityText(identity: Identity): string {
  switch (identity.kind) {
    case 'pdb':
      return `GUID ${identity.guid} age ${identity.age}`;
    case 'build-id':
      return `build-id ${identity.id}`;
    case 'debuglink':
      return `CRC-32 ${identity.crc32.toString(16).padStart(8, '0')}`;
    case 'uuid':
      return `UUID ${identity.uuids.join(', ')}`;
  }
}

/** What tells one PE file from another on a symbol server. */
export interface ImageKey {
  /** TimeDateStamp of the file header. */
  readonly timestamp: number;
  readonly imageSizeBytes: number;
}
