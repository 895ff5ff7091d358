import type {LinkTree, TreeLink} from './model.ts';
import {commonFolder, namesBelow, type RecordedPath, recordedText} from './recorded-path.ts';

/** Looks into the source tree of the user. Paths are absolute. */
export interface SourceFolders {
  isFolder(path: string): boolean;
  entryNames(path: string): readonly string[];
  join(folder: string, name: string): string;
}

/** A tree that takes the place of a recorded folder. */
export interface SourceOverlay {
  readonly recorded: RecordedPath;
  readonly tree: LinkTree;
}

/** Real builds have some dozens; a file that was made to do harm could name any number. */
const MAX_FOLDERS = 1000;

/** What file systems take for one name, in bytes. */
const isName = (name: string): boolean => Buffer.byteLength(name) <= 255;

/**
 * gdb opens recorded paths as they are, so that `build-static` must be there for `build-static/../Objects/x.c`; source
 * packages and repositories have no build folders. The tree that this gives has them, and links to the user's sources.
 * Null where nothing is missing. `crossed`: see {@link readRecordedPath}, of sources below `recorded`.
 */
export function sourceOverlay(
  {recorded, here}: {readonly recorded: RecordedPath; readonly here: string},
  crossed: readonly RecordedPath[],
  folders: SourceFolders,
): SourceOverlay | null {
  const placeHere = (path: RecordedPath): string | null => {
    const names = namesBelow(recorded, path);
    if (names === null) return null;
    const place = names.reduce((folder, name) => folders.join(folder, name), here);
    return folders.isFolder(place) ? place : null;
  };
  const each = [...new Map(crossed.map(path => [recordedText(path), path])).values()];
  const missing = each.filter(path => placeHere(path) === null);
  // A build folder beside the sources is held by a folder above both, which must not be the whole file system.
  const reachable = missing
    .filter(path => commonFolder(recorded, path).names.length > 0 && path.names.every(isName))
    .slice(0, MAX_FOLDERS);
  if (reachable.length === 0) return null;
  const top = reachable.reduce((folder, path) => commonFolder(folder, path), recorded);
  const needed = [recorded, ...reachable].map(path => namesBelow(top, path) ?? []);

  const made: string[] = [];
  const links: TreeLink[] = [];
  const lay = (at: readonly string[], within: readonly (readonly string[])[]): void => {
    if (at.length > 0) made.push(at.join('/'));
    const heads = new Map<string, (readonly string[])[]>();
    for (const [head, ...rest] of within) {
      if (head !== undefined) heads.set(head, [...(heads.get(head) ?? []), rest]);
    }
    const real = placeHere({root: top.root, names: [...top.names, ...at]});
    for (const name of real === null ? [] : folders.entryNames(real)) {
      if (real !== null && !heads.has(name)) {
        links.push({at: [...at, name].join('/'), to: folders.join(real, name)});
      }
    }
    for (const [head, rest] of heads) lay([...at, head], rest);
  };
  lay([], needed);
  return {recorded: top, tree: {folders: made, links}};
}
