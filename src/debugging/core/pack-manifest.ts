import * as v from 'valibot';

/** The first member of an archive of `pyxdbg core pack`; by its name such an archive is known. */
export const MANIFEST_NAME = 'pyxdbg-core.json';
/** The core itself. */
export const CORE_NAME = 'core';
/** Files by the absolute paths that they had, below this folder. */
export const ROOT_NAME = 'root';
/** Debug files by build-id, below this folder: `.build-id/xx/rest.debug`. */
export const DEBUG_NAME = 'debug';

/** What an archive holds. */
export const PackManifestSchema = v.object({
  schemaVersion: v.literal(1),
  /** The program that dumped the core, an absolute path. */
  executable: v.string(),
  /** The binaries that were loaded, by their absolute paths, and their build-ids. */
  modules: v.array(v.object({path: v.string(), buildId: v.nullable(v.string())})),
  /** Sources, by their absolute paths. */
  sources: v.array(v.string()),
  /** Binaries and sources that were no longer there, or not those of the core. */
  missing: v.array(v.string()),
});

export type PackManifest = v.InferOutput<typeof PackManifestSchema>;

/**
 * Whether a member's name is one that a pack may have: known, relative, without a way out of its folder, and without
 * what would end a debugger's command.
 */
export function isPackMember(name: string): boolean {
  if (name === MANIFEST_NAME || name === CORE_NAME) return true;
  const parts = name.split('/');
  return (
    (parts[0] === ROOT_NAME || parts[0] === DEBUG_NAME) &&
    parts.length > 1 &&
    parts.every(part => part !== '' && part !== '.' && part !== '..') &&
    !/[\x00-\x1f\x7f\\]/.test(name)
  );
}
