import type {Files} from './files.ts';
import type {FolderListing} from './folder-listing.ts';

/**
 * The same files, but a folder that is listed twice in a row is read once: what a named folder stands for and what it
 * holds are two questions, asked one behind the other. The answer is handed over once, never kept longer.
 */
export function listedOnce(files: Files): Files {
  let last: {
    readonly path: string;
    readonly skipped: ReadonlySet<string>;
    readonly listing: FolderListing;
  } | null = null;
  return {
    ...files,
    listFolder(path, skipped) {
      const known = last?.path === path && last.skipped === skipped ? last.listing : null;
      const listing = known ?? files.listFolder(path, skipped);
      last = known ? null : {path, skipped, listing};
      return listing;
    },
  };
}
