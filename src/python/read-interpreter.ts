import type {ByteSource} from '../binary/byte-source.ts';
import type {BinaryFacts, PeFacts} from '../binary/facts.ts';
import {readBinary, readExportNames} from '../binary/read-binary.ts';
import {UserError} from '../errors.ts';
import type {Toolchains} from '../toolchains/toolchains.ts';
import {crtFamilies, runtimeImports} from './crt-use.ts';
import {parsePythonLibrary} from './python-dll.ts';
import type {StatedPython} from './target.ts';
import {type PythonVersion, parseVersion} from './version.ts';

/** The files that an interpreter is made of, as this module needs them. */
export interface InterpreterFiles {
  openFile(path: string): ByteSource & {close(): void};
  exists(path: string): boolean;
  /** Links resolved; the path itself where that fails. */
  realPath(path: string): string;
  join(...parts: readonly string[]): string;
}

/** Where ld.so looks on Debian and its kin, Red Hat's and Arch's. */
const SYSTEM_FOLDERS = [
  '/usr/local/lib',
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
];

/** Every CPython exports it, whatever its version. */
const PROOF = 'Py_Initialize';

/**
 * Reads the interpreter that `--against` names: python3XX.dll, libpython or the executable. It is parsed, never run.
 * Throws a UserError for a file that is no CPython.
 */
export function readInterpreter(
  path: string,
  files: InterpreterFiles,
  toolchains: Toolchains,
  libraryFolder: string | null = null,
): StatedPython {
  const {facts, exports} = readFile(path, files);
  const companion = exports.has(PROOF) ? null : companionLibrary(path, facts, files, libraryFolder);
  if (companion) return readInterpreter(companion, files, toolchains);
  if (!exports.has(PROOF)) {
    throw new UserError({
      what: `exports no ${PROOF}, so it is no Python interpreter`,
      where: `--against ${path}`,
      advice: 'name a pythonXY.dll, a libpythonX.Y.so or a python executable',
    });
  }
  const named = nameOf(path, facts, files);
  return {
    version: named.version,
    freeThreaded:
      named.freeThreaded ?? (exports.has('_Py_DecRefShared') ? true : named.version ? false : null),
    debug: named.debug || exports.has('_Py_NegativeRefcount'),
    platform: platformOf(facts, toolchains),
    interpreter: {
      path,
      exports,
      crt: facts.format === 'pe' ? crtOf(facts, toolchains) : null,
      isStatic: facts.format === 'pe' ? null : parsePythonLibrary(baseName(path)) === null,
      extensionSuffixes: null,
    },
  };
}

function readFile(path: string, files: InterpreterFiles): {facts: BinaryFacts; exports: ReadonlySet<string>} {
  const file = files.openFile(path);
  try {
    const outcome = readBinary(file);
    if ('unreadable' in outcome) {
      throw new UserError({
        what: `cannot be read as an interpreter: ${outcome.unreadable.detail}`,
        where: `--against ${path}`,
        advice: 'name a pythonXY.dll, a libpythonX.Y.so or a python executable',
      });
    }
    return {facts: outcome.facts, exports: readExportNames(file)};
  } finally {
    file.close();
  }
}

/** python.exe is a stub before pythonXY.dll; bin/python of a shared build one before libpython. */
function companionLibrary(
  path: string,
  facts: BinaryFacts,
  files: InterpreterFiles,
  libraryFolder: string | null,
): string | null {
  const folder = files.join(files.realPath(path), '..');
  const needed =
    facts.format === 'pe'
      ? facts.imports.map(({library}) => library)
      : facts.format === 'elf'
        ? facts.needed
        : [];
  const libraries = needed.filter(library => parsePythonLibrary(library)?.version);
  const folders = [
    folder,
    files.join(folder, '..', 'lib'),
    ...(libraryFolder ? [libraryFolder] : []),
    ...SYSTEM_FOLDERS,
  ];
  const places = libraries.flatMap(library => folders.map(place => files.join(place, library)));
  return places.find(place => files.exists(place)) ?? null;
}

function nameOf(
  path: string,
  facts: BinaryFacts,
  files: InterpreterFiles,
): {version: PythonVersion | null; freeThreaded: boolean | null; debug: boolean} {
  const inside = facts.format === 'pe' ? facts.exportName : facts.format === 'elf' ? facts.soname : null;
  for (const name of [inside, baseName(path), baseName(files.realPath(path))]) {
    const library = name ? parsePythonLibrary(name) : null;
    if (library?.version) return library;
    const executable = /^python(\d\.\d{1,2})(t?)(d?)m?u?$/.exec(name ?? '');
    const version = executable?.[1] ? parseVersion(executable[1]) : null;
    if (version) return {version, freeThreaded: executable?.[2] === 't', debug: executable?.[3] === 'd'};
  }
  return {version: null, freeThreaded: null, debug: false};
}

/** A platform tag that names the machine: `win_amd64`, `linux_x86_64`; null for macOS, where one file may be for several. */
function platformOf(facts: BinaryFacts, {cpython}: Toolchains): string | null {
  if (facts.format === 'macho') return null;
  const tags =
    facts.format === 'pe'
      ? ['win32', 'win_amd64', 'win_arm64']
      : [`linux_${cpython.linuxArchitecture(facts.machine)}`];
  return tags.find(tag => cpython.machinesOfPlatformTag(tag).includes(facts.machine)) ?? null;
}

function crtOf(facts: PeFacts, toolchains: Toolchains) {
  return crtFamilies(runtimeImports(facts, toolchains))[0] ?? null;
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
