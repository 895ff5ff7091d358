import {existsSync} from 'node:fs';

let found: URL | undefined;

/**
 * The folder of the package, with `templates/` and `docs/` in it: the nearest one above this module that has a
 * package.json, be it run from `src/` or bundled into `dist/`.
 */
export function packageFolder(): URL {
  if (found) return found;
  let folder = new URL('./', import.meta.url);
  while (!existsSync(new URL('package.json', folder)) && folder.pathname !== '/')
    folder = new URL('../', folder);
  found = folder;
  return folder;
}
