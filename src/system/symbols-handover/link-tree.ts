import {createHash, randomUUID} from 'node:crypto';
import {copyFileSync, renameSync, rmSync, statSync, symlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {UserError} from '../../errors.ts';
import type {LinkTree} from '../../symbols/handover/model.ts';
import {makeFolder} from '../make-folder.ts';
import {describeWriteFailure} from '../system-failure.ts';

/** Where trees for debuggers stand in the folder of symbols. */
const TREES = '.handover';

/**
 * The folder of a tree of links below the folder of symbols; made where it is not there yet. Its name comes from what is
 * in it, so that it never changes under a debugger that uses it. Throws a UserError.
 */
export function placeLinkTree(store: string, tree: LinkTree): string {
  const digest = createHash('sha256').update(JSON.stringify(tree)).digest('hex').slice(0, 16);
  const place = join(store, TREES, digest);
  if (isFolder(place)) return place;
  const unfinished = join(store, TREES, `unfinished-${randomUUID()}`);
  try {
    makeFolder(unfinished);
    for (const folder of tree.folders) makeFolder(join(unfinished, folder));
    for (const {at, to} of tree.links) makeLink(join(unfinished, at), to);
    renameSync(unfinished, place);
  } catch (cause) {
    rmSync(unfinished, {recursive: true, force: true});
    // Another process was quicker.
    if (isFolder(place)) return place;
    throw new UserError({
      what: describeWriteFailure(cause),
      where: store,
      advice: 'name a folder that can be written to with --store',
      cause,
    });
  }
  return place;
}

function makeLink(at: string, to: string): void {
  makeFolder(dirname(at));
  if (isFolder(to)) {
    // Windows lets everyone make junctions; other systems ignore the kind.
    symlinkSync(to, at, 'junction');
    return;
  }
  try {
    symlinkSync(to, at, 'file');
  } catch {
    // Windows lets developers only.
    copyFileSync(to, at);
  }
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true;
}
