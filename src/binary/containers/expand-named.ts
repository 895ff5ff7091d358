import {join, normalize} from 'node:path';
import type {Files} from '../../system/files.ts';
import {isArchiveName} from './archive-names.ts';
import {FOLDERS_WITHOUT_BINARIES} from './candidates.ts';
import {folderKind, sitePackagesFolders} from './environment-layout.ts';
import {openFolder} from './folder-container.ts';

/**
 * The artefacts that a named path stands for: itself; the wheels of a folder like `dist/`, with the folder itself where
 * it holds loose binaries too; an environment with its zipped eggs.
 */
export function expandNamed(path: string, files: Files): readonly string[] {
  if (files.status(path)?.kind !== 'folder') return [path];
  const kind = folderKind(path, files);
  if (kind !== 'folder') return [path, ...zippedEggs(path, files)];
  const archives = files
    .listFolder(normalize(path), FOLDERS_WITHOUT_BINARIES)
    .files.filter(isArchiveName)
    .map(file => join(path, file));
  if (archives.length === 0) return [path];
  return hasLooseBinaries(path, files) ? [...archives, path] : archives;
}

/** setuptools' `easy_install` put eggs into site-packages as they were; unzipped ones are folders. */
function zippedEggs(environment: string, files: Files): string[] {
  return sitePackagesFolders(environment, files)
    .map(folder => join(environment, folder))
    .flatMap(folder =>
      files
        .entryNames(folder)
        .filter(name => name.endsWith('.egg'))
        .map(name => join(folder, name))
        .filter(egg => files.status(egg)?.kind === 'file'),
    );
}

/** Whether a folder holds binaries outside of archives. */
export function hasLooseBinaries(folder: string, files: Files): boolean {
  const container = openFolder(folder, files);
  try {
    return container.members.length + container.refused.length > 0;
  } finally {
    container.close();
  }
}
