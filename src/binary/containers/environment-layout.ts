import {basename, join, resolve} from 'node:path';
import type {Files} from '../../system/files.ts';

/** What kind of folder the user named. */
export type FolderKind = 'folder' | 'environment' | 'interpreter';

const PYTHON_DLL = /^python\d{2,3}t?(?:_d)?\.dll$/i;
const PYTHON_EXE = /^python(?:_d)?\.exe$/i;
const UNIX_PYTHON = /^(?:python|pypy|graalpy)\d*(?:\.\d+)*[a-z]*(?:\.exe)?$/;
/** `t` since 3.13 for the free-threaded build (Lib/sysconfig, install schemes). */
const LIBRARY_FOLDER = /^python\d\.\d{1,2}t?$/;
const PACKAGES_FOLDER = /^(?:site|dist)-packages$/;

/** Tells a venv, a site-packages folder and an interpreter's own folder from others, by names alone. */
export function folderKind(folder: string, files: Files): FolderKind {
  const names = files.entryNames(folder);
  if (names.includes('pyvenv.cfg')) return 'environment';
  if (PACKAGES_FOLDER.test(basename(resolve(folder)))) return 'environment';
  if (names.some(name => PYTHON_EXE.test(name)) && names.some(name => PYTHON_DLL.test(name)))
    return 'interpreter';
  if (hasUnixPython(folder, files)) return 'interpreter';
  return names.some(name => name.endsWith('.dist-info')) ? 'environment' : 'folder';
}

function hasUnixPython(folder: string, files: Files): boolean {
  return (
    libraryFolders(folder, files).length > 0 &&
    files.entryNames(join(folder, 'bin')).some(name => UNIX_PYTHON.test(name))
  );
}

/** Folders like `lib/python3.12` of a prefix, with slashes, relative to it. */
export function libraryFolders(prefix: string, files: Files): readonly string[] {
  return ['lib', 'lib64'].flatMap(lib =>
    files
      .entryNames(join(prefix, lib))
      .filter(name => LIBRARY_FOLDER.test(name))
      .map(name => `${lib}/${name}`),
  );
}

/**
 * The site-packages folders of an environment or interpreter that exist, with slashes, relative to it; `.` for a folder
 * that is one itself.
 */
export function sitePackagesFolders(folder: string, files: Files): readonly string[] {
  const libraries = libraryFolders(folder, files);
  const candidates = [
    // Windows spells it so; on a file system that ignores case it may be the same as `lib`.
    'Lib/site-packages',
    ...libraries.map(library => `${library}/site-packages`),
    // Debian's own folders (python3.11: site.py, "dist-packages").
    ...libraries.map(library => `local/${library}/dist-packages`),
    ...libraries.map(library => `${library}/dist-packages`),
    'lib/python3/dist-packages',
  ];
  const seen = new Set<string>();
  const found = candidates.filter(candidate => {
    const path = join(folder, candidate);
    if (files.status(path)?.kind !== 'folder') return false;
    // lib64 is a link to lib in venvs and on Fedora.
    const real = files.realPath(path) ?? path;
    return !seen.has(real) && seen.add(real);
  });
  if (found.length > 0) return found;
  return folderKind(folder, files) === 'environment' && !files.entryNames(folder).includes('pyvenv.cfg')
    ? ['.']
    : [];
}

/**
 * Where to look for binaries in a folder, with slashes, relative to it. Of a venv these are its packages and its
 * scripts; of the system's prefix (`/usr`) only what belongs to its Pythons; else the whole folder.
 */
export function scannedFolders(folder: string, kind: FolderKind, files: Files): readonly string[] {
  const names = files.entryNames(folder);
  if (kind === 'environment' && names.includes('pyvenv.cfg')) {
    return [
      ...sitePackagesFolders(folder, files),
      ...['bin', 'Scripts'].filter(name => names.includes(name)),
    ];
  }
  if (kind === 'interpreter' && files.status(join(folder, 'bin/env'))) {
    return [...libraryFolders(folder, files), ...sitePackagesFolders(folder, files)].filter(
      (path, index, all) => !all.some((other, at) => at !== index && path.startsWith(`${other}/`)),
    );
  }
  return ['.'];
}
