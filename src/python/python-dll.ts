import {type PythonVersion, parseVersionDigits} from './version.ts';

/** What the name of a Python library says: `python312.dll`, `python3.dll`, `libpython3.11d.so.1.0`. */
export interface PythonLibrary {
  /** As the importing binary spells it. */
  readonly library: string;
  /** Null for the stable ABI's `python3.dll`, `python3t.dll` and `libpython3.so`. */
  readonly version: PythonVersion | null;
  readonly freeThreaded: boolean;
  readonly debug: boolean;
}

const WINDOWS = /^python(3|\d{2,3})(t?)(_d)?\.dll$/i;
/** MSYS2 and Cygwin name the DLL as Unix does. */
const UNIX = /^libpython(\d)(?:\.(\d{1,2}))?([dmut]*)\.(?:so(?:\.[\d.]+)?|dll|dylib)$/;

/** Reads the base name of a needed library; null when it is no Python library. */
export function parsePythonLibrary(library: string): PythonLibrary | null {
  const windows = WINDOWS.exec(library);
  if (windows) {
    const digits = windows[1] ?? '';
    const version = digits === '3' ? null : parseVersionDigits(digits);
    if (digits !== '3' && !version) return null;
    return {library, version, freeThreaded: windows[2] !== '', debug: windows[3] !== undefined};
  }
  const unix = UNIX.exec(library);
  if (!unix) return null;
  const flags = unix[3] ?? '';
  return {
    library,
    version: unix[2] === undefined ? null : [Number(unix[1]), Number(unix[2])],
    freeThreaded: flags.includes('t'),
    debug: flags.includes('d'),
  };
}

/** python.org's framework, its free-threaded twin (PythonT), and Xcode's (Python3). */
const FRAMEWORK = /\/Python([T3]?)\.framework\/(?:Versions\/(\d)\.(\d{1,2})\/)?Python\1$/;

/** The same for a path or install name, which may be that of a framework. */
export function parsePythonPath(path: string): PythonLibrary | null {
  const framework = FRAMEWORK.exec(path);
  if (framework) {
    const [, kind, major, minor] = framework;
    const version = major ? ([Number(major), Number(minor)] as const) : null;
    return {library: path, version, freeThreaded: kind === 'T', debug: false};
  }
  const named = parsePythonLibrary(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
  return named && {...named, library: path};
}
