import {createHash, randomUUID} from 'node:crypto';
import {constants, copyFileSync, existsSync, linkSync, renameSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {Identity} from '../../symbols/identity.ts';
import {placesInStore} from '../../symbols/store-layout.ts';
import {makeFolder} from '../make-folder.ts';

/** Unfinished files of a store: this, and a name. `symbols prune` takes old ones away. */
export const PART_PREFIX = '.pyxdbg-part-';

/** The folder that symbols are fetched to; every file in it appears whole or not at all. */
export interface SymbolStore {
  readonly folder: string;
  /** A new file beside the others, to be filled and then placed or removed. */
  temporary(): string;
  /**
   * Moves a file to where debuggers look for this identity, and returns that place. A file that is there already is
   * replaced: its identity is the same, and this one was checked just now.
   */
  place(temporary: string, identity: Identity): string;
  /** The same with a copy of a file that stays where it is. */
  placeCopy(file: string, identity: Identity): string;
}

/** Makes the folder with the first file that is put into it. */
export function symbolStore(folder: string): SymbolStore {
  const unique = (): string => join(folder, `${PART_PREFIX}${randomUUID()}`);
  const temporary = (): string => {
    makeFolder(folder);
    return unique();
  };
  const place = (file: string, identity: Identity): string => {
    const [first = '', ...others] = placesInStore(identity);
    const target = join(folder, first);
    makeFolder(dirname(target));
    renameSync(file, target);
    for (const other of others) nameToo(target, join(folder, other), unique());
    return target;
  };
  return {
    folder,
    temporary,
    place,
    placeCopy(file, identity) {
      const copy = temporary();
      // No link: what its owner writes into the file later would be in the store, too.
      copyFileSync(file, copy, constants.COPYFILE_FICLONE);
      return place(copy, identity);
    },
  };
}

/** A second name of a file, as a hard link, or a copy where the file system has none. */
function nameToo(file: string, name: string, temporary: string): void {
  makeFolder(dirname(name));
  try {
    linkSync(file, temporary);
  } catch {
    copyFileSync(file, temporary);
  }
  renameSync(temporary, name);
  // POSIX: renaming one hard link of a file to another does nothing, and leaves both (rename(2)).
  rmSync(temporary, {force: true});
}

/** Keeps a copy below another folder, in SymStore's layout: the downstream store of a symbol path. */
export function keepInFolder(file: string, identity: Identity, folder: string): void {
  const [first = ''] = placesInStore(identity);
  const target = join(folder, first);
  if (existsSync(target)) return;
  makeFolder(dirname(target));
  const temporary = join(folder, `${PART_PREFIX}${randomUUID()}`);
  copyFileSync(file, temporary);
  renameSync(temporary, target);
}

/**
 * A download that may be gone on with: whoever takes it has it alone, since renaming a file succeeds once. What a
 * killed program held stays behind under a name that nobody takes, until it is pruned.
 */
export interface PartialDownload {
  readonly file: string;
  /** Names the file without its unfinished state, for others to go on with. */
  release(): void;
  remove(): void;
}

/** Takes the unfinished download of a URL and version (its ETag), or begins one. */
export function takePartial(folder: string, url: string): PartialDownload {
  makeFolder(folder);
  const shared = join(folder, `${PART_PREFIX}${digest(url)}`);
  const file = `${shared}-${randomUUID()}`;
  for (const suffix of ['', ETAG_SUFFIX]) move(`${shared}${suffix}`, `${file}${suffix}`);
  return {
    file,
    release() {
      for (const suffix of [ETAG_SUFFIX, '']) move(`${file}${suffix}`, `${shared}${suffix}`);
    },
    remove() {
      for (const suffix of ['', ETAG_SUFFIX]) rmSync(`${file}${suffix}`, {force: true});
    },
  };
}

/** Beside a partial download: the version that the server says it is of. */
export const ETAG_SUFFIX = '.etag';

function move(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch {
    // Not there, or taken by another process just now.
  }
}

/** A name for a URL that no URL can choose. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
