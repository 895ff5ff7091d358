import {accessSync, constants, readdirSync, realpathSync, type Stats, statSync} from 'node:fs';
import {decodeText} from '../binary/field-reader.ts';
import {type FolderListing, listFolder} from './folder-listing.ts';
import {type OpenFile, openFile} from './open-file.ts';
import {describeFailure} from './system-failure.ts';

/** What stands at a path, links followed. `special`: a device, a socket, a named pipe; none of them is ever opened. */
export interface PathStatus {
  readonly kind: 'file' | 'folder' | 'special';
}

/** The file system, as the rest of pyxdbg sees it. Paths are the system's own; nothing here writes. */
export interface Files {
  /** Null where nothing is, or where looking is not allowed. */
  status(path: string): PathStatus | null;
  /** One clause why the file cannot be read (`cannot be read: permission denied`), or null. */
  unreadable(path: string): string | null;
  /** Opens a regular file. Throws a UserError for anything else, and for one that cannot be read. */
  openFile(path: string): OpenFile;
  /** All files below a folder, see {@link FolderListing}. */
  listFolder(path: string, skippedFolders: ReadonlySet<string>): FolderListing;
  /** Names in a folder, sorted; none when it is no folder or cannot be read. */
  entryNames(path: string): readonly string[];
  /** The first `maxBytes` of a text file as UTF-8; null when it cannot be read. */
  readText(path: string, maxBytes: number): string | null;
  /** The path with all links resolved; null when it leads nowhere. */
  realPath(path: string): string | null;
}

/** The file system of this machine. */
export const localFiles: Files = {
  status: statusOf,
  unreadable(path) {
    try {
      accessSync(path, constants.R_OK);
      return null;
    } catch (error) {
      return describeFailure(error);
    }
  },
  openFile,
  listFolder,
  entryNames(path) {
    try {
      return readdirSync(path).toSorted();
    } catch {
      return [];
    }
  },
  readText(path, maxBytes) {
    if (statusOf(path)?.kind !== 'file') return null;
    try {
      const file = openFile(path);
      try {
        return decodeText(file.read(0, maxBytes));
      } finally {
        file.close();
      }
    } catch {
      return null;
    }
  },
  realPath(path) {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  },
};

function statusOf(path: string): PathStatus | null {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, {throwIfNoEntry: false});
  } catch {
    return null;
  }
  if (!stats) return null;
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'special';
  return {kind};
}
