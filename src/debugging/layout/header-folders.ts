import {basename, dirname, join} from 'node:path';

/** What is known of an interpreter whose headers are looked for. Paths are absolute. */
export interface BuiltPython {
  readonly minor: number;
  /** Null where only its headers tell. */
  readonly isFreeThreaded: boolean | null;
  /** The program, and the library that holds the interpreter, which may be the program itself. */
  readonly executable: string | null;
  readonly library: string | null;
}

/** Where the headers of an interpreter may be. */
export interface HeaderFolder {
  /** Has Python.h and `internal/`. */
  readonly path: string;
  /** Has pyconfig.h, which stands apart in a folder that CPython was built in. */
  readonly config: string;
}

/**
 * Folders that the headers of an interpreter are installed to, the likeliest first; which of them are there is the
 * caller's to see, and which are of this build the walker's. Names alone tell: the interpreter is not run, since it may
 * be another user's, a core may name any program, and a program that embeds Python takes its words for its own.
 */
export function headerFolders(python: BuiltPython): readonly HeaderFolder[] {
  const {executable, library, minor} = python;
  const files = [executable, library].filter(path => path !== null);
  const installed = files
    .flatMap(prefixesOf)
    .flatMap(prefix =>
      abiFlags(python, files).map(flags => join(prefix, 'include', `python3.${minor}${flags}`)),
    )
    .map(path => ({path, config: path}));
  const built = files.map(file => ({path: join(dirname(file), 'Include'), config: dirname(file)}));
  const found = [...installed, ...built];
  return found.filter(({path}, at) => found.findIndex(one => one.path === path) === at);
}

/** `/usr` of `/usr/bin/python3.11`, of `/usr/lib/libpython3.11.so` and of `/usr/lib/x86_64-linux-gnu/libpython3.11.so`. */
function prefixesOf(file: string): readonly string[] {
  const above = dirname(dirname(file));
  return basename(above).startsWith('lib') ? [dirname(above), above] : [above];
}

/** `d` of python3.11d, then what else a build of that version may be called. */
function abiFlags({isFreeThreaded}: BuiltPython, files: readonly string[]): readonly string[] {
  const named = files.flatMap(
    file => /^(?:lib)?python3\.\d+([a-z]*)(?:\.|$)/.exec(basename(file))?.[1] ?? [],
  );
  const usual = isFreeThreaded === null ? ['', 'd', 't', 'td'] : isFreeThreaded ? ['t', 'td', ''] : ['', 'd'];
  return [...new Set([...named, ...usual])];
}

/** What of the headers the probe cannot do without; the first that is missing is named. */
export function neededHeaders(minor: number): readonly string[] {
  return ['Python.h', 'internal/pycore_pystate.h', ...(minor >= 9 ? ['internal/pycore_interp.h'] : [])];
}
