import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import type {InitWorld} from '../project/init-model.ts';
import {version} from '../version.ts';
import {localChangeFiles} from './change-files.ts';
import {localFiles} from './files.ts';
import {packageFolder} from './package-folder.ts';
import {placeInPython} from './place-in-python.ts';

/** What planning needs to know of a project's folder (absolute) on this machine. */
export function localInitWorld(root: string): InitWorld {
  return {
    read: localChangeFiles(root).read,
    template: path => readFileSync(new URL(`templates/project/${path}`, packageFolder()), 'utf8'),
    placeInPython: (path, block) => placeInPython(root, path, block),
    repository: repositoryOf(root),
    version,
  };
}

function repositoryOf(root: string): InitWorld['repository'] {
  for (let folder = root; ; folder = dirname(folder)) {
    if (localFiles.status(join(folder, '.git'))) return folder === root ? 'here' : 'above';
    if (dirname(folder) === folder) return 'none';
  }
}

/** The CI system that a project's files name: `.gitlab-ci.yml`, or `.github/`. */
export function ciAtHand(root: string): 'github' | 'gitlab' | 'none' {
  if (localFiles.status(join(root, '.gitlab-ci.yml'))) return 'gitlab';
  return localFiles.status(join(root, '.github')) ? 'github' : 'none';
}
