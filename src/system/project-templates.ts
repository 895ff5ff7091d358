import {readFileSync} from 'node:fs';
import {packageFolder} from './package-folder.ts';

/** The text of a file of `templates/project/new/`. Throws the file system's errors: one that is missing is a broken installation. */
export function readProjectTemplate(path: string): string {
  return readFileSync(new URL(`templates/project/new/${path}`, packageFolder()), 'utf8');
}
