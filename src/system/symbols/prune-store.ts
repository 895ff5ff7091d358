import {type Dirent, lstatSync, readdirSync, rmdirSync, unlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {UserError} from '../../errors.ts';
import {type PrunePlan, prunePlan, type StoredFile} from '../../symbols/publish/prune-plan.ts';
import {localFiles} from '../files.ts';
import {describeFailure} from '../system-failure.ts';

/** What went, what stayed, and what could not be removed. */
export interface PruneOutcome extends PrunePlan {
  readonly failed: readonly {readonly path: string; readonly problem: string}[];
}

/**
 * Removes from a store (absolute) what is not to stay. Links are neither followed nor removed, so that nothing outside
 * of the folder is touched; a store that is not there yet is empty. Throws a UserError for what is no folder.
 */
export function pruneStore(
  store: string,
  limits: Parameters<typeof prunePlan>[1],
  isDryRun: boolean,
): PruneOutcome {
  const root = localFiles.realPath(store);
  if (root === null) return {removed: [], kept: [], unfinished: [], failed: []};
  if (localFiles.status(root)?.kind !== 'folder') {
    throw new UserError({
      what: 'is no folder',
      where: store,
      advice: 'name the folder of a store with --store',
    });
  }
  const plan = prunePlan(filesBelow(root), limits);
  const failed: {path: string; problem: string}[] = [];
  if (!isDryRun) {
    const gone = [...plan.removed.flatMap(({files}) => files), ...plan.unfinished];
    for (const {path} of gone) {
      const problem = remove(join(root, path));
      if (problem === null) removeEmptyFolders(root, dirname(path));
      else failed.push({path, problem});
    }
  }
  return {...plan, failed};
}

function filesBelow(root: string): readonly StoredFile[] {
  const files: StoredFile[] = [];
  const pending = [''];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder + entry.name;
      // A link is neither: what it leads to is not of this store.
      if (entry.isDirectory()) pending.push(`${path}/`);
      else if (entry.isFile()) files.push(...storedFile(root, path));
    }
  }
  return files;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, {withFileTypes: true});
  } catch {
    // Removed by another process meanwhile, or closed to this user: what cannot be seen is not removed.
    return [];
  }
}

/** None where it is gone meanwhile. */
function storedFile(root: string, path: string): readonly StoredFile[] {
  const stats = lstatSync(join(root, path), {throwIfNoEntry: false});
  if (!stats?.isFile()) return [];
  const {size, atimeMs, mtimeMs, dev, ino} = stats;
  return [{path, sizeBytes: size, usedMs: Math.max(atimeMs, mtimeMs), inode: `${dev} ${ino}`}];
}

/** One clause why it could not be removed; null where it is gone. */
function remove(path: string): string | null {
  try {
    unlinkSync(path);
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    return describeFailure(error).replace('read', 'removed');
  }
}

/** From a folder upwards, as far as they are empty; never the store itself. */
function removeEmptyFolders(root: string, folder: string): void {
  for (let path = folder; path !== '.'; path = dirname(path)) {
    try {
      rmdirSync(join(root, path));
    } catch {
      // Not empty, or another process has just put something in.
      return;
    }
  }
}
