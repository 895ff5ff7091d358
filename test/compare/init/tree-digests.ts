import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import {join, relative} from 'node:path';

/** SHA-256 of every file below a folder by its path, folders as `folder`, links by their targets. */
export function treeDigests(folder: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    const place = join(entry.parentPath, entry.name);
    found[relative(folder, place)] = entry.isSymbolicLink()
      ? `-> ${readlinkSync(place)}`
      : entry.isDirectory()
        ? 'folder'
        : createHash('sha256').update(readFileSync(place)).digest('hex');
  }
  return found;
}
