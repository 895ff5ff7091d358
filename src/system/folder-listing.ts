import {type Dirent, readdirSync, realpathSync, statSync} from 'node:fs';
import {join, sep} from 'node:path';
import {describeFailure} from './system-failure.ts';

/** The files below a folder. Paths are relative to it, with slashes, in code unit order. */
export interface FolderListing {
  /**
   * Regular files, and links to files: a link is left out where what it leads to is listed already. Links to folders
   * are not followed; devices, sockets, pipes and links that lead nowhere are left out.
   */
  readonly files: readonly string[];
  /** Folders that could not be read, with one clause why. */
  readonly unreadable: readonly {readonly path: string; readonly problem: string}[];
}

/** Lists all files below `root`, without entering folders of the names in `skippedFolders`. Throws nothing. */
export function listFolder(root: string, skippedFolders: ReadonlySet<string>): FolderListing {
  const files: string[] = [];
  const links: string[] = [];
  const unreadable: {path: string; problem: string}[] = [];
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder), {withFileTypes: true});
    } catch (error) {
      unreadable.push({path: folder === '' ? '.' : folder.slice(0, -1), problem: describeFailure(error)});
      continue;
    }
    for (const entry of entries) {
      const path = folder + entry.name;
      if (entry.isFile()) files.push(path);
      else if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isDirectory() && !skippedFolders.has(entry.name)) pending.push(`${path}/`);
    }
  }
  return {
    files: [...files, ...linksToOtherFiles(root, links, new Set(files))].toSorted(),
    unreadable: unreadable.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** `libz.so -> libz.so.1 -> libz.so.1.3` is one library: only links out of the listed files stay, one for each file they lead to. */
function linksToOtherFiles(root: string, links: readonly string[], listed: ReadonlySet<string>): string[] {
  if (links.length === 0) return [];
  const seen = new Set<string>();
  const realRoot = realPath(root) ?? root;
  return links.toSorted().filter(link => {
    const target = realPath(join(root, link));
    if (target === null || seen.has(target) || !isFile(target)) return false;
    seen.add(target);
    if (!target.startsWith(realRoot + sep)) return true;
    return !listed.has(
      target
        .slice(realRoot.length + 1)
        .split(sep)
        .join('/'),
    );
  });
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
