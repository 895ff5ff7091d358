import {join} from 'node:path';
import {libraryFolders} from '../binary/containers/environment-layout.ts';
import type {Files} from '../system/files.ts';
import {parsePythonLibrary} from './python-dll.ts';
import {formatVersion, type PythonVersion, parseVersion, sameVersion} from './version.ts';

/** The Python of an environment. Null where its files do not tell. */
export interface EnvironmentPython {
  readonly major: number;
  readonly minor: number;
  readonly freeThreaded: boolean | null;
  readonly debug: boolean | null;
}

/**
 * The Python whose own folder this is, by the names of its files: `python313t.dll`, `lib/python3.13t`, conda's record
 * of its package. Null where there is none, or several and nothing says which is meant.
 */
export function pythonOfPrefix(prefix: string, files: Files): EnvironmentPython | null {
  return windowsPython(prefix, files) ?? unixPython(prefix, files) ?? condaPython(prefix, files);
}

/** `lib/python3.13t` -> 3.13, free-threaded. */
export function pythonOfLibraryFolder(folder: string): {
  readonly version: PythonVersion;
  readonly freeThreaded: boolean;
} | null {
  const match = /(?:^|\/)python(\d\.\d{1,2})(t?)$/.exec(folder);
  const version = match?.[1] ? parseVersion(match[1]) : null;
  return version && {version, freeThreaded: match?.[2] === 't'};
}

function windowsPython(prefix: string, files: Files): EnvironmentPython | null {
  const libraries = files.entryNames(prefix).flatMap(name => {
    const library = /\.dll$/i.test(name) ? parsePythonLibrary(name) : null;
    return library?.version ? [{...library, version: library.version}] : [];
  });
  const [first] = libraries;
  if (!first || !libraries.every(({version}) => sameVersion(version, first.version))) return null;
  const [major, minor] = first.version;
  return {
    major,
    minor,
    // The installer puts the free-threaded and the debug interpreter beside the ordinary one, which is python.exe.
    freeThreaded: libraries.every(({freeThreaded}) => freeThreaded),
    debug: libraries.every(({debug}) => debug),
  };
}

function unixPython(prefix: string, files: Files): EnvironmentPython | null {
  const installed = libraryFolders(prefix, files).filter(
    // A folder of packages may outlive its interpreter; the standard library goes with it.
    folder => files.status(join(prefix, folder, 'os.py')) !== null,
  );
  const named = installed.length > 1 ? nameBehind(prefix, files) : null;
  const folder = installed.find(one => named === null || one.endsWith(`/${named}`));
  const found = folder === undefined ? null : pythonOfLibraryFolder(folder);
  if (!found || folder === undefined || (installed.length > 1 && named === null)) return null;
  const [major, minor] = found.version;
  return {major, minor, freeThreaded: found.freeThreaded, debug: isDebug(join(prefix, folder), files)};
}

/** `python3.11`, where `bin/python3` leads. */
function nameBehind(prefix: string, files: Files): string | null {
  for (const name of ['python3', 'python']) {
    const real = files.realPath(join(prefix, 'bin', name));
    const match = real && /python\d\.\d{1,2}t?(?=[dmu]*$)/.exec(real);
    if (match) return match[0];
  }
  return null;
}

/** The name of the build's settings has its ABI flags (sysconfig, "_get_sysconfigdata_name"). */
function isDebug(library: string, files: Files): boolean | null {
  const flags = files
    .entryNames(library)
    .map(name => /^_sysconfigdata_([dmut]*)_.*\.py$/.exec(name)?.[1])
    .filter(found => found !== undefined);
  return flags.length === 0 ? null : flags.every(found => found.includes('d'));
}

/** `conda-meta/python-3.13.1-h9a34b6e_5_cp313t.json`. */
function condaPython(prefix: string, files: Files): EnvironmentPython | null {
  for (const name of files.entryNames(join(prefix, 'conda-meta'))) {
    const match = /^python-(\d\.\d{1,2})\.\d+\w*-(\w+)\.json$/.exec(name);
    const version = match?.[1] ? parseVersion(match[1]) : null;
    if (!version) continue;
    const tag = /_cp\d+(t?)$/.exec(match?.[2] ?? '');
    return {major: version[0], minor: version[1], freeThreaded: tag ? tag[1] === 't' : null, debug: null};
  }
  return null;
}

/** The folder name below `lib` that belongs to a Python: `python3.13t`. */
export function libraryFolderName(python: EnvironmentPython): string {
  return `python${formatVersion([python.major, python.minor])}${python.freeThreaded ? 't' : ''}`;
}
