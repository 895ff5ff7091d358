import {basename, dirname, join, resolve} from 'node:path';
import {libraryFolders, sitePackagesFolders} from '../binary/containers/environment-layout.ts';
import type {Files} from '../system/files.ts';
import {type InstalledPackage, readInstalledPackages} from './installed-packages.ts';
import {
  type EnvironmentPython,
  libraryFolderName,
  pythonOfLibraryFolder,
  pythonOfPrefix,
} from './interpreter-layout.ts';
import {type PyvenvConfig, parsePyvenvConfig} from './pyvenv-config.ts';
import {sameVersion} from './version.ts';

/** What a venv, a site-packages folder or an interpreter's folder says of itself. Nothing is run. */
export interface Environment {
  readonly folder: string;
  readonly python: EnvironmentPython | null;
  /** Those of {@link Environment.python}, as paths. */
  readonly sitePackages: readonly string[];
  readonly installed: readonly InstalledPackage[];
  /** The folder of the interpreter that a venv was made with, if it is still there; null for others. */
  readonly baseInterpreter: string | null;
  /** Whether the base interpreter's packages can be imported too. */
  readonly includesSystemPackages: boolean;
}

/** The same without the installed packages, which cost three small files each. */
export type EnvironmentLayout = Omit<Environment, 'installed'>;

const MAX_CONFIG_BYTES = 64 * 1024;

/** Reads all that an environment says of itself. */
export function readEnvironment(folder: string, files: Files): Environment {
  const layout = readEnvironmentLayout(folder, files);
  const installed = layout.sitePackages.flatMap(packages => readInstalledPackages(packages, files));
  return {...layout, installed};
}

/** Reads which Python an environment is for and where its packages are. */
export function readEnvironmentLayout(folder: string, files: Files): EnvironmentLayout {
  const config = files.readText(join(folder, 'pyvenv.cfg'), MAX_CONFIG_BYTES);
  if (config !== null) return venvLayout(folder, parsePyvenvConfig(config), files);
  const own = pythonOfPrefix(folder, files);
  const python = own ?? pythonAround(resolve(folder), files);
  return {
    folder,
    python,
    sitePackages: packagesOf(folder, python, files),
    baseInterpreter: null,
    includesSystemPackages: false,
  };
}

function venvLayout(folder: string, config: PyvenvConfig, files: Files): EnvironmentLayout {
  const base = config.home === null ? null : baseInterpreter(config.home, files);
  const basePython = base === null ? null : pythonOfPrefix(base, files);
  const [own] = libraryFolders(folder, files).flatMap(library => pythonOfLibraryFolder(library) ?? []);
  const version =
    config.version ?? own?.version ?? (basePython ? ([basePython.major, basePython.minor] as const) : null);
  // An interpreter that was replaced by another version since says nothing of the one that the venv was made with.
  const agreeing =
    basePython && version && sameVersion(version, [basePython.major, basePython.minor]) ? basePython : null;
  const python: EnvironmentPython | null = version && {
    major: version[0],
    minor: version[1],
    freeThreaded:
      own?.freeThreaded ?? flagOf(config, /^python\d\.\d{1,2}t/i) ?? agreeing?.freeThreaded ?? null,
    debug: flagOf(config, /_d\.exe$|^python\d\.\d{1,2}t?d$/i) ?? agreeing?.debug ?? null,
  };
  return {
    folder,
    python,
    sitePackages: packagesOf(folder, python, files),
    baseInterpreter: base,
    includesSystemPackages: config.includesSystemPackages,
  };
}

/** True where the executable's name shows the flag; a name without it (`python.exe`) proves nothing. */
function flagOf(config: PyvenvConfig, pattern: RegExp): true | null {
  return config.executable !== null && pattern.test(config.executable) ? true : null;
}

/** `home` is the folder of the executable: on Windows the interpreter's own, elsewhere its `bin`. */
function baseInterpreter(home: string, files: Files): string | null {
  return [home, dirname(home)].find(folder => pythonOfPrefix(folder, files) !== null) ?? null;
}

/** The Python of the environment that a site-packages folder is part of. */
function pythonAround(folder: string, files: Files): EnvironmentPython | null {
  if (!/^(?:site|dist)-packages$/.test(basename(folder))) return null;
  const library = dirname(folder);
  // `Lib/site-packages` on Windows, `lib/python3.12/site-packages` elsewhere, `local/lib/...` below it on Debian.
  const prefixes = [dirname(library), dirname(dirname(library)), dirname(dirname(dirname(library)))];
  const around = prefixes.find(
    prefix => files.status(join(prefix, 'pyvenv.cfg')) !== null || pythonOfPrefix(prefix, files) !== null,
  );
  const python = around === undefined ? null : readEnvironmentLayout(around, files).python;
  const named = pythonOfLibraryFolder(library.replaceAll('\\', '/'));
  if (!named) return python;
  const [major, minor] = named.version;
  if (python && sameVersion(named.version, [python.major, python.minor])) return python;
  return {major, minor, freeThreaded: named.freeThreaded, debug: null};
}

/** `/usr/lib` may hold the packages of several Pythons: those of others are left out. */
function packagesOf(folder: string, python: EnvironmentPython | null, files: Files): string[] {
  return sitePackagesFolders(folder, files)
    .filter(packages => {
      const library = /(?:^|\/)(python\d\.\d{1,2}t?)\//.exec(packages)?.[1];
      return library === undefined || python === null || library === libraryFolderName(python);
    })
    .map(packages => join(folder, packages));
}
