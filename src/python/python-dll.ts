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
