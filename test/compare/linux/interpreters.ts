import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/** A CPython of this machine, as it describes itself. */
export interface Interpreter {
  readonly executable: string;
  /** `3.11`. */
  readonly version: string;
  readonly debug: boolean;
  /** Its code is in a libpython, not in the executable. */
  readonly shared: boolean;
  /** What follows a module's name: `.cpython-311-x86_64-linux-gnu.so`. */
  readonly suffix: string;
  readonly headers: string;
  /** Where its own extension modules are. */
  readonly modules: string;
  readonly library: string;
}

const question = `
import json, os, sys, sysconfig
config = sysconfig.get_config_var
print(json.dumps({
    "executable": sys.executable,
    "version": "%d.%d" % sys.version_info[:2],
    "debug": hasattr(sys, "gettotalrefcount"),
    # Not Py_ENABLE_SHARED: Debian sets it and links its executable statically all the same.
    "shared": "libpython" in open("/proc/self/maps").read(),
    "suffix": config("EXT_SUFFIX") or config("SO"),
    "headers": sysconfig.get_paths()["include"],
    "modules": config("DESTSHARED") or "",
    "library": os.path.join(config("LIBDIR") or "", config("INSTSONAME") or config("LDLIBRARY") or ""),
}))`;

const ask = (executable: string): Interpreter | null => {
  try {
    const output = execFileSync(executable, ['-c', question], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // The question prints one object of this shape.
    return JSON.parse(output) as Interpreter;
  } catch {
    return null;
  }
};

const pyenvVersions = join(process.env['PYENV_ROOT'] ?? join(homedir(), '.pyenv'), 'versions');

/** The interpreters of the system and of pyenv that can run and have headers. */
export const findInterpreters = (): readonly Interpreter[] => {
  const pyenv = existsSync(pyenvVersions) ? readdirSync(pyenvVersions) : [];
  const executables = [
    ...['/usr/bin/python3', '/usr/bin/python3-dbg'],
    ...pyenv.map(version => join(pyenvVersions, version, 'bin/python')),
  ];
  return executables
    .filter(existsSync)
    .map(ask)
    .filter(found => found !== null)
    .filter(({headers}) => existsSync(join(headers, 'Python.h')));
};

/** How a test names it. */
export const nameOf = ({version, debug, shared}: Interpreter): string =>
  `Python ${version}${debug ? ' (debug)' : ''}${shared ? '' : ' (static)'}`;
