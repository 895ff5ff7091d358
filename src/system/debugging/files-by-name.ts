import {readdirSync} from 'node:fs';
import {basename, join} from 'node:path';

/** A folder to look in, and how many levels of folders below it. */
export interface LookedFolder {
  readonly path: string;
  readonly depth: number;
}

const MAX_ENTRIES = 200_000;

/**
 * Files in folders by their names in lower case, as Windows compares them: those of `names`, or all. Follows no links to
 * folders, so that no circle of them is.
 */
export function filesByName(
  names: ReadonlySet<string> | null,
  folders: readonly LookedFolder[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  let left = MAX_ENTRIES;
  const visit = (folder: string, depth: number): void => {
    if (left <= 0) return;
    try {
      for (const entry of readdirSync(folder, {withFileTypes: true})) {
        if (--left <= 0) return;
        const path = join(folder, entry.name);
        const name = basename(entry.name).toLowerCase();
        if (entry.isDirectory()) {
          if (depth > 0) visit(path, depth - 1);
        } else if (names?.has(name) ?? true) found.set(name, (found.get(name) ?? new Set()).add(path));
      }
    } catch {
      // It is not there, or may not be read.
    }
  };
  for (const {path, depth} of folders) visit(path, depth);
  return new Map([...found].map(([name, paths]) => [name, [...paths]]));
}
