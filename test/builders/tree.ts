import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {temporaryFolder} from './tools.ts';

/** Paths, with slashes, to contents, or to the target of a symbolic link. */
export type Tree = Readonly<Record<string, string | Uint8Array | {readonly linkTo: string}>>;

/** Writes files below a folder, a new one unless one is named, and returns it. */
export function writeTree(tree: Tree, folder: string = temporaryFolder()): string {
  for (const [path, content] of Object.entries(tree)) {
    const place = join(folder, path);
    mkdirSync(dirname(place), {recursive: true});
    if (typeof content === 'object' && 'linkTo' in content) symlinkSync(content.linkTo, place);
    else writeFileSync(place, content);
  }
  return folder;
}
