import {join, posix} from 'node:path';
import {UserError} from '../../errors.ts';
import type {Files} from '../../system/files.ts';
import type {OpenFile} from '../../system/open-file.ts';
import {type ByteSource, pagedSource} from '../byte-source.ts';
import {UnreadableError} from '../unreadable.ts';
import {isArchiveName} from './archive-names.ts';
import {FOLDERS_WITHOUT_BINARIES, hasBinaryName, mayBeBinary, startsLikeBinary} from './candidates.ts';
import {byPath, type Container, MAX_TEXT_BYTES, type Member, type RefusedMember} from './container.ts';
import {folderKind, scannedFolders} from './environment-layout.ts';

/**
 * Opens a folder: its binaries are read in place, links to folders are not followed. Throws a UserError when the folder
 * itself cannot be read.
 */
export function openFolder(folder: string, files: Files): Container {
  const unreadable = files.unreadable(folder);
  if (unreadable !== null) throw new UserError({what: unreadable, where: folder});
  const kind = folderKind(folder, files);
  const pool = filePool(files);
  const members: Member[] = [];
  const refused: RefusedMember[] = [];
  const paths = new Set<string>();

  const take = (path: string): void => {
    const place = join(folder, path);
    const problem = files.unreadable(place);
    if (problem !== null) refused.push({path, what: 'broken', problem});
    else if (hasBinaryName(path) || looksBinary(place, files)) {
      members.push({path, open: () => pool.source(place)});
    }
  };

  for (const scanned of scannedFolders(folder, kind, files)) {
    const listing = files.listFolder(join(folder, scanned), FOLDERS_WITHOUT_BINARIES);
    for (const {path, problem} of listing.unreadable) {
      refused.push({path: posix.join(scanned, path), what: 'broken', problem});
    }
    for (const file of listing.files) {
      const path = posix.join(scanned, file);
      if (paths.has(path) || (kind === 'environment' && isInterpreterLink(path))) continue;
      paths.add(path);
      if (mayBeBinary(path) && !isArchiveName(path)) take(path);
    }
  }

  return {
    kind,
    members: members.toSorted(byPath),
    refused: refused.toSorted(byPath),
    notes: [],
    paths,
    readText: path => (paths.has(path) ? files.readText(join(folder, path), MAX_TEXT_BYTES) : null),
    close: pool.close,
  };
}

/** A venv's `python`: a link to, or on Windows a launcher for, an interpreter that is not part of it. */
function isInterpreterLink(path: string): boolean {
  return /^(?:bin|Scripts)\/(?:python|pypy)w?[\d.]*t?(?:_d)?(?:\.exe)?$/i.test(path);
}

function looksBinary(path: string, files: Files): boolean {
  let file: OpenFile;
  try {
    file = files.openFile(path);
  } catch {
    return false;
  }
  try {
    return startsLikeBinary(file);
  } finally {
    file.close();
  }
}

/** Open files are few on many systems (256 on macOS): the oldest is closed, and opened again if it is read once more. */
const MAX_OPEN_FILES = 8;

function filePool(files: Files): {source(path: string): ByteSource; close(): void} {
  const open = new Map<string, OpenFile>();
  const opened = (path: string): OpenFile => {
    const known = open.get(path);
    if (known) return known;
    let file: OpenFile;
    try {
      file = files.openFile(path);
    } catch (error) {
      throw new UnreadableError(
        'truncated',
        error instanceof Error ? error.message : 'the file cannot be read',
      );
    }
    const [oldest] = open;
    if (oldest && open.size >= MAX_OPEN_FILES) {
      oldest[1].close();
      open.delete(oldest[0]);
    }
    open.set(path, file);
    return file;
  };
  return {
    source: path =>
      pagedSource({
        size: opened(path).size,
        read: (offset, length) => opened(path).read(offset, length),
        readInto: (offset, target) => opened(path).readInto(offset, target),
      }),
    close() {
      for (const file of open.values()) file.close();
      open.clear();
    },
  };
}
