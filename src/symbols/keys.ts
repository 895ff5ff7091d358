import type {Identity, ImageKey} from './identity.ts';

/**
 * Keys of symbol servers. SymSrv: the indexes that Microsoft's symstore writes. SSQP: "Simple Symbol Query Protocol" of
 * dotnet/symstore (docs/specs/SSQP_Key_Conventions.md), lower case throughout.
 */

/** `D4F0930AF44619AA4C4C44205044422E1`: GUID without hyphens in upper case, age in lower-case hexadecimal. */
export function pdbIndex(guid: string, age: number): string {
  return `${guid.replaceAll('-', '').toUpperCase()}${age.toString(16)}`;
}

/** `655D00015000`: eight upper-case digits of the time stamp, the image size in as many lower-case ones as it takes. */
export function imageIndex({timestamp, imageSizeBytes}: ImageKey): string {
  return `${timestamp.toString(16).padStart(8, '0').toUpperCase()}${imageSizeBytes.toString(16)}`;
}

/** SSQP pads build-ids that are shorter than SHA-1 with zero bytes (ld's `--build-id=md5`, Go). */
const SSQP_BUILD_ID_DIGITS = 40;

/**
 * Paths below the root of a symbol server under which debug information is looked for, in order: SymSrv's spelling
 * first, then SSQP's, which differs on hosts that tell case apart.
 */
export function debugKeys(identity: Identity): readonly string[] {
  switch (identity.kind) {
    case 'pdb': {
      const index = pdbIndex(identity.guid, identity.age);
      const file = identity.file.toLowerCase();
      return unique([
        `${identity.file}/${index}/${identity.file}`,
        // Stores that were written with the age, too, in upper case differ from age 10 on.
        `${identity.file}/${index.toUpperCase()}/${identity.file}`,
        `${file}/${index.toLowerCase()}/${file}`,
      ]);
    }
    case 'build-id':
      return [`_.debug/elf-buildid-sym-${identity.id.padEnd(SSQP_BUILD_ID_DIGITS, '0')}/_.debug`];
    case 'uuid':
      return identity.uuids.map(uuid => `_.dwarf/mach-uuid-sym-${uuid.replaceAll('-', '')}/_.dwarf`);
    case 'debuglink':
      return [];
  }
}

/** Paths below the root of a symbol server under which a PE file itself is found. */
export function imageKeys(name: string, image: ImageKey): readonly string[] {
  const index = imageIndex(image);
  const lower = name.toLowerCase();
  return unique([`${name}/${index}/${name}`, `${lower}/${index.toLowerCase()}/${lower}`]);
}

function unique(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)];
}
