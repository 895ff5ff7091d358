import {existsSync, mkdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

const STALE_MS = 10 * 60_000;
const POLL_MS = 200;

/**
 * Makes a folder by one process alone, while the test files that run beside it wait; false where that fails. A maker
 * that was killed is taken for dead after a while.
 */
export function once(folder: string, make: () => void): boolean {
  const ready = join(folder, 'ready');
  const lock = `${folder}.lock`;
  mkdirSync(dirname(folder), {recursive: true});
  while (!existsSync(ready)) {
    try {
      mkdirSync(lock);
    } catch {
      const since = statSync(lock, {throwIfNoEntry: false})?.mtimeMs ?? Date.now();
      if (Date.now() - since > STALE_MS) rmSync(lock, {recursive: true, force: true});
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
      continue;
    }
    try {
      if (existsSync(ready)) return true;
      rmSync(folder, {recursive: true, force: true});
      make();
      writeFileSync(ready, '');
    } catch {
      return false;
    } finally {
      rmSync(lock, {recursive: true, force: true});
    }
  }
  return true;
}
