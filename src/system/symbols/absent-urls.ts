import {rmSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {makeFolder} from '../make-folder.ts';
import {digest} from './symbol-store.ts';

/** What servers said they do not have, kept for a while: a debugger asks for the same ones at every start. */
export interface AbsentUrls {
  has(url: string): boolean;
  add(url: string): void;
}

/** An hour: a server that indexes a new build has it soon. */
const LIFETIME_MS = 60 * 60 * 1000;

/** Empty files named by digests, in the store; their age is the answer's. `isIgnored`: ask again. */
export function absentUrls(store: string, isIgnored: boolean, now: () => number = Date.now): AbsentUrls {
  const folder = join(store, '.absent');
  const fileOf = (url: string): string => join(folder, digest(url));
  return {
    has(url) {
      if (isIgnored) return false;
      const stats = statSync(fileOf(url), {throwIfNoEntry: false});
      if (!stats) return false;
      if (Math.abs(now() - stats.mtimeMs) < LIFETIME_MS) return true;
      rmSync(fileOf(url), {force: true});
      return false;
    },
    add(url) {
      makeFolder(folder);
      writeFileSync(fileOf(url), '');
    },
  };
}
