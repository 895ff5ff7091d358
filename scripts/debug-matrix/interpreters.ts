import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {findInterpreters} from '../../test/compare/linux/interpreters.ts';
import {strippedCopy} from './stripped.ts';
import {cache, host, sidWorld, type World} from './world.ts';

/** An interpreter of the matrix. */
export interface Subject {
  /** `3.11`, `3.11 Debian`, `3.13t`. */
  readonly name: string;
  readonly version: string;
  readonly world: World;
  readonly build: 'full' | 'stripped';
  readonly executable: string;
  readonly env: Readonly<Record<string, string>>;
  readonly suffix: string;
  readonly headers: string;
  readonly isFreeThreaded: boolean;
  /** CPython's own commands for gdb; null where there are none for this build. */
  readonly pythonGdb: string | null;
  /** The debugger finds debug information of the interpreter. */
  readonly hasDebugInfo: boolean;
}

interface Described {
  readonly version: string;
  readonly suffix: string;
  readonly headers: string;
  readonly isFreeThreaded: boolean;
  readonly executable: string;
  readonly library: string | null;
}

const QUESTION = `
import json, os, sys, sysconfig
config = sysconfig.get_config_var
shared = "libpython" in open("/proc/self/maps").read()
print(json.dumps({
    "version": "%d.%d" % sys.version_info[:2],
    "suffix": config("EXT_SUFFIX"),
    "headers": sysconfig.get_paths()["include"],
    "isFreeThreaded": bool(config("Py_GIL_DISABLED")),
    "executable": os.path.realpath(sys.executable),
    "library": os.path.realpath(os.path.join(config("LIBDIR"), config("INSTSONAME"))) if shared else None,
}))`;

function describe(world: World, executable: string): Described | null {
  const [program = '', ...words] = world.enter([executable, '-c', QUESTION]);
  try {
    // The question prints one object of this shape.
    return JSON.parse(
      execFileSync(program, words, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}),
    ) as Described;
  } catch {
    return null;
  }
}

const OLDEST_MINOR = 8;

/** What the matrix is to have. */
export const WANTED = [
  ...['3.8', '3.9', '3.10', '3.11', '3.11 Debian', '3.12', '3.13'],
  ...['3.13 sid', '3.14 sid', '3.15 sid', '3.13t', '3.14t'],
] as const;

/** Every interpreter that is there, each as it is and without any symbol. */
export function findSubjects(): readonly Subject[] {
  const own = findInterpreters()
    .filter(({debug, version}) => !debug && minorOf(version) >= OLDEST_MINOR)
    .map(({executable}) => ({world: host, executable}));
  const sid = sidWorld();
  const others = sid
    ? [
        ...['/usr/bin/python3.13', '/usr/bin/python3.14', '/usr/bin/python3.15'],
        ...['/opt/python3.13t/bin/python3.13t', '/opt/python3.14t/bin/python3.14t'],
      ].map(executable => ({world: sid, executable}))
    : [];
  return [...own, ...others]
    .flatMap(({world, executable}) => {
      const described = describe(world, executable);
      return described ? bothBuilds(world, described) : [];
    })
    .sort((a, b) => minorOf(a.version) - minorOf(b.version));
}

/** 0 for Python 2. */
const minorOf = (version: string): number => Number(/^3\.(\d+)/.exec(version)?.[1] ?? 0);

function bothBuilds(world: World, described: Described): readonly Subject[] {
  const {version, suffix, headers, isFreeThreaded, executable} = described;
  const isSystem = executable.startsWith('/usr/bin/');
  const name = `${version}${isFreeThreaded ? 't' : ''}${isSystem ? (world === host ? ' Debian' : ' sid') : ''}`;
  const pythonGdb = pythonGdbOf(world, executable);
  const full: Subject = {
    name,
    version,
    world,
    build: 'full',
    executable,
    env: {},
    suffix,
    headers,
    isFreeThreaded,
    pythonGdb,
    hasDebugInfo: pythonGdb !== null,
  };
  const copy = strippedCopy(world, name, executable, described.library);
  return [full, {...full, build: 'stripped', ...copy, pythonGdb: null, hasDebugInfo: false}];
}

/** CPython installs it as a file beside its program, Debian where gdb would load it from. */
function pythonGdbOf(world: World, executable: string): string | null {
  const inWorld = (path: string): string => (world === host ? path : join(cache, world.name, path));
  const places = [
    `${executable}-gdb.py`,
    `/usr/share/gdb/auto-load/usr/bin/${basename(executable)}-gdb.py`,
    join(dirname(executable), 'python-gdb.py'),
  ];
  return places.find(path => existsSync(inWorld(path))) ?? null;
}
